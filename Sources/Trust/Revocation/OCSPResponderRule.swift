import COpenSSL
import Core

/// Who may answer for an issuer (RFC 6960 §4.2.2.2): the issuer itself, or a responder whose certificate the same key
/// signed and marked with id-kp-OCSPSigning. Nobody else, whatever a trust list says about them.
enum OCSPResponderRule {
    /// The certificate under whose key `answer` verifies and which may answer for `issuer`.
    static func signer(of answer: OCSPAnswer, for issuer: Certificate) -> Result<Certificate, RevocationFault> {
        var outcome = IssuerSignature.Outcome.invalid
        // The issuer's own key first; responders that come along prove nothing by themselves.
        for candidate in [issuer] + answer.certificates {
            let isIssuer = candidate.thumbprint == issuer.thumbprint
            guard isIssuer || isAuthorised(candidate, by: issuer, at: answer.producedAt) else { continue }
            switch answer.signature.verify(under: candidate) {
            case .valid: return .success(candidate)
            case .refused where !isIssuer || answer.certificates.isEmpty: outcome = .refused
            default: break
            }
        }
        guard outcome != .refused else {
            return .failure(
                RevocationFault(
                    .algorithmRefused,
                    zh: "\(issuer.subject) 的 OCSP 响应使用了不被接受的签名算法或密钥",
                    en:
                        "the OCSP response for \(issuer.subject) is signed with an algorithm or key that is not accepted"
                )
            )
        }
        return .failure(
            RevocationFault(
                .signatureInvalid,
                zh: "OCSP 响应的签名既不属于 \(issuer.subject)，也不属于它授权的响应者（id-kp-OCSPSigning）",
                en: "the OCSP response is signed neither by \(issuer.subject) nor by a responder that it authorised "
                    + "(id-kp-OCSPSigning)"
            )
        )
    }

    /// True when `responder` is a certificate for answering that the key of `issuer` signed, valid at `instant`.
    private static func isAuthorised(_ responder: Certificate, by issuer: Certificate, at instant: Instant) -> Bool {
        responder.isValid(at: instant) && responder.mayAnswerStatus && responder.maySignData
            && responder.isSigned(by: issuer)
    }
}
