/// The platforms of one role by what they cover, each list in the order of the registry.
final class RoleIndex: Sendable {
    /// All of them.
    let all: [RegisteredPlatform]
    private let nation: [RegisteredPlatform]
    private let provinces: [UInt32: [RegisteredPlatform]]
    private let cities: [UInt32: [RegisteredPlatform]]

    /// The index of `platforms`, all of one role.
    init(_ platforms: [RegisteredPlatform]) {
        all = platforms
        var nation: [RegisteredPlatform] = []
        var provinces: [UInt32: [RegisteredPlatform]] = [:]
        var cities: [UInt32: [RegisteredPlatform]] = [:]
        for platform in platforms {
            switch platform.scope {
            case .nation: nation.append(platform)
            case .province(let prefix): provinces[prefix, default: []].append(platform)
            case .city(let prefix): cities[prefix, default: []].append(platform)
            }
        }
        self.nation = nation
        self.provinces = provinces
        self.cities = cities
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
