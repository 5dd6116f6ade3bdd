import Core

/// Problems of signatures and certificates, in the one form in which Trust reports them.
enum TrustProblem {
    /// A problem of the signature or of a certificate behind it; all of them point at the signature.
    static func make(
        _ code: RejectionCode,
        rule: String,
        severity: Severity = .error,
        zh: String,
        en: String
    ) -> Problem {
        Problem(code, at: "/@attributes/signature", rule: rule, severity: severity, zh: zh, en: en)
    }

    /// How messages call the certificate at `depth` of a chain that is judged for `use`.
    static func place(
        _ certificate: Certificate,
        depth: Int,
        for use: TrustAuthority.Use = .platformSigning
    ) -> BilingualText {
        let name = BilingualText(
            zh: "（\(certificate.subject)，序列号 \(certificate.serial)）",
            en: "(\(certificate.subject), serial \(certificate.serial))"
        )
        switch (depth, use) {
        case (0, .encryption):
            return BilingualText(zh: "加密证书\(name.zh)", en: "the encryption certificate \(name.en)")
        case (0, _):
            return BilingualText(zh: "签名证书\(name.zh)", en: "the signer's certificate \(name.en)")
        default:
            return BilingualText(
                zh: "证书链第 \(depth) 级证书\(name.zh)",
                en: "certificate \(depth) of the chain \(name.en)"
            )
        }
    }

    /// No listed certificate issued `certificate`.
    static func authorityUnknown(_ certificate: Certificate) -> Problem {
        make(
            .certificateAuthorityUnknown,
            rule: "trust.chain.authority",
            zh: "证书 \(certificate.subject) 的颁发者 \(certificate.issuer) 不在互认机构名单中",
            en: "the issuer of \(certificate.subject), \(certificate.issuer), is not on the trust list"
        )
    }
}
