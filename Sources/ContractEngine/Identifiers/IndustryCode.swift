/// 国民经济行业分类, GB/T 4754: letter of the section (A to T) and two digits of the division.
enum IndustryCode {
    /// True when the form holds; which division belongs to which section is the business of a code list.
    static func isValid(_ text: Span<UInt8>) -> Bool {
        text.count == 3 && text[0] &- 0x41 < 20 && CodeCharacter.areDigits(text, 1..<3)
    }
}
