package import Core

/// What an adjacent system is for: the closed list of `system` in the registry (docs/specs/configuration.md §1.2).
package enum AdjacentSystem: String, Sendable, Hashable, CaseIterable {
    /// 信用: holds what authorities said of parties, and shares it.
    case credit
    /// 投资项目在线审批: approves projects, and follows what became of them.
    case investment
    /// 监察、审计: inspects those who trade and those who supervise.
    case inspection
    /// 电子认证: issues the certificates; no national data set concerns it.
    case certification
    /// 专家库: knows the evaluation experts.
    case experts
    /// 档案: keeps what the law wants kept.
    case archive

    /// What people call it.
    package var title: BilingualText {
        switch self {
        case .credit: BilingualText(zh: "信用信息系统", en: "credit system")
        case .investment: BilingualText(zh: "投资项目在线审批监管平台", en: "online approval of investment projects")
        case .inspection: BilingualText(zh: "监察、审计系统", en: "inspection and audit system")
        case .certification: BilingualText(zh: "电子认证服务系统", en: "certification authority")
        case .experts: BilingualText(zh: "评标专家库", en: "expert pool")
        case .archive: BilingualText(zh: "档案系统", en: "archive")
        }
    }
}
