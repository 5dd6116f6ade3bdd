/// What has happened to a section of a case, as far as sealed data depends on it.
package enum CaseFact: String, Sendable, Hashable, CaseIterable {
    /// The bids were opened: an opening record (506) is in the ledger.
    case opened
    /// The candidates were publicised (511).
    case publicised
    /// The award is settled: the result notice (513) is in the ledger.
    case settled
}
