/// The platforms of one role by what they cover, each list in the order of the registry.
struct RoleIndex: Sendable {
    /// All of them.
    private(set) var all: [RegisteredPlatform] = []
    private var nation: [RegisteredPlatform] = []
    private var provinces: [UInt32: [RegisteredPlatform]] = [:]
    private var cities: [UInt32: [RegisteredPlatform]] = [:]

    mutating func append(_ platform: RegisteredPlatform) {
        all.append(platform)
        switch platform.scope {
        case .nation: nation.append(platform)
        case .province(let prefix): provinces[prefix, default: []].append(platform)
        case .city(let prefix): cities[prefix, default: []].append(platform)
        }
    }

    /// Calls `body` with those that cover `region`, city before province before nation, until it says true.
    func first(covering region: RegionCode, where body: (RegisteredPlatform) -> Bool) -> RegisteredPlatform? {
        if let found = cities[region.city]?.first(where: body) { return found }
        if let found = provinces[region.province]?.first(where: body) { return found }
        return nation.first(where: body)
    }

    /// Calls `body` with each that covers `region`, city before province before nation.
    func forEach(covering region: RegionCode, _ body: (RegisteredPlatform) -> Void) {
        cities[region.city]?.forEach(body)
        provinces[region.province]?.forEach(body)
        nation.forEach(body)
    }
}
