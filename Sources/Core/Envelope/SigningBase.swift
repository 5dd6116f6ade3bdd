/// The bytes that a signature covers, in the manner of RFC 9421: one line per signed attribute in fixed order, the
/// digest of the exact payload bytes, and last the parameters of the signature itself.
///
/// ```
/// "specversion": 1.0
/// "id": 7f1c…
/// …
/// "content-digest": sm3=:<base64>:
/// "@signature-params": alg="sm2-sm3";keyid="sha-256:<hex>"
/// ```
/// Every attribute that is present is covered, so neither adding nor removing one goes unnoticed. Values hold no
/// control characters, so no value can imitate a line. docs/specs/envelope.md §4 is normative.
package enum SigningBase {
    /// The signing base of `envelope` over a payload whose digest is `digest` (base64, named by `digestName`).
    ///
    /// - Parameters:
    ///   - digest: the characters of the base64 text.
    ///   - algorithm: value of `alg`: the raw algorithm, or `cms`.
    ///   - keyID: value of `keyid`; empty for `cms`, whose SignedData names the signer itself.
    package static func bytes(
        of envelope: EventEnvelope,
        digestName: String,
        digest: [UInt8],
        algorithm: String,
        keyID: String
    ) -> [UInt8] {
        var base: [UInt8] = []
        base.reserveCapacity(1024)
        let labels = labels
        for name in AttributeName.canonical {
            guard let value = envelope[name] else { continue }
            base.append(contentsOf: labels[name.position])
            base.append(contentsOf: value.utf8)
            base.append(lineFeed)
        }
        base.append(contentsOf: "\"content-digest\": ".utf8)
        base.append(contentsOf: digestName.utf8)
        base.append(contentsOf: "=:".utf8)
        base.append(contentsOf: digest)
        base.append(contentsOf: ":\n\"@signature-params\": alg=\"".utf8)
        base.append(contentsOf: algorithm.utf8)
        base.append(quotationMark)
        if !keyID.isEmpty {
            base.append(contentsOf: ";keyid=\"".utf8)
            base.append(contentsOf: keyID.utf8)
            base.append(quotationMark)
        }
        return base
    }

    private static let quotationMark = UInt8(ascii: "\"")
    private static let lineFeed: UInt8 = 0x0a
    /// What stands before the value of each attribute, by its position.
    private static let labels = AttributeName.canonical.map { Array("\"\($0.rawValue)\": ".utf8) }
}
