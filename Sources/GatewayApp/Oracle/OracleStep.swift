import Core

/// One submission of a case, before it is made: what it is about and what must become of it.
struct OracleStep: Sendable, Equatable {
    /// What is wrong with the record itself, beside what it asks of its case.
    enum Damage: Sendable, Equatable, CaseIterable {
        /// The last brace is missing.
        case cut
        /// A day that the calendar does not have.
        case date
        /// A byte was changed after signing.
        case flipped
        /// A field that no contract has, so long that the payload has exactly the size that is taken.
        case filled
        /// The same with one byte more.
        case overfull
    }

    /// What the record asks for.
    var operation: RecordOperation
    /// Place of the data set in the life cycle; negative for the founding one.
    var dataset: Int
    /// Which record of the case it is about: two steps with the same number have the same DATA_KEY.
    var record: Int
    /// Which message it is: two steps with the same number have the same `ce_id`.
    var message: Int
    /// Second of its DATA_TIMESTAMP.
    var second: Int
    /// What is wrong with it.
    var damage: Damage?
    /// What must become of it.
    var expectation: OracleExpectation
    /// Its place in the ledger among the records of the case; negative when it must not stand there.
    var rank: Int
}
