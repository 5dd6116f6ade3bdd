internal import Core

/// `calendar.json`, as written: which days of which years are holidays, and which days of weekends are worked.
struct CalendarDefinition {
    /// Days since 1970-01-01.
    private(set) var holidays: Set<Int> = []
    private(set) var workdays: Set<Int> = []

    /// Reads the file.
    init(_ reader: DefinitionReader) {
        for (year, row) in reader.memberObjects("years") {
            guard year.utf8.count == 4, let number = Int(year), number > 0 else {
                reader.report("years.\(year)", zh: "须为四位数字的年份", en: "must be a year of four digits")
                continue
            }
            let days = CalendarDefinition.days("holidays", row, of: number)
            let worked = CalendarDefinition.days("workdays", row, of: number)
            _ = row.word("grade", SourceGrade.self)
            _ = row.string("source")
            _ = row.optionalString("notes")
            row.finish()
            for text in CalendarDefinition.texts("workdays", row)
            where days.contains(where: { CalendarDefinition.day(text) == $0 }) {
                row.report("workdays", item: text, zh: "不得同时列为节假日", en: "must not be among the holidays")
            }
            holidays.formUnion(days)
            workdays.formUnion(worked)
        }
        for key in ["source", "notes"] { _ = reader.optionalString(key) }
        reader.finish()
    }

    private static func texts(_ key: String, _ row: DefinitionReader) -> [String] {
        guard case .array(let elements)? = row.node(key) else { return [] }
        return elements.compactMap(\.text)
    }

    private static func day(_ text: String) -> Int? {
        CalendarText.date(Array(text.utf8).span)?.daysSinceEpoch
    }

    private static func days(_ key: String, _ reader: DefinitionReader, of year: Int) -> Set<Int> {
        var days: Set<Int> = []
        for text in reader.strings(key, isRequired: true, mayBeEmpty: true) {
            if let date = CalendarText.date(Array(text.utf8).span), text.utf8.count == 8, date.year == year {
                days.insert(date.daysSinceEpoch)
            } else {
                reader.report(
                    key,
                    item: text,
                    zh: "\(text) 须为 \(year) 年的日期 yyyyMMdd",
                    en: "\(text) must be a day yyyyMMdd of \(year)"
                )
            }
        }
        return days
    }
}
