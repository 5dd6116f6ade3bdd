/// An OCSP response whose signature was verified under the key of a listed issuer or of a responder it authorised. Only
/// ``RevocationBook`` makes one.
struct VerifiedOCSPAnswer: Sendable {
    /// The response.
    let answer: OCSPAnswer
    /// The same for status, topic and messages.
    let item: RevocationItem
    /// Name and key of the issuer.
    let issuer: CertificateThumbprint
    /// Serial number of the responder's certificate, content of an INTEGER; nil when the issuer itself signed.
    let responder: [UInt8]?

    /// The same response under a new trust list; nil when it no longer counts there.
    func rebound(to authority: TrustAuthority, issuer certificate: Certificate) -> VerifiedOCSPAnswer? {
        guard let item = item.rebound(to: authority, issuer: certificate) else { return nil }
        return VerifiedOCSPAnswer(answer: answer, item: item, issuer: issuer, responder: responder)
    }
}
