import Core
import RoutingPolicy

/// One of the platforms of the throw-away exchange that `dev-broker` sets up; all bodies are fictitious.
package struct DevelopmentPlatform: Sendable, Hashable {
    /// Which CA issues its certificate.
    package enum Authority: String, Sendable, Hashable, CaseIterable {
        /// The CA with an SM2 key.
        case sm2
        /// The CA with an RSA key.
        case rsa
        /// The CA with an ECDSA key.
        case ecdsa
    }

    /// Registry id.
    package let id: String
    /// 统一社会信用代码 of its body, also its platform code.
    package let code: String
    /// 11-character identification code.
    package let code11: String
    /// Its name.
    package let name: BilingualText
    /// Its plane.
    package let plane: Plane
    /// Its level.
    package let level: AdministrativeLevel
    /// Its region.
    package let region: String
    /// Its transaction classes; nil for all.
    package let sectors: [String]?
    /// The CA of its certificate.
    package let authority: Authority

    /// The platforms: two trading, two public-service, two supervision.
    package static let all: [DevelopmentPlatform] = [
        DevelopmentPlatform(
            id: "xiamen-trading", code: "91350200MA0TRD014R", code11: "E3502000001",
            name: BilingualText(zh: "厦门示例交易平台", en: "Xiamen example trading platform"),
            plane: .trading, level: .city, region: "350200", sectors: nil, authority: .sm2),
        DevelopmentPlatform(
            id: "fuzhou-trading", code: "91350100MA0TRD022F", code11: "E3501000001",
            name: BilingualText(zh: "福州示例交易平台", en: "Fuzhou example trading platform"),
            plane: .trading, level: .city, region: "350100", sectors: nil, authority: .rsa),
        DevelopmentPlatform(
            id: "xiamen-service", code: "12350200MA0PUB011Y", code11: "E3502000002",
            name: BilingualText(zh: "厦门示例公共服务平台", en: "Xiamen example public-service platform"),
            plane: .service, level: .city, region: "350200", sectors: nil, authority: .sm2),
        DevelopmentPlatform(
            id: "fujian-service", code: "12350000MA0PUB02XC", code11: "E3500000001",
            name: BilingualText(zh: "福建示例公共服务平台", en: "Fujian example public-service platform"),
            plane: .service, level: .province, region: "350000", sectors: nil, authority: .rsa),
        DevelopmentPlatform(
            id: "xiamen-supervision", code: "11350200MA0JD0013F", code11: "E3502000003",
            name: BilingualText(zh: "厦门示例行政监督平台", en: "Xiamen example supervision platform"),
            plane: .supervision, level: .city, region: "350200", sectors: nil, authority: .ecdsa),
        DevelopmentPlatform(
            id: "fujian-transport-supervision", code: "11350000MA0JD00210", code11: "E3500000002",
            name: BilingualText(zh: "福建示例交通行政监督平台", en: "Fujian example supervision platform for transport"),
            plane: .supervision, level: .province, region: "350000", sectors: ["A03", "A04", "A05", "A06"],
            authority: .sm2),
    ]
}
