internal import Core

/// Dates and times as the data specification writes them, in Asia/Shanghai without saying so.
enum CalendarText {
    /// The day with which `text` begins, `yyyyMMdd`; nil when there is none.
    static func date(_ text: Span<UInt8>) -> CivilDate? {
        guard text.count >= 8, let number = CodeCharacter.number(text, 0..<8) else { return nil }
        return CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
    }

    /// True for `yyyyMMdd` of a date that exists.
    static func isDate(_ text: Span<UInt8>) -> Bool { text.count == 8 && date(text) != nil }

    /// True for `yyyyMMddHHmm` of a minute that exists; no hour 24.
    static func isMinute(_ text: Span<UInt8>) -> Bool {
        guard text.count == 12, let clock = CodeCharacter.number(text, 8..<12) else { return false }
        return clock / 100 < 24 && clock % 100 < 60 && isDate(text.extracting(0..<8))
    }

    /// True for `yyyyMMddHHmmss` of a moment that exists; no hour 24, no leap second.
    static func isDateTime(_ text: Span<UInt8>) -> Bool {
        guard text.count == 14, let clock = CodeCharacter.number(text, 8..<14) else { return false }
        return clock / 10_000 < 24 && clock / 100 % 100 < 60 && clock % 100 < 60 && isDate(text.extracting(0..<8))
    }
}
