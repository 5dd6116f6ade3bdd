import Core
import RoutingPolicy
package import Trust

extension ApproverCheck {
    /// The check by `verifier`: a signer must be the body that operates the sending platform, or a person whom the registry
    /// names there for the scene `signature`.
    package static func verifier(_ verifier: SignatureVerifier, persons: PersonBindings) -> ApproverCheck {
        ApproverCheck { signature, text, sender, time in
            let signers = persons.certificates(of: sender.id, for: .signature)
            let verdict = verifier.verify(
                approver: signature,
                over: text,
                body: sender.body,
                persons: signers,
                at: time
            )
            func isPerson(_ certificate: Certificate) -> Bool { persons.names(certificate.thumbprint, of: sender.id) }
            switch verdict {
            case .verified(let chains):
                return Finding(
                    problems: [],
                    warnings: chains.flatMap(\.warnings),
                    certificates: chains.map {
                        PresentedCertificate($0.leaf, authority: $0.authority.id, isPerson: isPerson($0.leaf))
                    }
                )
            case .refused(let problems, let certificates):
                return Finding(
                    problems: problems,
                    certificates: certificates.map {
                        PresentedCertificate($0, authority: nil, isPerson: isPerson($0))
                    }
                )
            }
        }
    }
}
