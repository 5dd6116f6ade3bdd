/// What has happened to a case or a section of it, as far as others depend on it.
package enum CaseFact: String, Sendable, Hashable, CaseIterable {
    /// The case is registered: its founding record is in the ledger. About the case as a whole.
    case registered
    /// The bids were opened: an opening record (506) is in the ledger.
    case opened
    /// The candidates were publicised (511).
    case publicised
    /// The award is settled: the result notice (513) is in the ledger.
    case settled
    /// The proceedings rest.
    case suspended
    /// The case takes no more records. About the case as a whole.
    case closed
    /// What a supervision platform told the owner of the case is acknowledged. Its section is the reference of that event,
    /// `<ce_source>#<ce_id>`.
    case acknowledged

    /// True for a fact that a record states about its sections; the others follow from what registration does.
    package var isStatedByRecords: Bool {
        switch self {
        case .opened, .publicised, .settled, .suspended, .acknowledged: true
        case .registered, .closed: false
        }
    }
}
