import Core

/// An entry of `case.<plane>` that is to be written: what is now so of a case.
struct CaseChange: NamedChange, Equatable {
    /// Name of the case.
    let caseKey: String
    let state: CaseState

    /// The half of a digest tells names apart as well as all of it.
    var nameHash: UInt64 {
        switch state.name {
        case .record(let key), .message(let key): key.low
        case .parked(let offset): UInt64(bitPattern: offset)
        case .founded, .facts: CaseName.hash(CaseName(caseKey), caseKey)
        }
    }

    /// The case is looked at only where a name may be that of several: the others are a digest over it, or an offset.
    func hasName(of other: CaseChange) -> Bool {
        switch (state.name, other.state.name) {
        case (.record(let left), .record(let right)): left == right
        case (.message(let left), .message(let right)): left == right
        case (.parked(let left), .parked(let right)): left == right
        case (.founded, .founded), (.facts, .facts): caseKey == other.caseKey
        default: false
        }
    }
}
