package import Core

/// A property of the exchange that the law asks for, and that follows from the configuration or does not
/// (docs/specs/policy.md §2). The ids are an interface.
package enum Invariant: String, Sendable, Hashable, CaseIterable {
    case bodiesAreSeparate = "bodies.separate"
    case identitiesAreSeparate = "identities.separate"
    case hubBetweenTradingAndSupervision = "hub"
    case tradingExchangesNothingDirectly = "trading.nothing-direct"
    case tradingSeesItsOwn = "trading.own-only"
    case tradingHasNoPower = "trading.no-power"
    case supervisionWritesNoTrade = "supervision.no-trade"
    case supervisionIsCompetent = "supervision.competent"
    case serviceOriginatesNoTrade = "service.no-trade"
    case adjacentKeepToTheirFunction = "adjacent.own-flows"
    case recipientsSeeTheirView = "recipients.view-only"
    case sealsHoldUntilReleased = "seals.hold"
    case personalDataIsKept = "personal.kept"
    case classifiedIsNotPublished = "classified.not-published"
    case flowsHaveABasis = "flows.basis"
    case datasetsAreTreated = "datasets.treated"
    case nobodyCertifiesItself = "certify.not-self"
    case stagesKeepToTheirPlane = "stages.own-plane"

    /// Where the law or the policy says so (docs/specs/policy.md §2).
    package var source: String {
        switch self {
        case .bodiesAreSeparate: "R6"
        case .identitiesAreSeparate: "R6, R12"
        case .hubBetweenTradingAndSupervision: "R2, R14"
        case .tradingExchangesNothingDirectly: "R2"
        case .tradingSeesItsOwn: "R2, 20号令 art. 21"
        case .tradingHasNoPower: "R13"
        case .supervisionWritesNoTrade: "R5, R7"
        case .supervisionIsCompetent: "R5, R15"
        case .serviceOriginatesNoTrade: "R1"
        case .adjacentKeepToTheirFunction: "R10, R14"
        case .recipientsSeeTheirView: "R5, R10"
        case .sealsHoldUntilReleased: "招标投标法 art. 22, 36, 37, 38, 44"
        case .personalDataIsKept: "R8, R10, 个人信息保护法, 招标投标法 art. 37"
        case .classifiedIsNotPublished: "R10"
        case .flowsHaveABasis: "R10"
        case .datasetsAreTreated: "R10"
        case .nobodyCertifiesItself: "R6, R12"
        case .stagesKeepToTheirPlane: "R12"
        }
    }

    /// What it says.
    package var statement: BilingualText {
        switch self {
        case .bodiesAreSeparate:
            BilingualText(
                zh: "同一主体不兼有交易与监督职能，也不兼有须分设的其他职能",
                en: "no body holds a trading and a supervision role, nor others that are kept apart"
            )
        case .identitiesAreSeparate:
            BilingualText(
                zh: "一个证书、一个总线身份只属于一个平台，平台、运维与工作器各有身份",
                en: "no certificate and no principal serves two platforms, nor the operator and anybody else"
            )
        case .hubBetweenTradingAndSupervision:
            BilingualText(
                zh: "交易与监督、交易与相邻系统之间的流向均经公共服务平台",
                en:
                    "whatever flows between trading and supervision or an adjacent system goes through the public service"
            )
        case .tradingExchangesNothingDirectly:
            BilingualText(zh: "交易平台之间没有直接流向", en: "nothing flows from one trading platform to another")
        case .tradingSeesItsOwn:
            BilingualText(
                zh: "交易平台读不到其他平台的记录",
                en: "no trading principal reads another platform's records"
            )
        case .tradingHasNoPower:
            BilingualText(
                zh: "交易平台不得发送监管、投诉、信用类数据",
                en: "trading platforms send nothing that only an authority may say"
            )
        case .supervisionWritesNoTrade:
            BilingualText(
                zh: "监督身份写不出交易数据，也写不出会成为交易数据的内容",
                en: "no supervision principal writes a transaction set or anything that becomes one"
            )
        case .supervisionIsCompetent:
            BilingualText(
                zh: "监督平台只按行业、区划和监督部门取得其主管的记录",
                en: "supervision gets records by its sectors, its region and its departments only"
            )
        case .serviceOriginatesNoTrade:
            BilingualText(
                zh: "公共服务平台不产生交易记录",
                en: "the public-service platform originates no trade record"
            )
        case .adjacentKeepToTheirFunction:
            BilingualText(
                zh: "相邻系统只收发属于其职能的数据，按区划，只读写自己的主题",
                en:
                    "adjacent systems send and get what is of their function, by region, and touch their own topics alone"
            )
        case .recipientsSeeTheirView:
            BilingualText(
                zh: "接收方只见按其允许清单裁剪的字段",
                en: "recipients see what was cut by their allow-list, and nothing else"
            )
        case .sealsHoldUntilReleased:
            BilingualText(
                zh: "封存数据在发布条件成立前不到达任何一方",
                en: "sealed data sets reach nobody before their release"
            )
        case .personalDataIsKept:
            BilingualText(
                zh: "专家姓名、投诉人和身份证件号码不流向公众一侧，也不流向无关系统",
                en:
                    "expert names, complainants and identity numbers go neither to the public nor to whom they are no concern"
            )
        case .classifiedIsNotPublished:
            BilingualText(
                zh: "不公开和涉及国家安全的记录只到监督平台",
                en: "what is not for publication or touches national security reaches supervision alone"
            )
        case .flowsHaveABasis:
            BilingualText(zh: "每条流向有与其方向相符的依据", en: "every flow has a legal basis that fits its direction")
        case .datasetsAreTreated:
            BilingualText(zh: "每个数据集都声明了处理方式", en: "every data set has a declared treatment")
        case .nobodyCertifiesItself:
            BilingualText(
                zh: "任何身份都写不出应由他人认定的内容",
                en: "no principal can write what another one certifies about it"
            )
        case .stagesKeepToTheirPlane:
            BilingualText(
                zh: "各阶段进程只接触本平面的主题",
                en: "the processes of a stage touch the topics of their own plane only"
            )
        }
    }
}
