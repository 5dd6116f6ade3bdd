/// Type and length of a field, as tables of specifications write them: `C..200`, `C17`, `N..20,6`, `N14,6`, `T14`,
/// `D8`, `varchar(200)`, `字符型` with a length of its own.
struct FieldShape: Hashable {
    var type: FieldType
    var length: Int?
    var minimumLength: Int?
    var isFixed = false
    var digits: FieldDefinition.Digits?

    /// A shape.
    init(
        _ type: FieldType,
        length: Int? = nil,
        isFixed: Bool = false,
        digits: FieldDefinition.Digits? = nil
    ) {
        self.type = type
        self.length = length
        self.isFixed = isFixed
        self.digits = digits
    }

    /// A length as it is written behind a type or in a column of its own.
    private struct Extent {
        var least: Int?
        var most: Int
        var fraction: Int?
        /// `..`, `≤` or brackets: the number is a bound or a total.
        var isBound: Bool
        /// `=`, 定长: the number is exact.
        var isExact: Bool
    }

    /// How a word for a type reads the number behind it.
    private enum Habit {
        /// As standards do: `C17` is exact, `C..17` a bound.
        case standard
        /// As databases do: `CHAR(17)` is exact.
        case exact
        /// As databases do: `VARCHAR(17)` is a bound.
        case bound
    }

    private static let words: [(word: String, type: FieldType, habit: Habit)] = [
        ("NVARCHAR2", .text, .bound), ("VARCHAR2", .text, .bound), ("NVARCHAR", .text, .bound),
        ("VARCHAR", .text, .bound), ("NCHAR", .text, .exact), ("CHAR", .text, .exact), ("STRING", .text, .bound),
        ("TEXT", .text, .bound), ("CLOB", .text, .bound), ("字符串型", .text, .bound), ("字符串", .text, .bound),
        ("字符型", .text, .bound), ("字符", .text, .bound), ("文本", .text, .bound),
        ("NUMBER", .number, .bound), ("NUMERIC", .number, .bound), ("DECIMAL", .number, .bound),
        ("数值型", .number, .bound), ("数值", .number, .bound), ("数字型", .number, .bound), ("数字", .number, .bound),
        ("INTEGER", .number, .bound), ("INT", .number, .bound), ("整型", .number, .bound), ("整数", .number, .bound),
        ("日期时间型", .dateTime, .exact), ("日期时间", .dateTime, .exact), ("DATETIME", .dateTime, .exact),
        ("TIMESTAMP", .dateTime, .exact), ("YYYYMMDDHHMMSS", .dateTime, .exact), ("YYYYMMDDHHMM", .minute, .exact),
        ("YYYYMMDD", .date, .exact), ("日期型", .date, .exact), ("日期", .date, .exact), ("DATE", .date, .exact),
        ("DT", .dateTime, .exact), ("AN", .text, .standard), ("A", .text, .standard), ("C", .text, .standard),
        ("N", .number, .standard), ("T", .dateTime, .exact), ("D", .date, .exact),
    ]

    /// Reads a type and, when it stands in a column of its own, a length.
    ///
    /// - Throws: what cannot be understood, as a remark on `line`.
    init(type text: String, length lengthText: String, line: Int) throws(LineProblem) {
        let typeText = PlainText.normalised(text)
        let column = PlainText.normalised(lengthText)
        guard let found = Self.words.first(where: { typeText.hasPrefix($0.word) }) else {
            throw LineProblem(
                line,
                zh: typeText.isEmpty ? "没有类型" : "看不懂类型“\(text.trimmed)”；可写 C..200、C17、N14,6、T14、D8",
                en: typeText.isEmpty
                    ? "there is no type"
                    : "the type '\(text.trimmed)' is not understood; write C..200, C17, N14,6, T14 or D8"
            )
        }
        type = found.type
        // 整数型, 文本型, 日期型: the word for "type" behind a name says nothing.
        let rest = String(typeText.dropFirst(found.word.count).trimmingPrefix("型"))
        guard let own = Self.extent(rest), let beside = Self.extent(column) else {
            let shown = rest.isEmpty ? lengthText.trimmed : text.trimmed
            throw LineProblem(line, zh: "看不懂长度“\(shown)”", en: "the length '\(shown)' is not understood")
        }
        if let own, let beside, own.most != beside.most {
            throw LineProblem(
                line,
                zh: "类型“\(text.trimmed)”与长度“\(lengthText.trimmed)”不一致",
                en: "the type '\(text.trimmed)' and the length '\(lengthText.trimmed)' contradict each other"
            )
        }
        let extent = own ?? beside
        switch found.type {
        case .text: setLength(extent, found.habit, isOwn: own != nil)
        case .number: digits = try Self.digits(extent, found.habit, line)
        case .dateTime, .minute, .date: type = try Self.date(found.type, extent, line)
        }
    }

    private mutating func setLength(_ extent: Extent?, _ habit: Habit, isOwn: Bool) {
        guard let extent, extent.most > 0 else { return }
        length = extent.most
        // An empty value is absent, so that a minimum of one says nothing.
        minimumLength = extent.least == 1 ? nil : extent.least
        let isExactByHabit =
            switch habit {
            case .standard: isOwn && !extent.isBound
            case .exact: true
            case .bound: false
            }
        isFixed = extent.least == nil && (extent.isExact || isExactByHabit)
    }

    /// `N14,6` has 14 digits before and 6 after the point; `N..20,6` and `NUMBER(20,6)` have 20 together.
    private static func digits(
        _ extent: Extent?,
        _ habit: Habit,
        _ line: Int
    ) throws(LineProblem) -> FieldDefinition.Digits? {
        guard let extent, extent.most > 0 else { return nil }
        let fraction = extent.fraction ?? 0
        let isTotal = extent.isBound || habit == .bound
        let integer = isTotal ? extent.most - fraction : extent.most
        guard (1...30).contains(integer), (0...ExactDecimal.maximumDigits - 30).contains(fraction) else {
            throw LineProblem(
                line,
                zh: "数字位数须为整数 1 至 30 位、小数 0 至 8 位",
                en: "a number has 1 to 30 digits before and 0 to 8 after the point"
            )
        }
        return FieldDefinition.Digits(integer: integer, fraction: fraction)
    }

    private static func date(_ type: FieldType, _ extent: Extent?, _ line: Int) throws(LineProblem) -> FieldType {
        switch extent?.most {
        case nil, 0: return type
        case 14: return .dateTime
        case 12: return .minute
        case 8: return .date
        case let other?:
            throw LineProblem(
                line,
                zh: "日期只有 8、12、14 位，没有 \(other) 位",
                en: "dates have 8, 12 or 14 digits, not \(other)"
            )
        }
    }

    /// Reads a length; an empty text is none, and nil for the whole means that it is not understood.
    private static func extent(_ text: String) -> Extent?? {
        var rest = text[...]
        guard !rest.isEmpty, rest != "-", rest != "/" else { return .some(nil) }
        var isBound = false
        var isExact = false
        for mark in ["定长", "固定", "="] where rest.hasPrefix(mark) {
            rest = rest.dropFirst(mark.count)
            isExact = true
        }
        if rest.hasPrefix("(") && rest.hasSuffix(")") {
            rest = rest.dropFirst().dropLast()
            isBound = true
        }
        for mark in ["..", "<=", "≤", "不超过", "最长"] where rest.hasPrefix(mark) {
            rest = rest.dropFirst(mark.count)
            isBound = true
        }
        if rest.hasSuffix("位") { rest = rest.dropLast() }
        for mark in ["..", "-", "~"] {
            let ends = rest.split(separator: mark, omittingEmptySubsequences: false).map(String.init)
            guard ends.count == 2, let least = Int(ends[0]), let most = Int(ends[1]), (1...most).contains(least) else {
                continue
            }
            return .some(Extent(least: least, most: most, isBound: true, isExact: false))
        }
        let parts = rest.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "," || $0 == "." }).map(
            String.init
        )
        guard (1...2).contains(parts.count), let most = Int(parts[0]), (0...10_000_000).contains(most) else {
            return nil
        }
        var fraction: Int?
        if parts.count == 2 {
            guard let places = Int(parts[1]), (0...30).contains(places) else { return nil }
            fraction = places
        }
        return .some(Extent(least: nil, most: most, fraction: fraction, isBound: isBound, isExact: isExact))
    }
}
