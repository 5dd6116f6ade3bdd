/// Well-formedness of UTF-8 (RFC 3629).
enum UTF8Check {
    /// Offset of the first byte that does not belong to a well-formed character; nil when all do.
    static func firstFault(_ bytes: [UInt8]) -> Int? {
        var index = 0
        while index < bytes.count {
            let first = bytes[index]
            let length: Int
            var second: ClosedRange<UInt8> = 0x80...0xbf
            switch first {
            case 0..<0x80:
                index += 1
                continue
            case 0xc2...0xdf: length = 2
            case 0xe0:
                length = 3
                second = 0xa0...0xbf
            case 0xed:
                length = 3
                second = 0x80...0x9f
            case 0xe1...0xef: length = 3
            case 0xf0:
                length = 4
                second = 0x90...0xbf
            case 0xf4:
                length = 4
                second = 0x80...0x8f
            case 0xf1...0xf3: length = 4
            default: return index
            }
            guard index + length <= bytes.count, second.contains(bytes[index + 1]) else { return index }
            for offset in 2..<max(2, length) where bytes[index + offset] & 0xc0 != 0x80 { return index }
            index += length
        }
        return nil
    }
}
