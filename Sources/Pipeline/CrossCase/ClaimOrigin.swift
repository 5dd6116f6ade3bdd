import ContractEngine

/// The rule from which a claim follows.
enum ClaimOrigin: String, Sendable, CaseIterable {
    /// No other record has the code.
    case unique
    /// No other record has the same content.
    case repeated = "repeat"
    /// Others name the record as their parent.
    case founds
    /// The record names a parent in another case.
    case parent
    /// The record, of supervision, has to be acknowledged.
    case acknowledgement

    /// What is said of the value.
    var kind: ClaimKind {
        switch self {
        case .unique, .repeated: .code
        case .founds: .founds
        case .parent, .acknowledgement: .needs
        }
    }
}
