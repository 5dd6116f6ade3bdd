/// 统一交易标识码: class (letter and two digits), 18 characters of the sending platform's credit code, date yyyyMMdd,
/// serial of six digits, check character; joined by hyphens (40 characters) or not (36).
///
/// The check character is MOD 37-2 of ISO 7064 (GB/T 17710) over the 35 characters before it without hyphens.
enum UnifiedDealCode {
    /// True when the composition holds; the check character may be any of its alphabet.
    static func isWellFormed(_ text: Span<UInt8>) -> Bool {
        let hasHyphens = text.count == 40
        guard hasHyphens || text.count == 36 else { return false }
        let gap = hasHyphens ? 1 : 0
        if hasHyphens {
            guard text[3] == 0x2d, text[22] == 0x2d, text[31] == 0x2d, text[38] == 0x2d else { return false }
        }
        let platform = 3 + gap
        let date = platform + 18 + gap
        let serial = date + 8 + gap
        guard CodeCharacter.isCapital(text[0]), CodeCharacter.areDigits(text, 1..<3) else { return false }
        for index in platform..<(platform + 18) where !UnifiedSocialCreditCode.takes(text[index]) { return false }
        return CalendarText.isDate(text.extracting(date..<(date + 8)))
            && CodeCharacter.areDigits(text, serial..<(serial + 6))
            && Modulus37.value(text[text.count - 1]) != nil
    }

    /// True when the check character is right; false as well for characters outside the alphabet.
    static func hasValidCheck(_ text: Span<UInt8>) -> Bool {
        guard text.count == 40 || text.count == 36 else { return false }
        return Modulus37.isValid(text, ignoring: 0x2d)
    }
}
