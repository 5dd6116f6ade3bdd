import Core
import Trust

/// What everything that is written about one record repeats of it, put into text once.
struct SubmissionTrace {
    /// Where it was read: `topic/partition/offset`.
    let origin: String
    /// Its log-append time, RFC 3339.
    let time: String
    /// `sha-256:<hex>` of its payload; a tombstone counts as no bytes.
    let digest: String

    /// The trace of `record`.
    init(of record: InboundRecord) {
        origin = RecordPlace(of: record).text
        time = record.timestamp.rfc3339
        digest = PayloadDigest(.sha256, of: record.value ?? []).text
    }
    /// A trace that was written down before.
    init(origin: String, time: String, digest: String) {
        self.origin = origin
        self.time = time
        self.digest = digest
    }
}
