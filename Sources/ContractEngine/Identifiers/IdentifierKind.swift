internal import Core

/// The identifier rules that a field can name under `check`.
package enum IdentifierKind: String, CaseIterable, Sendable, Hashable {
    /// 统一社会信用代码, GB 32100 with GB 11714 inside.
    case uscc
    /// 组织机构代码, GB 11714.
    case organisationCode = "organisation-code"
    /// 公民身份号码, GB 11643.
    case identityNumber = "identity-number"
    /// Credit code, identity number or organisation code.
    case partyCode = "party-code"
    /// 项目编号, 17 characters.
    case projectCode = "project-code"
    /// 招标项目编号, 20 characters.
    case tenderProjectCode = "tender-project-code"
    /// 标段(包)编号, 23 characters.
    case sectionCode = "section-code"
    /// 统一交易标识码, its composition.
    case unifiedDealCode = "unified-deal-code"
    /// 统一交易标识码, its check character.
    case unifiedDealCheck = "unified-deal-check"
    /// 交易平台标识代码, 11 characters.
    case platformCode = "platform-code"
    /// 行政区划代码, GB/T 2260.
    case region
    /// 行业代码, GB/T 4754.
    case industry
    /// 货币代码, GB/T 12406.
    case currency
    /// 投资项目统一代码, 24 characters.
    case investmentCode = "investment-code"
    /// Address on the web, `http` or `https`.
    case url

    /// The policy where `identifiers.json` names none: what real records show.
    var defaultPolicy: Policy {
        switch self {
        case .uscc, .organisationCode, .platformCode: .reject
        case .unifiedDealCheck: .off
        default: .warn
        }
    }

    /// True for the codes that tell cases and sections apart: what releases sealed data goes by them.
    var namesACase: Bool {
        switch self {
        case .projectCode, .tenderProjectCode, .sectionCode: true
        default: false
        }
    }

    /// True when `text`, decoded UTF-8, satisfies the rule.
    package func accepts(_ text: Span<UInt8>) -> Bool {
        switch self {
        case .uscc: UnifiedSocialCreditCode.isValid(text)
        case .organisationCode: OrganisationCode.isValid(text)
        case .identityNumber: IdentityNumber.isValid(text)
        case .partyCode: PartyCode.isValid(text)
        case .projectCode: ProjectCode.isValid(text, length: 17)
        case .tenderProjectCode: ProjectCode.isValid(text, length: 20)
        case .sectionCode: ProjectCode.isValid(text, length: 23)
        case .unifiedDealCode: UnifiedDealCode.isWellFormed(text)
        case .unifiedDealCheck: UnifiedDealCode.hasValidCheck(text)
        case .platformCode: PlatformCode.isValid(text)
        case .region: RegionCode.isValid(text)
        case .industry: IndustryCode.isValid(text)
        case .currency: CurrencyCode.isValid(text)
        case .investmentCode: InvestmentCode.isValid(text)
        case .url: WebAddress.isValid(text)
        }
    }

    /// What a value that fails should have been.
    var expectation: BilingualText {
        switch self {
        case .uscc: BilingualText(zh: "统一社会信用代码(GB 32100)", en: "unified social credit code (GB 32100)")
        case .organisationCode: BilingualText(zh: "组织机构代码(GB 11714)", en: "organisation code (GB 11714)")
        case .identityNumber: BilingualText(zh: "公民身份号码(GB 11643)", en: "identity number (GB 11643)")
        case .partyCode:
            BilingualText(
                zh: "统一社会信用代码、身份号码或组织机构代码",
                en: "credit code, identity number or organisation code"
            )
        case .projectCode: BilingualText(zh: "17 位项目编号", en: "project code of 17 characters")
        case .tenderProjectCode: BilingualText(zh: "20 位招标项目编号", en: "tender project code of 20 characters")
        case .sectionCode: BilingualText(zh: "23 位标段(包)编号", en: "section code of 23 characters")
        case .unifiedDealCode: BilingualText(zh: "统一交易标识码", en: "unified deal code")
        case .unifiedDealCheck:
            BilingualText(zh: "校验位(MOD 37-2)正确的统一交易标识码", en: "unified deal code with its MOD 37-2 check")
        case .platformCode: BilingualText(zh: "11 位交易平台标识代码", en: "platform code of 11 characters")
        case .region: BilingualText(zh: "行政区划代码(GB/T 2260)", en: "region code (GB/T 2260)")
        case .industry: BilingualText(zh: "行业代码(GB/T 4754)", en: "industry code (GB/T 4754)")
        case .currency: BilingualText(zh: "货币代码(GB/T 12406)", en: "currency code (GB/T 12406)")
        case .investmentCode: BilingualText(zh: "24 位投资项目统一代码", en: "investment project code of 24 characters")
        case .url: BilingualText(zh: " http 或 https 网址", en: "http or https address")
        }
    }
}
