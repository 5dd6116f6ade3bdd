import COpenSSL

/// Verifies bare signatures under bare public keys: no certificate, no policy, only the mathematics and the encoding.
///
/// Strict where suites of hostile vectors are: DER in its one form, nothing behind key or signature, the curve that goes
/// with the algorithm. Not Sendable: it remembers prepared keys for the thread that uses it.
package final class SignatureBatchVerifier {
    private var verifiers = BoundedCache<PreparedKey, KeyVerifier>(limit: 256)

    private struct PreparedKey: Hashable {
        let key: [UInt8]
        let scheme: SignatureScheme
    }

    /// A verifier that remembers nothing yet.
    package init() {}

    /// The verdict on `claim`.
    package func verify(_ claim: SignatureClaim) -> SignatureBatchVerdict {
        guard let name = BatchAlgorithm(rawValue: claim.algorithm) else {
            return SignatureBatchVerdict(
                outcome: .unsupported,
                reason: "the algorithm \(claim.algorithm.prefix(40)) is not verified here"
            )
        }
        guard let key = Hexadecimal.decode(claim.key.utf8) else { return .invalid("the key is not hexadecimal") }
        guard let message = Hexadecimal.decode(claim.message.utf8) else {
            return .invalid("the message is not hexadecimal")
        }
        guard let signature = Hexadecimal.decode(claim.signature.utf8) else {
            return .invalid("the signature is not hexadecimal")
        }
        var distinguishingID = Certificate.distinguishingID
        if let text = claim.distinguishingID {
            guard let id = Hexadecimal.decode(text.utf8), id.count <= BatchAlgorithm.maximumIDLength else {
                return .invalid("the distinguishing id is not hexadecimal or too long")
            }
            distinguishingID = id
        }
        let digestLength = name.digest.method.size
        let saltLength = claim.saltLength ?? digestLength
        guard (0...1024).contains(saltLength) else { return .invalid("the salt length is out of range") }
        let scheme = name.scheme(distinguishingID: distinguishingID, saltLength: saltLength)
        if scheme.isDER, !SignatureEncoding.isStrict(signature) {
            return .invalid("the signature is not the DER of two positive integers")
        }
        let prepared = PreparedKey(key: key, scheme: scheme)
        let verifier: KeyVerifier
        if let known = verifiers.value(for: prepared) {
            verifier = known
        } else {
            guard let parsed = PublicKey(info: key) else { return .invalid("the key is no SubjectPublicKeyInfo") }
            guard let made = parsed.makeVerifier(scheme) else {
                return .invalid("the key, \(parsed.kind.name), does not go with \(name.rawValue)")
            }
            verifiers.insert(made, for: prepared)
            verifier = made
        }
        return verifier.isValid(signature, over: message) ? .valid : .invalid("the signature does not verify")
    }
}
