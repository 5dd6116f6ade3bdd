/// The codes 17, 20 and 23 of tendering (公共资源交易平台系统数据规范 V2.0: 项目编号, 招标项目编号, 标段编号): a capital
/// letter, region 6 (GB/T 2260), serial 10, and three digits more for the tender project and for the section.
enum ProjectCode {
    /// True when `text` has `length` characters of that composition, the region in a known province.
    static func isValid(_ text: Span<UInt8>, length: Int) -> Bool {
        text.count == length && CodeCharacter.isCapital(text[0]) && CodeCharacter.areDigits(text, 1..<length)
            && RegionCode.hasKnownProvince(text.extracting(1..<7))
    }
}
