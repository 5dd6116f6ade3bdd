/// The transaction classes of a platform, those that most have lying in the platform itself.
struct SectorSet: Sendable {
    /// The first ones, zero for none: no class is zero.
    private var first = SIMD4<UInt32>()
    /// The others; nil for every class.
    private let others: [UInt32]?

    /// The classes of `selection`.
    init(_ selection: SectorSelection) {
        guard case .only(let texts) = selection else {
            others = nil
            return
        }
        let codes = texts.compactMap { SectorCode($0)?.bytes }.sorted()
        for (place, code) in codes.prefix(4).enumerated() { first[place] = code }
        others = Array(codes.dropFirst(4))
    }

    /// True when records of `sector` fall to it; those without a class fall only to who has them all.
    func contains(_ sector: SectorCode?) -> Bool {
        guard let others else { return true }
        guard let code = sector?.bytes else { return false }
        return first[0] == code || first[1] == code || first[2] == code || first[3] == code || others.contains(code)
    }
}
