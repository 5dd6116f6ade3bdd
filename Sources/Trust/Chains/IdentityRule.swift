import Core

/// The organisation that a certificate names must be the sending platform.
enum IdentityRule {
    /// What speaks against the holder of `chain` being the platform with `expectedPlatformCode`; nil when nothing does.
    static func problem(of chain: VerifiedChain, expectedPlatformCode: String) -> Problem? {
        if case .code(expectedPlatformCode, _) = chain.identity { return nil }
        let place = TrustProblem.place(chain.leaf, depth: 0)
        switch chain.identity {
        case .code(let code, let source):
            return TrustProblem.make(
                .certificateIdentity,
                rule: "trust.identity.platform",
                zh: "\(place.zh)的统一社会信用代码 \(code)（\(source)）不是发送平台 \(expectedPlatformCode) 的",
                en: "\(place.en) names the organisation \(code) (\(source)), not the sending platform "
                    + expectedPlatformCode
            )
        case .absent:
            let sources = chain.authority.identity.map(\.name).joined(separator: ", ")
            return TrustProblem.make(
                .certificateIdentity,
                rule: "trust.identity.present",
                zh: "\(place.zh)在 \(sources) 中没有统一社会信用代码",
                en: "\(place.en) holds no unified social credit code in \(sources)"
            )
        case .ambiguous(let source):
            return TrustProblem.make(
                .certificateIdentity,
                rule: "trust.identity.single",
                zh: "\(place.zh)的 \(source) 含多个不同的统一社会信用代码",
                en: "\(place.en) holds several different unified social credit codes in \(source)"
            )
        }
    }
}
