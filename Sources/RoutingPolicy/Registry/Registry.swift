/// The platforms of this exchange. Immutable once loaded: a decision never waits for anything.
package struct Registry: Sendable {
    /// All platforms in the order of the file.
    package let platforms: [RegisteredPlatform]

    private let byID: [String: RegisteredPlatform]
    private let byCode: [String: RegisteredPlatform]
    private let trading: PlaneIndex
    private let service: PlaneIndex
    private let supervision: PlaneIndex

    /// A registry of `platforms`, whose ids and codes are unique (``Registry/load(file:)`` checks them).
    init(platforms: [RegisteredPlatform]) {
        self.platforms = platforms
        byID = Dictionary(platforms.map { ($0.id, $0) }) { _, last in last }
        byCode = Dictionary(platforms.map { ($0.code, $0) }) { _, last in last }
        func index(_ plane: Plane) -> PlaneIndex {
            platforms.reduce(into: PlaneIndex()) { index, platform in
                if platform.plane == plane { index.append(platform) }
            }
        }
        trading = index(.trading)
        service = index(.service)
        supervision = index(.supervision)
    }

    /// The platform with the slug `id`.
    package subscript(_ id: String) -> RegisteredPlatform? { byID[id] }

    /// The platform with the 18-character platform code `code`.
    package func platform(code: String) -> RegisteredPlatform? { byCode[code] }

    /// The platforms of `plane` whose region covers `region`, city before province before nation.
    ///
    /// - Complexity: the number of platforms found, and a few look-ups however many are registered.
    package func platforms(of plane: Plane, covering region: String) -> [RegisteredPlatform] {
        guard let region = RegionCode(region) else { return [] }
        var found: [RegisteredPlatform] = []
        self[plane].forEach(covering: region) { found.append($0) }
        return found
    }

    /// The platforms of `plane` by what they cover.
    subscript(_ plane: Plane) -> PlaneIndex {
        switch plane {
        case .trading: trading
        case .service: service
        case .supervision: supervision
        }
    }
}
