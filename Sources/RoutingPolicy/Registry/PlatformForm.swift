/// The form of the identifiers in a registry entry.
enum PlatformForm {
    /// `[a-z0-9-]{1,40}`: what may stand in a topic name.
    static func isSlug(_ text: String) -> Bool {
        (1...40).contains(text.utf8.count)
            && text.utf8.allSatisfy { isDigit($0) || isLower($0) || $0 == 0x2d }
    }

    /// 18 capital letters or digits.
    static func isPlatformCode(_ text: String) -> Bool {
        text.utf8.count == 18 && text.utf8.allSatisfy { isDigit($0) || isUpper($0) }
    }

    /// A capital letter and 10 digits.
    static func isShortCode(_ text: String) -> Bool {
        text.utf8.count == 11 && text.utf8.prefix(1).allSatisfy(isUpper) && text.utf8.dropFirst().allSatisfy(isDigit)
    }

    /// 18 characters of the alphabet of GB 32100 (no I, O, S, V, Z). The check character is not computed: codes of
    /// the pilot regions are in use that fail it.
    static func isCreditCode(_ text: String) -> Bool {
        isPlatformCode(text) && !text.utf8.contains { byte in "IOSVZ".utf8.contains(byte) }
    }

    /// 6 digits.
    static func isRegion(_ text: String) -> Bool {
        text.utf8.count == 6 && text.utf8.allSatisfy(isDigit)
    }

    /// A capital letter or digit and 2 more.
    static func isSector(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { isDigit($0) || isUpper($0) }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    private static func isLower(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte) }
    private static func isUpper(_ byte: UInt8) -> Bool { (0x41...0x5a).contains(byte) }
}
