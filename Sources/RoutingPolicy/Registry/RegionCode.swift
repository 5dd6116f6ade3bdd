/// A region code of six characters, as the two beginnings by which routing looks: four of the city, two of the province.
struct RegionCode: Sendable, Hashable {
    /// The first four characters.
    let city: UInt32
    /// The first two characters.
    var province: UInt32 { city >> 16 }

    /// The region `text`; nil for what has not six characters, which nobody covers.
    init?(_ text: String) {
        guard text.utf8.count == 6 else { return nil }
        city = text.utf8.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}
