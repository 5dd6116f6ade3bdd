import Core

/// What a sender signs for a batch (docs/specs/envelope.md §9.3): who it is, how many records, when, and the root of their
/// tree. A text of lines like the signing base, whose first line no signing base can have.
struct BatchStatement: Hashable {
    /// `ce_source` of every record of the batch.
    let source: String
    /// Number of records, leaves of the tree.
    let count: Int
    /// The signer's time, RFC 3339, as it was written.
    let created: String
    /// Root of the tree, 32 bytes.
    let root: [UInt8]
    /// Algorithm of the signature; it also decides the hash of the tree.
    let algorithm: SignatureAlgorithm
    /// The signer's certificate.
    let keyID: String

    /// The bytes that are signed.
    var bytes: [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(512)
        text.append(contentsOf: "\"@batch\": 1\n\"source\": ".utf8)
        text.append(contentsOf: source.utf8)
        text.append(contentsOf: "\n\"count\": \(count)\n\"created\": ".utf8)
        text.append(contentsOf: created.utf8)
        text.append(contentsOf: "\n\"root\": ".utf8)
        text.append(contentsOf: algorithm.digestName.utf8)
        text.append(contentsOf: "=:".utf8)
        text.append(contentsOf: Base64.encode(root).utf8)
        text.append(contentsOf: ":\n\"@signature-params\": alg=\"".utf8)
        text.append(contentsOf: algorithm.rawValue.utf8)
        text.append(contentsOf: "\";keyid=\"".utf8)
        text.append(contentsOf: keyID.utf8)
        text.append(UInt8(ascii: "\""))
        return text
    }

    /// Value of `alg` in the signing base of a leaf: never that of a record signed alone.
    static func leafAlgorithm(_ algorithm: SignatureAlgorithm) -> String { "batch/" + algorithm.rawValue }
}
