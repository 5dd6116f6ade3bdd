/// The primitive types of the data specification.
package enum FieldType: String, CaseIterable, Sendable, Hashable {
    /// Characters.
    case text = "C"
    /// A decimal number.
    case number = "N"
    /// `yyyyMMddHHmmss`
    case dateTime = "T14"
    /// `yyyyMMdd`
    case date = "T8"
}
