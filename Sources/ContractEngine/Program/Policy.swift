internal import Core

/// What a violated rule does to the record.
package enum Policy: String, CaseIterable, Sendable, Hashable {
    /// Nothing: the rule is not applied.
    case off
    /// The record passes with a warning.
    case warn
    /// The record is refused.
    case reject

    /// Severity of the problems; nil when the rule is off.
    var severity: Severity? {
        switch self {
        case .off: nil
        case .warn: .warning
        case .reject: .error
        }
    }
}
