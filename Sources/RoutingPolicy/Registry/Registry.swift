/// The platforms of this exchange. Immutable once loaded: a decision never waits for anything.
package struct Registry: Sendable {
    /// All platforms in the order of the file.
    package let platforms: [RegisteredPlatform]

    private let byID: NameTable<RegisteredPlatform>
    private let byCode: [String: RegisteredPlatform]
    private let byDepartment: [String: [RegisteredPlatform]]
    /// By the position of the role.
    private let indexes: [RoleIndex]

    /// A registry of `platforms`, whose ids and codes are unique (``Registry/load(file:)`` checks them).
    init(platforms: [RegisteredPlatform]) {
        self.platforms = platforms
        byID = NameTable(platforms.map { ($0.id, $0) })
        byCode = Dictionary(platforms.map { ($0.code, $0) }) { _, last in last }
        var byDepartment: [String: [RegisteredPlatform]] = [:]
        for platform in platforms where platform.role == .supervision {
            guard case .only(let codes) = platform.departments else { continue }
            for code in codes { byDepartment[code, default: []].append(platform) }
        }
        self.byDepartment = byDepartment
        let byRole = Dictionary(grouping: platforms, by: \.role)
        indexes = ExchangeRole.allCases.map { RoleIndex(byRole[$0] ?? []) }
    }

    /// The platform with the slug `id`.
    package subscript(_ id: String) -> RegisteredPlatform? { byID[id] }

    /// The platform with the 18-character platform code `code`.
    package func platform(code: String) -> RegisteredPlatform? { byCode[code] }

    /// The platforms of `role` whose region covers `region`, city before province before nation.
    ///
    /// - Complexity: the number of platforms found, and a few look-ups however many are registered.
    package func platforms(of role: ExchangeRole, covering region: String) -> [RegisteredPlatform] {
        guard let region = RegionCode(region) else { return [] }
        var found: [RegisteredPlatform] = []
        self[role].forEach(covering: region) { found.append($0) }
        return found
    }

    /// The supervision platforms that stand for the department `code`.
    func platforms(ofDepartment code: Substring) -> [RegisteredPlatform] { byDepartment[String(code)] ?? [] }

    /// The platforms of `role` by what they cover.
    subscript(_ role: ExchangeRole) -> RoleIndex { indexes[role.position] }
}
