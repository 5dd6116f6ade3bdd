import Core
import RoutingPolicy
package import Trust

extension SignatureCheck {
    /// The check by `verifier`: the certificate must name the body that operates the platform which owns the topic.
    ///
    /// - Parameter registered: the certificates of each platform's registry entry, by registry id.
    package static func verifier(
        _ verifier: SignatureVerifier,
        registered: [String: [CertificateThumbprint: Certificate]]
    ) -> SignatureCheck {
        var check = SignatureCheck { envelope, headers, payload, sender, time in
            let verdict = verifier.verify(
                envelope,
                headers: headers,
                payload: payload,
                registered: registered[sender.id] ?? [:],
                expectedPlatformCode: sender.body,
                at: time
            )
            switch verdict {
            case .verified(let signer):
                return .verified(
                    Signer(
                        form: signer.form.rawValue,
                        algorithm: signer.algorithm.rawValue,
                        warnings: signer.warnings
                    )
                )
            case .refused(let problems):
                return .refused(problems)
            }
        }
        check.follow = { verifier.use($0) }
        check.takeAsked = { verifier.takeAsked() }
        return check
    }
}
