/// Who sends a demonstration record.
enum DemoSender: String, Codable, Sendable, CaseIterable {
    /// The trading platform with the SM2 certificate.
    case first
    /// The trading platform with the RSA certificate.
    case second
    /// The trading platform whose certification has ended.
    case uncertified
    /// The first supervision platform.
    case supervision

    /// Its id in `Contracts/demo/registry.json`.
    var platformID: String {
        switch self {
        case .first: "fuzhou-trade"
        case .second: "xiamen-trade"
        case .uncertified: "lapsed-trade"
        case .supervision: "fuzhou-construction"
        }
    }
}
