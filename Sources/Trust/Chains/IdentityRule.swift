package import Core

/// The organisation that a certificate names must be the sending platform, or the recipient that it encrypts for.
enum IdentityRule {
    /// What speaks against the holder of `chain` being the platform with `expectedPlatformCode`; nil when nothing does.
    static func problem(of chain: VerifiedChain, expectedPlatformCode: String) -> Problem? {
        if chain.identity.names(platform: expectedPlatformCode) { return nil }
        let isEncryption = chain.use == .encryption
        let place = TrustProblem.place(chain.leaf, depth: 0, for: chain.use)
        let whose =
            isEncryption
            ? BilingualText(zh: "接收平台", en: "the recipient") : BilingualText(zh: "发送平台", en: "the sending platform")
        let authority = BilingualText(
            zh: "机构 \(chain.authority.name.zh)（\(chain.authority.id)）的规则",
            en: "by the rules of \(chain.authority.name.en) (\(chain.authority.id))"
        )
        switch chain.identity {
        case .code(let code, let source):
            return TrustProblem.make(
                .certificateIdentity,
                rule: "trust.identity.platform",
                zh: "\(place.zh)的统一社会信用代码 \(code)（\(source)）不是\(whose.zh) \(expectedPlatformCode) 的；依\(authority.zh)",
                en: "\(place.en) names the organisation \(code) (\(source)), not \(whose.en) \(expectedPlatformCode), "
                    + authority.en
            )
        case .organisationCode(let code, let source):
            return TrustProblem.make(
                .certificateIdentity,
                rule: "trust.identity.platform",
                zh: "\(place.zh)的组织机构代码 \(code)（\(source)）不是\(whose.zh) \(expectedPlatformCode) 的第 9 至 17 位；"
                    + "依\(authority.zh)",
                en:
                    "\(place.en) names the organisation code \(code) (\(source)), which is not positions 9 to 17 of "
                    + "\(whose.en)'s \(expectedPlatformCode), \(authority.en)"
            )
        case .absent:
            let sources = chain.authority.identity.map(\.name).joined(separator: ", ")
            return TrustProblem.make(
                .certificateIdentity,
                rule: "trust.identity.present",
                zh: "\(place.zh)在 \(sources) 中没有机构代码；依\(authority.zh)",
                en: "\(place.en) holds no code of an organisation in \(sources), \(authority.en)"
            )
        case .ambiguous(let source):
            return TrustProblem.make(
                .certificateIdentity,
                rule: "trust.identity.single",
                zh: "\(place.zh)的 \(source) 含多个不同的机构代码；依\(authority.zh)",
                en: "\(place.en) holds several different codes of organisations in \(source), \(authority.en)"
            )
        case .person(let source):
            let source = source.map { BilingualText(zh: "（\($0)）", en: " (\($0))") }
            // A person's subject may hold an identity number, which has no business in a receipt or a log.
            let place = BilingualText(
                zh: "\(isEncryption ? "加密" : "签名")证书（序列号 \(chain.leaf.serial)）",
                en: "the \(isEncryption ? "encryption" : "signer's") certificate (serial \(chain.leaf.serial))"
            )
            return TrustProblem.make(
                .certificateIdentity,
                rule: "trust.identity.person",
                zh: "\(place.zh)是个人证书\(source?.zh ?? "")，只能经登记册归属机构，不凭其中的名称；依\(authority.zh)",
                en: "\(place.en) is a natural person's\(source?.en ?? ""), which the registry alone binds to an "
                    + "organisation, never a name in it, \(authority.en)"
            )
        }
    }
}

extension VerifiedChain {
    /// What speaks against the holder being the body with the 统一社会信用代码 `code`; nil when nothing does.
    package func strangeness(to code: String) -> Problem? {
        IdentityRule.problem(of: self, expectedPlatformCode: code)
    }
}
