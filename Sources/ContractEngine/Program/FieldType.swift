/// The primitive types of the data specification.
package enum FieldType: String, CaseIterable, Sendable, Hashable {
    /// Characters.
    case text = "C"
    /// A decimal number.
    case number = "N"
    /// `yyyyMMddHHmmss`
    case dateTime = "T14"
    /// `yyyyMMddHHmm`
    case minute = "T12"
    /// `yyyyMMdd`
    case date = "T8"

    /// True for the types that write a day.
    package var isDate: Bool {
        switch self {
        case .text, .number: false
        case .dateTime, .minute, .date: true
        }
    }
}
