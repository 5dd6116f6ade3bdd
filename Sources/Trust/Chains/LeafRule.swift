import Core

/// What a certificate must satisfy to sign submissions, beyond its path.
enum LeafRule {
    /// Everything that speaks against `leaf`.
    static func problems(of leaf: Certificate) -> [Problem] {
        let place = TrustProblem.place(leaf, depth: 0)
        var problems: [Problem] = []
        if leaf.isAuthority {
            problems.append(
                TrustProblem.make(
                    .certificateUsage,
                    rule: "trust.leaf.authority",
                    zh: "\(place.zh)是 CA 证书，不得用于签署数据",
                    en: "\(place.en) is a CA certificate and may not sign records"
                )
            )
        }
        // RFC 5280 leaves a certificate without key usage unrestricted; with it, signing must be among the uses. The
        // encryption certificate of an SM2 pair falls here.
        if !leaf.maySignData {
            problems.append(
                TrustProblem.make(
                    .certificateUsage,
                    rule: "trust.leaf.key-usage",
                    zh: "\(place.zh)的密钥用法不含数字签名或不可否认",
                    en: "the key usage of \(place.en) includes neither digitalSignature nor nonRepudiation"
                )
            )
        }
        if case .other(let name) = leaf.publicKey {
            problems.append(
                TrustProblem.make(
                    .algorithmRefused,
                    rule: "trust.leaf.key-type",
                    zh: "\(place.zh)的密钥类型 \(name) 不被接受",
                    en: "the key type of \(place.en), \(name), is not accepted"
                )
            )
        }
        return problems
    }
}
