/// What a record says of a value that reaches beyond its case.
enum ClaimKind: UInt64, Sendable, CaseIterable {
    /// The value is a code of the record, which no record of another case should have.
    case code = 0b010
    /// The record founds the case that others name by the value.
    case founds = 0b100
    /// The record needs the one that founds the case of that value.
    case needs = 0b110
}
