/// 公民身份号码, GB 11643-1999: region 6, date of birth 8, order 3, check 1.
///
/// The region is not judged: a region that no longer exists may have been right in the year of birth.
enum IdentityNumber {
    /// True when date of birth and check character (ISO 7064 MOD 11-2, 10 written X) hold.
    static func isValid(_ text: Span<UInt8>) -> Bool {
        guard text.count == 18, CodeCharacter.areDigits(text, 0..<17), CalendarText.isDate(text.extracting(6..<14))
        else { return false }
        var product = 0
        for index in 0..<17 {
            product = (product + Int(text[index] - 0x30)) * 2 % 11
        }
        let check = (12 - product) % 11
        return text[17] == (check == 10 ? 0x58 : 0x30 + UInt8(check))
    }
}
