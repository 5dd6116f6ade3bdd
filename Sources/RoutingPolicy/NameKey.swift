/// A name of at most 32 bytes as four numbers: compared and hashed without following a reference.
struct NameKey: Sendable, Equatable {
    private var first: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt64 = 0
    private var fourth: UInt64 = 0
    /// A name may end in zero bytes.
    private var length: Int = 0

    /// The key of no name.
    init() {}

    /// The key of `name`; nil for a longer one.
    init?(_ name: String) {
        let bytes = name.utf8.span
        guard bytes.count <= 32 else { return nil }
        length = bytes.count
        first = NameKey.word(bytes, 0)
        second = NameKey.word(bytes, 8)
        third = NameKey.word(bytes, 16)
        fourth = NameKey.word(bytes, 24)
    }

    /// A number in which every byte of the name has a part.
    var hash: Int {
        var mixed = first &* 0x9e37_79b9_7f4a_7c15
        mixed = (mixed ^ mixed >> 32 ^ second) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 29 ^ third) &* 0x94d0_49bb_1331_11eb
        mixed = (mixed ^ mixed >> 32 ^ fourth) &* 0x9e37_79b9_7f4a_7c15
        return Int(truncatingIfNeeded: mixed ^ mixed >> 31)
    }

    private static func word(_ bytes: Span<UInt8>, _ start: Int) -> UInt64 {
        var word: UInt64 = 0
        var place = start
        let end = min(start + 8, bytes.count)
        while place < end {
            word = word << 8 | UInt64(bytes[place])
            place += 1
        }
        return word
    }
}
