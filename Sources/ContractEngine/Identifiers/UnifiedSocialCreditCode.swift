/// 统一社会信用代码, GB 32100-2015: registering department 1, class 1, region 6, organisation code 9, check 1.
///
/// The region is not judged (development zones are missing from GB/T 2260) and neither are the first two characters
/// (new registering departments appear); the check character and the organisation code inside are.
enum UnifiedSocialCreditCode {
    /// Position in the alphabet of clause 5, 31 symbols without I, O, S, V and Z; 255 for anything else.
    private static func value(_ byte: UInt8) -> UInt8 {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x48: byte - 0x41 + 10
        case 0x4a...0x4e: byte - 0x4a + 18
        case 0x50...0x52: byte - 0x50 + 23
        case 0x54, 0x55: byte - 0x54 + 26
        case 0x57...0x59: byte - 0x57 + 28
        default: 255
        }
    }

    /// True for a character that a code can hold.
    static func takes(_ byte: UInt8) -> Bool { value(byte) < 31 }

    /// True when `text` is a code whose two check characters hold: Σ vᵢ·3ⁱ⁻¹ + check ≡ 0 (mod 31), and GB 11714
    /// for characters 9 to 17.
    static func isValid(_ text: Span<UInt8>) -> Bool {
        guard text.count == 18 else { return false }
        var sum = 0
        var weight = 1
        for index in 0..<17 {
            let value = value(text[index])
            guard value < 31 else { return false }
            sum += Int(value) * weight
            weight = weight * 3 % 31
        }
        let check = value(text[17])
        guard check < 31, (sum + Int(check)) % 31 == 0 else { return false }
        return OrganisationCode.isValid(text.extracting(8..<17))
    }
}
