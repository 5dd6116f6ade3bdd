/// 投资项目统一代码 of the national platform for approval of investment projects: `dddd-dddddd-dd-dd-dddddd`.
///
/// The first group is a year or year and month (both occur), the second a region; neither is judged.
enum InvestmentCode {
    /// True when the form holds.
    static func isValid(_ text: Span<UInt8>) -> Bool {
        guard text.count == 24 else { return false }
        for index in 0..<24 {
            let isHyphen = index == 4 || index == 11 || index == 14 || index == 17
            guard isHyphen ? text[index] == 0x2d : CodeCharacter.isDigit(text[index]) else { return false }
        }
        return true
    }
}
