/// One submission of the load: what was sent, where the broker says it stands, and what must become of it.
package struct OracleIssue: Sendable {
    /// Number of the submission in the load, from 0.
    package let number: Int
    /// Its `ce_id`; repetitions share one.
    package let id: String
    /// The case.
    package let caseKey: String
    /// Place among the records of its case that the ledger must have, from 0; negative for one that it must not have.
    package let rank: Int
    /// Topic to which it was sent.
    package let topic: String
    /// First 64 bits of the SHA-256 of key, headers and payload as they were sent.
    package let content: UInt64
    /// First 64 bits of the SHA-256 of the payload.
    package let payload: UInt64
    /// What must become of it.
    package let expectation: OracleExpectation
    /// Who must receive it, by place in the list of platforms, one bit each.
    package let recipients: UInt64

    /// A submission.
    package init(
        number: Int,
        id: String,
        caseKey: String,
        rank: Int,
        topic: String,
        content: UInt64,
        payload: UInt64,
        expectation: OracleExpectation,
        recipients: UInt64
    ) {
        self.number = number
        self.id = id
        self.caseKey = caseKey
        self.rank = rank
        self.topic = topic
        self.content = content
        self.payload = payload
        self.expectation = expectation
        self.recipients = recipients
    }
}
