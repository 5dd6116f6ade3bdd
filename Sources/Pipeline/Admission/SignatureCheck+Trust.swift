import Core
import RoutingPolicy
package import Trust

extension SignatureCheck {
    /// The check by `verifier`: the certificate must name the body that operates the platform which owns the topic, and not
    /// be registered for other platforms alone: one body may run several, and none of them speaks for another
    /// (docs/specs/envelope.md §5.6).
    ///
    /// - Parameters:
    ///   - registered: the certificates of each platform's registry entry, by registry id.
    ///   - persons: the certificates of natural persons who act for each platform, by registry id.
    package static func verifier(
        _ verifier: SignatureVerifier,
        registered: [String: [CertificateThumbprint: Certificate]],
        persons: PersonBindings = PersonBindings()
    ) -> SignatureCheck {
        let holders = Dictionary(
            registered.flatMap { platform, certificates in certificates.keys.map { ($0, Set([platform])) } },
            uniquingKeysWith: { $0.union($1) }
        )
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
                let isPerson = signers.contains(leaf.thumbprint)
                let presented = PresentedCertificate(leaf, authority: signer.chain.authority.id, isPerson: isPerson)
                if !isPerson, let others = holders[leaf.thumbprint], !others.contains(sender.id) {
                    return .refused([foreign(leaf, of: others, to: sender)], presented)
                }
                return .verified(
                    Signer(
                        form: signer.form.rawValue,
                        algorithm: signer.algorithm.rawValue,
                        warnings: signer.chain.warnings,
                        certificate: presented
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

    /// The refusal of a certificate that the registry lists for `others` and not for `sender`.
    private static func foreign(
        _ certificate: Certificate,
        of others: Set<String>,
        to sender: RegisteredPlatform
    ) -> Problem {
        let names = others.sorted().joined(separator: ", ")
        return Problem(
            .certificateIdentity,
            at: "/@attributes/signature",
            rule: "trust.identity.registered",
            zh: "签名证书（\(certificate.subject)，序列号 \(certificate.serial)）登记在平台 \(names) 名下，不属于 \(sender.id)",
            en:
                "the signer's certificate (\(certificate.subject), serial \(certificate.serial)) is registered for \(names), "
                + "not for \(sender.id)"
        )
    }
}
