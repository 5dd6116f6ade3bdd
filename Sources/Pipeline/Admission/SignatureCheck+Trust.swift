import Core
import RoutingPolicy
package import Trust

extension SignatureCheck {
    /// The check by `verifier`: the certificate must name the body that operates the platform which owns the topic.
    ///
    /// - Parameters:
    ///   - registered: the certificates of each platform's registry entry, by registry id.
    ///   - persons: the certificates of natural persons who act for each platform, by registry id.
    package static func verifier(
        _ verifier: SignatureVerifier,
        registered: [String: [CertificateThumbprint: Certificate]],
        persons: PersonBindings = PersonBindings()
    ) -> SignatureCheck {
        var check = SignatureCheck { envelope, headers, payload, sender, time in
            let signers = persons.certificates(of: sender.id, for: .messageSignature)
            let verdict = verifier.verify(
                envelope,
                headers: headers,
                payload: payload,
                registered: registered[sender.id] ?? [:],
                expectedPlatformCode: sender.body,
                persons: signers,
                at: time
            )
            switch verdict {
            case .verified(let signer):
                let leaf = signer.chain.leaf
                return .verified(
                    Signer(
                        form: signer.form.rawValue,
                        algorithm: signer.algorithm.rawValue,
                        warnings: signer.warnings,
                        certificate: PresentedCertificate(
                            leaf,
                            authority: signer.chain.authority.id,
                            isPerson: signers.contains(leaf.thumbprint)
                        )
                    )
                )
            case .refused(let problems):
                let presented = verifier.presented.map { certificate in
                    PresentedCertificate(
                        certificate,
                        authority: nil,
                        isPerson: persons.names(certificate.thumbprint, of: sender.id)
                    )
                }
                return .refused(problems, presented)
            }
        }
        check.follow = { verifier.use($0) }
        check.takeAsked = { verifier.takeAsked() }
        return check
    }
}
