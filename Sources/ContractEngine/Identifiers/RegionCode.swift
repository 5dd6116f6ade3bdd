/// 行政区划代码, GB/T 2260: six digits, province, prefecture, county.
enum RegionCode {
    /// Bit n is set when n is the number of a province: those of GB/T 2260 and 66, which the national platform uses
    /// for 新疆生产建设兵团.
    private static let provinces: UInt128 = [
        11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
        61, 62, 63, 64, 65, 66, 71, 81, 82,
    ].reduce(0) { $0 | UInt128(1) << UInt128($1) }

    /// True for six digits of a known province; counties come and go and are not judged.
    static func isValid(_ text: Span<UInt8>) -> Bool {
        text.count == 6 && CodeCharacter.areDigits(text, 0..<6) && hasKnownProvince(text)
    }

    /// True when the first two digits of `text`, six characters or more, name a province.
    static func hasKnownProvince(_ text: Span<UInt8>) -> Bool {
        guard let province = CodeCharacter.number(text, 0..<2) else { return false }
        return provinces >> UInt128(province) & 1 == 1
    }
}
