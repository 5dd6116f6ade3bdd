/// The platforms of this exchange. Immutable once loaded: a decision never waits for anything.
package struct Registry: Sendable {
    /// All platforms in the order of the file.
    package let platforms: [RegisteredPlatform]

    private let byID: [String: Int]
    private let byCode: [String: Int]
    private let byScope: [Scope: [Int]]

    /// Platforms that answer for the same plane and region prefix.
    private struct Scope: Hashable {
        let plane: Plane
        let prefix: String
    }

    /// A registry of `platforms`, whose ids and codes are unique (``Registry/load(file:)`` checks them).
    init(platforms: [RegisteredPlatform]) {
        self.platforms = platforms
        var byID: [String: Int] = [:]
        var byCode: [String: Int] = [:]
        var byScope: [Scope: [Int]] = [:]
        for (index, platform) in platforms.enumerated() {
            byID[platform.id] = index
            byCode[platform.code] = index
            let prefix = String(platform.region.prefix(platform.level.significantDigits))
            byScope[Scope(plane: platform.plane, prefix: prefix), default: []].append(index)
        }
        self.byID = byID
        self.byCode = byCode
        self.byScope = byScope
    }

    /// The platform with the slug `id`.
    package subscript(_ id: String) -> RegisteredPlatform? {
        byID[id].map { platforms[$0] }
    }

    /// The platform with the 18-character platform code `code`.
    package func platform(code: String) -> RegisteredPlatform? {
        byCode[code].map { platforms[$0] }
    }

    /// The platforms of `plane` whose region covers `region`, city before province before nation.
    ///
    /// - Complexity: the number of platforms found; three look-ups however many are registered.
    package func platforms(of plane: Plane, covering region: String) -> [RegisteredPlatform] {
        [4, 2, 0].flatMap { digits in
            byScope[Scope(plane: plane, prefix: String(region.prefix(digits)))] ?? []
        }.map { platforms[$0] }
    }
}
