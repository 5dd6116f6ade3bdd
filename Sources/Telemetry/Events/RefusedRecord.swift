package import Core

/// One refused record, as the log tells of it: where it lies and why, nothing of what it says.
package struct RefusedRecord: Sendable, Hashable {
    /// Identifier of the sending platform.
    package let platform: String
    /// Where the record was read.
    package let source: TopicPartition
    /// Its offset there.
    package let offset: Int64
    /// Code of its first error.
    package let code: RejectionCode
    /// How many problems it has, kept or not.
    package let problems: Int
    /// What its quarantine record keeps.
    package let quarantine: QuarantineForm

    /// A record refused with `code`.
    package init(
        platform: String,
        source: TopicPartition,
        offset: Int64,
        code: RejectionCode,
        problems: Int,
        quarantine: QuarantineForm
    ) {
        self.platform = platform
        self.source = source
        self.offset = offset
        self.code = code
        self.problems = problems
        self.quarantine = quarantine
    }
}
