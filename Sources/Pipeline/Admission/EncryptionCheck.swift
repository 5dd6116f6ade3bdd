package import Core
package import RoutingPolicy
package import Trust

/// The certificates for which content may be encrypted, and whether each of them counts as of a time. In the gateway it is
/// ``EncryptionCheck/verifier(_:certificates:)`` over `Trust`.
package struct EncryptionCheck {
    /// The registered certificates of each platform, by registry id.
    let certificates: [String: [Certificate]]
    /// What is to be said of a certificate of a platform as of a time: errors that refuse it, and remarks.
    let judge: (Certificate, RegisteredPlatform, Instant) -> [Problem]

    /// The check of `certificates` by `judge`.
    package init(
        certificates: [String: [Certificate]],
        judge: @escaping (Certificate, RegisteredPlatform, Instant) -> [Problem]
    ) {
        self.certificates = certificates
        self.judge = judge
    }

    /// No platform has a certificate: nothing passes encrypted.
    package static var none: EncryptionCheck { EncryptionCheck(certificates: [:]) { _, _, _ in [] } }

    /// The check of `certificates` by the chains and the revocation data that `verifier` goes by for signatures: each must
    /// lead to an authority that the trust list recognises for encryption, be for that, not be revoked, and name the body
    /// of its platform.
    package static func verifier(
        _ verifier: SignatureVerifier,
        certificates: [String: [Certificate]]
    ) -> EncryptionCheck {
        EncryptionCheck(certificates: certificates) { certificate, platform, time in
            let problems: [Problem] =
                switch verifier.verdict(on: certificate, for: .encryption, at: time) {
                case .verified(let chain): chain.strangeness(to: platform.body).map { [$0] } ?? chain.warnings
                case .refused(let problems): problems
                }
            // What speaks against the recipient's certificate is not about the sender's signature.
            return problems.map { problem in
                Problem(
                    problem.code,
                    at: "/@attributes/encryptedfor",
                    rule: problem.rule,
                    severity: problem.severity,
                    zh: problem.message.zh,
                    en: problem.message.en
                )
            }
        }
    }
}
