import Core

extension SignatureVerifier {
    /// Most certificates remembered between two looks.
    private static let askedLimit = 256

    /// Takes out the certificates judged since the last look whose authority answers by OCSP: those about which an answer
    /// shall be kept at hand. Each was judged good but, at most, for missing revocation data.
    package func takeAsked() -> [Certificate] {
        defer { asked = [] }
        return asked
    }

    /// Notes `certificate` after it was judged anew.
    func note(_ certificate: Certificate, _ verdict: ChainVerdict) {
        guard asked.count < SignatureVerifier.askedLimit, store.asksResponders(about: certificate) else { return }
        if case .refused(let problems) = verdict, !problems.allSatisfy({ $0.code == .revocationUnavailable }) { return }
        asked.append(certificate)
    }
}

extension TrustStore {
    /// True when an authority that may have issued `certificate` names OCSP responders.
    func asksResponders(about certificate: Certificate) -> Bool {
        authorities.contains { authority in
            let policy = authority.revocation
            return (policy.check == .ocsp || policy.check == .any) && !policy.ocsp.isEmpty
                && authority.certificates.contains { $0.subjectHash == certificate.issuerHash }
        }
    }
}
