internal import Core

/// One row of a contract's field table, as written.
struct FieldDefinition {
    /// `digits`: how many digits an N may have before and after the point.
    struct Digits: Hashable {
        var integer: Int
        var fraction: Int
    }

    /// `placeholder`: a date that means that there is none.
    private enum DatePlaceholder: String, CaseIterable {
        case today
    }

    var name: String
    var title: String
    var type: FieldType
    var length: Int?
    var minimumLength: Int?
    var isFixed: Bool
    var isRequired: Bool
    /// Where it is said that the field is required, when that is not the source of the row.
    var requiredSource: String?
    var separator: UInt8?
    var digits: Digits?
    var list: String?
    var values: [CodeListDefinition.Value]?
    var checks: [IdentifierKind]
    var isSuspect: Bool
    var todayMeansNever: Bool
    var typeGrade: SourceGrade
    var grade: SourceGrade
    var notes: String?
    /// File and path of the row, for reports that only the whole edition can tell.
    var file: String
    var path: String
    /// The row as it stands, for overlays.
    var node: JSONNode
    /// Id of the group the row came from; nil for the contract's own.
    var group: String?

    /// Reads a row; nil when it is too broken to go on with.
    init?(_ reader: DefinitionReader, group: String?) {
        let mistakes = reader.mistakes
        let name = reader.string("name")
        let title = reader.string("title")
        let type = reader.word("type", FieldType.self)
        length = reader.optionalInteger("length", minimum: 1)
        minimumLength = reader.optionalInteger("minLength", minimum: 1)
        isFixed = reader.flag("fixed")
        isRequired = reader.flag("required")
        requiredSource = reader.optionalString("requiredSource")
        separator = FieldDefinition.separator(reader)
        digits = FieldDefinition.digits(reader)
        list = reader.optionalString("list")
        values = reader.objects("values", isRequired: false)?.compactMap { CodeListDefinition.Value($0) }
        checks = FieldDefinition.checks(reader)
        isSuspect = reader.flag("suspect")
        todayMeansNever = reader.has("placeholder") && reader.word("placeholder", DatePlaceholder.self) == .today
        let typeGrade = reader.has("typeGrade") ? reader.word("typeGrade", SourceGrade.self) : .found
        let grade = reader.word("grade", SourceGrade.self)
        notes = reader.optionalString("notes")
        file = reader.file
        path = reader.path
        node = reader.node
        self.group = group
        reader.finish()
        guard let name, let title, let type, let typeGrade, let grade else {
            reader.markBroken(name)
            return nil
        }
        self.name = name
        self.title = title
        self.type = type
        self.typeGrade = typeGrade
        self.grade = grade
        checkConsistency(reader)
        if reader.mistakes > mistakes { reader.markDented(name) }
    }

    /// The separator at `separator`; nil when absent, or broken, which is reported.
    static func separator(_ reader: DefinitionReader) -> UInt8? {
        guard let text = reader.optionalString("separator") else { return nil }
        guard text.utf8.count == 1, let byte = text.utf8.first, (0x21..<0x7f).contains(byte), byte != 0x22, byte != 0x5c
        else {
            reader.report(
                "separator",
                zh: "须为一个可见的 ASCII 字符",
                en: "must be one visible ASCII character"
            )
            return nil
        }
        return byte
    }

    private static func digits(_ reader: DefinitionReader) -> Digits? {
        guard let node = reader.node("digits") else { return nil }
        guard case .array(let parts) = node, parts.count == 2, case .number(let before) = parts[0],
            case .number(let after) = parts[1], let integer = Int(before), let fraction = Int(after),
            (1...30).contains(integer), (0...ExactDecimal.maximumDigits - 30).contains(fraction)
        else {
            reader.report(
                "digits",
                zh: "须为 [整数位数, 小数位数]，如 [14, 6]",
                en: "must be [digits before, digits after the point], for example [14, 6]"
            )
            return nil
        }
        return Digits(integer: integer, fraction: fraction)
    }

    private static func checks(_ reader: DefinitionReader) -> [IdentifierKind] {
        reader.oneOrMoreStrings("check").compactMap { name in
            if let kind = IdentifierKind(rawValue: name) { return kind }
            reader.report("check", item: name, zh: "未知的标识规则 \(name)", en: "unknown identifier rule \(name)")
            return nil
        }
    }

    private func checkMinimum(_ reader: DefinitionReader) {
        guard let minimumLength else { return }
        if type != .text { reader.report("minLength", zh: "只用于 C 型字段", en: "is for type C only") }
        if isFixed { reader.report("minLength", zh: "不得与 fixed 同时使用", en: "cannot stand beside fixed") }
        if let length, minimumLength > length {
            reader.report("minLength", zh: "不得大于 length", en: "must not be more than length")
        }
    }

    /// What goes together and what does not.
    private func checkConsistency(_ reader: DefinitionReader) {
        if type != .text && length != nil { reader.report("length", zh: "只用于 C 型字段", en: "is for type C only") }
        if isFixed && length == nil { reader.report("fixed", zh: "须同时给出 length", en: "needs a length") }
        checkMinimum(reader)
        if todayMeansNever && !type.isDate {
            reader.report("placeholder", zh: "只用于日期字段", en: "is for dates only")
        }
        if isSuspect && list == nil && values == nil {
            reader.report("suspect", zh: "须同时给出代码表", en: "needs a code list")
        }
        if requiredSource != nil && !isRequired {
            reader.report("requiredSource", zh: "只用于必填字段", en: "is for a required field only")
        }
        if type != .text && separator != nil {
            reader.report("separator", zh: "只用于 C 型字段", en: "is for type C only")
        }
        if type != .number && digits != nil { reader.report("digits", zh: "只用于 N 型字段", en: "is for type N only") }
        if type != .text && !checks.isEmpty { reader.report("check", zh: "只用于 C 型字段", en: "is for type C only") }
        if type != .text && type != .number && (list != nil || values != nil) {
            reader.report("list", zh: "日期字段不得有代码表", en: "a date has no code list")
        }
        if list != nil && values != nil {
            reader.report("values", zh: "不得与 list 同时使用", en: "cannot stand beside list")
        }
        if values?.isEmpty == true { reader.report("values", zh: "不得为空", en: "must not be empty") }
        if name.contains(where: { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")) }) {
            reader.report("name", zh: "只能含字母、数字和下划线", en: "may hold letters, digits and underscores only")
        }
    }
}
