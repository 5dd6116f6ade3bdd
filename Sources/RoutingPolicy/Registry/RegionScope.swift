/// What a platform covers by its region and level.
enum RegionScope: Sendable, Hashable {
    /// Everything.
    case nation
    /// What begins with these two characters.
    case province(UInt32)
    /// What begins with these four characters.
    case city(UInt32)

    /// The scope of a platform of `level` in `region`, which has six characters (the form is checked when a registry is loaded).
    init(_ region: String, at level: AdministrativeLevel) {
        let code = RegionCode(region)
        switch level {
        case .nation: self = .nation
        case .province: self = .province(code?.province ?? 0)
        case .city: self = .city(code?.city ?? 0)
        }
    }

    /// True when `region` lies in it.
    func covers(_ region: RegionCode) -> Bool {
        switch self {
        case .nation: true
        case .province(let prefix): prefix == region.province
        case .city(let prefix): prefix == region.city
        }
    }
}
