import Core

/// What a certificate must satisfy for its use, beyond its path.
enum LeafRule {
    /// Everything that speaks against `leaf` being used for `use`.
    static func problems(of leaf: Certificate, for use: TrustAuthority.Use) -> [Problem] {
        let place = TrustProblem.place(leaf, depth: 0, for: use)
        let isEncryption = use == .encryption
        var problems: [Problem] = []
        if leaf.isAuthority {
            problems.append(
                TrustProblem.make(
                    .certificateUsage,
                    rule: "trust.leaf.authority",
                    zh: "\(place.zh)是 CA 证书，不得用于\(isEncryption ? "加密" : "签署")数据",
                    en: "\(place.en) is a CA certificate and may not \(isEncryption ? "encrypt" : "sign") records"
                )
            )
        }
        if let problem = isEncryption ? encryptionProblem(leaf, place) : signingProblem(leaf, place) {
            problems.append(problem)
        }
        let isKeyRefused =
            switch leaf.publicKey {
            case .other: true
            // A key that is for PSS alone does nothing else (RFC 4055 §1.2).
            case .rsaPSS: isEncryption
            case .rsa, .p256, .p384, .p521, .sm2: false
            }
        if isKeyRefused {
            problems.append(
                TrustProblem.make(
                    .algorithmRefused,
                    rule: "trust.leaf.key-type",
                    zh: "\(place.zh)的密钥类型 \(leaf.publicKey.name) 不被接受",
                    en: "the key type of \(place.en), \(leaf.publicKey.name), is not accepted"
                )
            )
        }
        return problems
    }

    /// RFC 5280 leaves a certificate without key usage unrestricted; with it, signing must be among the uses. The encryption
    /// certificate of an SM2 pair falls here.
    private static func signingProblem(_ leaf: Certificate, _ place: BilingualText) -> Problem? {
        if leaf.maySignData { return nil }
        return TrustProblem.make(
            .certificateUsage,
            rule: "trust.leaf.key-usage",
            zh: "\(place.zh)的密钥用法不含数字签名或不可否认",
            en: "the key usage of \(place.en) includes neither digitalSignature nor nonRepudiation"
        )
    }

    /// The certificates of an SM2 pair are told apart by their key usage alone: without one nobody knows which it is.
    private static func encryptionProblem(_ leaf: Certificate, _ place: BilingualText) -> Problem? {
        if leaf.publicKey == .sm2, leaf.type == .unrestricted {
            return TrustProblem.make(
                .certificateUsage,
                rule: "trust.leaf.key-usage",
                zh: "\(place.zh)没有密钥用法：SM2 双证书的加密证书须写明",
                en: "\(place.en) has no key usage, which tells the encryption certificate of an SM2 pair from the other"
            )
        }
        if leaf.mayEncrypt { return nil }
        return TrustProblem.make(
            .certificateUsage,
            rule: "trust.leaf.key-usage",
            zh: "\(place.zh)的密钥用法不含密钥加密、数据加密或密钥协商",
            en: "the key usage of \(place.en) includes none of keyEncipherment, dataEncipherment and keyAgreement"
        )
    }
}
