/// The 11-character platform code of the tender-service line (交易平台标识代码): a capital letter, region 6, four digits.
enum PlatformCode {
    /// True when the composition holds; which region is not judged.
    static func isValid(_ text: Span<UInt8>) -> Bool {
        text.count == 11 && CodeCharacter.isCapital(text[0]) && CodeCharacter.areDigits(text, 1..<11)
    }
}
