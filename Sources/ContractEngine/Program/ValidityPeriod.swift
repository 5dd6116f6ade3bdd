package import Core

/// The days on which records of one version of a contract are accepted: calendar days of Asia/Shanghai.
package struct ValidityPeriod: Sendable, Hashable {
    /// China has kept one offset since 1991 and no summer time since.
    private static let offsetMilliseconds: Int64 = 8 * 3_600_000
    private static let dayMilliseconds: Int64 = 86_400_000

    /// First day; nil when there is no beginning.
    package let from: CivilDate?
    /// Last day, itself included; nil when there is no end.
    package let until: CivilDate?

    /// Every day.
    package static let always = ValidityPeriod(from: nil, until: nil)

    /// The days from `from` until `until`, both included; nil is open.
    package init(from: CivilDate?, until: CivilDate?) {
        self.from = from
        self.until = until
    }

    /// Reads `{"from"?, "until"?}`, days as `yyyyMMdd`; what is broken is reported.
    init(_ reader: DefinitionReader) {
        from = ValidityPeriod.day("from", reader)
        until = ValidityPeriod.day("until", reader)
        reader.finish()
        if from == nil && until == nil && !reader.has("from") && !reader.has("until") {
            reader.report("from", zh: "from 与 until 至少给出一个", en: "needs from, until or both")
        }
        if let from, let until, from.daysSinceEpoch > until.daysSinceEpoch {
            reader.report("until", zh: "不得早于 from", en: "must not be before from")
        }
    }

    /// True when `instant` falls on one of the days.
    package func contains(_ instant: Instant) -> Bool {
        if from == nil && until == nil { return true }
        let local = instant.advanced(byMilliseconds: ValidityPeriod.offsetMilliseconds).milliseconds
        let (quotient, remainder) = local.quotientAndRemainder(dividingBy: ValidityPeriod.dayMilliseconds)
        let day = Int(remainder < 0 ? quotient - 1 : quotient)
        if let from, day < from.daysSinceEpoch { return false }
        if let until, day > until.daysSinceEpoch { return false }
        return true
    }

    /// The period in words, empty when it is open on both sides.
    package var text: String {
        from == nil && until == nil
            ? "" : "\(from.map(ValidityPeriod.digits) ?? "…")–\(until.map(ValidityPeriod.digits) ?? "…")"
    }

    /// `date` as `yyyyMMdd`.
    package static func digits(_ date: CivilDate) -> String {
        String(String(100_000_000 + date.year * 10_000 + date.month * 100 + date.day).dropFirst())
    }

    private static func day(_ key: String, _ reader: DefinitionReader) -> CivilDate? {
        guard let text = reader.optionalString(key) else { return nil }
        if text.utf8.count == 8, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
            let date = CivilDate(year: number / 10_000, month: number / 100 % 100, day: number % 100)
        {
            return date
        }
        reader.report(key, zh: "须为 yyyyMMdd 格式的真实日期", en: "must be a real date of the form yyyyMMdd")
        return nil
    }
}
