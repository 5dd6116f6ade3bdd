internal import Core
internal import Pipeline
internal import Trust

/// Submissions of the pipeline benchmark, and what verifies them.
struct BenchmarkSubmissions {
    /// The records for the submit topic.
    let records: [OutboundRecord]
    /// How they are signed.
    let kind: BenchmarkSignature
    /// SubjectPublicKeyInfo of the signing key, DER.
    let publicKey: [UInt8]
    /// Message and raw signature of each record, for the baseline.
    let claims: [(message: [UInt8], signature: [UInt8])]
    /// Who signed them; nil without a signature.
    let identity: BenchmarkIdentity?

    /// The check that admission uses.
    func makeCheck() throws -> SignatureCheck { try identity?.check() ?? BenchmarkIdentity.passAll }

    /// Mean payload size in bytes.
    var meanSize: Double {
        Double(records.reduce(0) { $0 + ($1.value?.count ?? 0) }) / Double(max(records.count, 1))
    }
}
