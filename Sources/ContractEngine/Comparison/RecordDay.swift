/// The field that says of which day a record is, on which placeholders for dates depend.
enum RecordDay {
    /// Its name.
    static let field = "DATA_TIMESTAMP"

    /// True when the day of a record is the same to both contracts.
    static func isAlike(_ former: ContractLaw, _ next: ContractLaw) -> Bool {
        guard let before = former[field], let after = next[field] else {
            return former[field] == nil && next[field] == nil
        }
        return before.reads(like: after)
    }
}
