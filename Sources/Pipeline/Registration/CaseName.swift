/// The name of a case in 24 bytes: all of it, or a sign that it is longer and stands elsewhere.
///
/// Codes of projects have 17 to 20 characters.
struct CaseName: BitwiseCopyable, Sendable, Equatable {
    /// Longest name that has room, in bytes.
    static let capacity = 23

    private var first: UInt64 = 0
    private var second: UInt64 = 0
    /// The last byte is the length, 255 for a name that has no room, 254 for none.
    private var third: UInt64 = 0

    /// No name.
    static let vacant: CaseName = {
        var name = CaseName("")
        name.third = 254 << 56
        return name
    }()

    init(_ text: String) {
        let bytes = text.utf8Span.span
        guard bytes.count <= CaseName.capacity else {
            third = 255 << 56
            return
        }
        for place in 0..<min(bytes.count, 8) { first |= UInt64(bytes[place]) << UInt64(place * 8) }
        if bytes.count > 8 {
            for place in 8..<min(bytes.count, 16) { second |= UInt64(bytes[place]) << UInt64(place * 8 - 64) }
        }
        if bytes.count > 16 {
            for place in 16..<bytes.count { third |= UInt64(bytes[place]) << UInt64(place * 8 - 128) }
        }
        third |= UInt64(bytes.count) << 56
    }

    /// True when the name stands elsewhere.
    var isLong: Bool { third >> 56 == 255 }

    /// The name; empty for one that stands elsewhere.
    var text: String {
        guard third >> 56 <= UInt64(CaseName.capacity) else { return "" }
        let bytes = (0..<Int(third >> 56)).map { place in
            let word = place < 8 ? first : place < 16 ? second : third
            return UInt8(truncatingIfNeeded: word >> UInt64(place % 8 * 8))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Seeded anew in each process: whoever chooses names cannot choose places.
    static func hash(_ name: CaseName, _ text: String) -> UInt64 {
        var hasher = Hasher()
        if name.isLong {
            hasher.combine(text)
        } else {
            hasher.combine(name.first)
            hasher.combine(name.second)
            hasher.combine(name.third)
        }
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}
