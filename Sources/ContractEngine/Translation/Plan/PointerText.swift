/// RFC 6901 pointers of definition files.
enum PointerText {
    /// The decoded reference tokens; nil when `text` is no pointer.
    static func tokens(_ text: String) -> [String]? {
        if text.isEmpty { return [] }
        guard text.utf8.first == 0x2f else { return nil }
        var tokens: [String] = []
        for part in text.utf8.dropFirst().split(separator: 0x2f, omittingEmptySubsequences: false) {
            var token: [UInt8] = []
            var index = part.startIndex
            while index < part.endIndex {
                let byte = part[index]
                index = part.index(after: index)
                guard byte == 0x7e else {
                    token.append(byte)
                    continue
                }
                guard index < part.endIndex, part[index] == 0x30 || part[index] == 0x31 else { return nil }
                token.append(part[index] == 0x30 ? 0x7e : 0x2f)
                index = part.index(after: index)
            }
            guard !token.isEmpty else { return nil }
            tokens.append(String(decoding: token, as: UTF8.self))
        }
        return tokens
    }

    /// A reference token as it stands in a pointer.
    static func escaped(_ token: String) -> String {
        guard token.utf8.contains(where: { $0 == 0x7e || $0 == 0x2f }) else { return token }
        var bytes: [UInt8] = []
        for byte in token.utf8 {
            switch byte {
            case 0x7e: bytes += [0x7e, 0x30]
            case 0x2f: bytes += [0x7e, 0x31]
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
