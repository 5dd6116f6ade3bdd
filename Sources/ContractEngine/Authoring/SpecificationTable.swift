internal import Core

/// The field table of a specification, as exported from a document or a spreadsheet.
struct SpecificationTable {
    /// What a column says.
    private enum Column: CaseIterable {
        case name
        case title
        case type
        case length
        case required
        case range
        case notes

        /// Headers as they occur, normalised.
        var headers: [String] {
            switch self {
            case .name:
                ["字段名", "字段标识", "字段代码", "字段英文名", "英文名", "英文名称", "标识符", "数据项标识", "列名", "短名", "字段", "FIELD", "NAME"]
            case .title:
                ["名称", "中文名", "中文名称", "字段中文名", "字段名称", "中文字段名", "数据项名称", "数据项", "标题", "字段描述", "TITLE"]
            case .type: ["类型", "数据类型", "字段类型", "数据格式", "表示格式", "格式", "类型及长度", "类型/长度", "TYPE"]
            case .length: ["长度", "字段长度", "数据长度", "LENGTH"]
            case .required:
                ["必填", "是否必填", "约束", "约束条件", "约束/条件", "可选性", "必选", "是否必选", "是否必须", "填写要求", "M/O", "REQUIRED"]
            case .range: ["值域", "取值范围", "值域范围", "代码表", "字典", "数据字典", "取值"]
            case .notes: ["说明", "备注", "描述", "定义", "注释", "数据说明", "NOTES"]
            }
        }

        /// For messages.
        var label: String { headers[0] }
    }

    private(set) var fields: [FieldDraft] = []
    /// Rows that cannot be taken over.
    private(set) var problems: [LineProblem] = []
    /// What a person has to look at.
    private(set) var remarks: [LineProblem] = []

    private var columns: [Column: Int] = [:]
    private let lists: Set<String>

    /// Reads `bytes`; `lists` are the ids of the code lists that fields may refer to.
    init(_ bytes: [UInt8], lists: Set<String>) {
        self.lists = lists
        guard let text = TableEncoding.text(bytes) else {
            problems = [
                LineProblem(0, zh: "文件不是 UTF-8 或 GBK/GB18030", en: "the file is neither UTF-8 nor GBK or GB 18030")
            ]
            return
        }
        let table = DelimitedText(text)
        problems = table.problems
        let rows = table.rows.filter { !$0.isBlank }
        guard let head = rows.first(where: { readHead($0) }) else {
            problems.append(
                LineProblem(
                    rows.first?.line ?? 0,
                    zh: "没有表头；至少须有“字段名”和“类型”两列",
                    en: "there is no header row; columns 字段名 and 类型 are needed at least"
                )
            )
            return
        }
        for row in rows where row.line > head.line {
            // The header is repeated where a table runs over several pages.
            guard row.cells != head.cells else { continue }
            do throws(LineProblem) {
                if let field = try field(row, width: head.cells.count) { fields.append(field) }
            } catch {
                problems.append(error)
            }
        }
        if fields.isEmpty && problems.isEmpty {
            problems.append(LineProblem(head.line, zh: "表头之下没有字段", en: "there is no field below the header"))
        }
    }

    /// Takes `row` as the header when it names a column for names and one for types.
    private mutating func readHead(_ row: DelimitedText.Row) -> Bool {
        var found: [Column: Int] = [:]
        let headers = row.cells.map { cell in
            let header = PlainText.normalised(cell)
            guard let bracket = header.firstIndex(of: "("), bracket > header.startIndex else { return header }
            return String(header[..<bracket])
        }
        for (index, header) in headers.enumerated() {
            guard let column = Column.allCases.first(where: { $0.headers.contains(header) }) else { continue }
            if found[column] == nil { found[column] = index }
        }
        // Where a table has 字段名称 beside 中文名称, the former is the name and the latter the title.
        if found[.name] == nil, let first = found[.title], headers[first] == "字段名称" {
            let titles = Column.title.headers
            if let second = headers.indices.first(where: { $0 > first && titles.contains(headers[$0]) }) {
                found[.name] = first
                found[.title] = second
            }
        }
        guard found[.name] != nil, found[.type] != nil else { return false }
        columns = found
        return true
    }

    private func cell(_ column: Column, _ row: DelimitedText.Row) -> String {
        guard let index = columns[column], index < row.cells.count else { return "" }
        return row.cells[index]
    }

    /// The field of `row`; nil when something is wrong with it, all of which then stands in `problems`.
    private mutating func field(_ row: DelimitedText.Row, width: Int) throws(LineProblem) -> FieldDraft? {
        let line = row.line
        if row.cells.count > width, row.cells[width...].contains(where: { !$0.trimmed.isEmpty }) {
            throw LineProblem(
                line,
                zh: "有 \(row.cells.count) 列，表头只有 \(width) 列；含逗号的内容须加引号",
                en: "has \(row.cells.count) cells under a header of \(width); quote what holds a comma"
            )
        }
        let name = PlainText.normalised(cell(.name, row))
        var mistakes: [LineProblem] = []
        if let mistake = mistake(inName: name, line) { mistakes.append(mistake) }
        var shape: FieldShape?
        do throws(LineProblem) {
            shape = try FieldShape(type: cell(.type, row), length: cell(.length, row), line: line)
        } catch {
            mistakes.append(error)
        }
        var isRequired = false
        do throws(LineProblem) {
            isRequired = try requirement(cell(.required, row), of: name, line: line)
        } catch {
            mistakes.append(error)
        }
        guard mistakes.isEmpty, let shape else {
            problems.append(contentsOf: mistakes)
            return nil
        }
        var title = PlainText.oneLine(cell(.title, row))
        if title.isEmpty {
            title = name
            remark(line, zh: "\(name) 没有中文名称", en: "\(name) has no Chinese title")
        }
        var field = FieldDraft(name: name, title: title, shape: shape, isRequired: isRequired)
        field.notes = PlainText.oneLine(cell(.notes, row))
        if let digits = shape.digits, digits.fraction > 0 {
            remark(
                line,
                zh: "\(name) 读作整数 \(digits.integer) 位、小数 \(digits.fraction) 位，请核对",
                en: "\(name) was read as \(digits.integer) digits before and \(digits.fraction) after the point: check"
            )
        }
        addSeparator(to: &field, line)
        addRange(PlainText.oneLine(cell(.range, row)), raw: cell(.range, row), to: &field, line)
        return field
    }

    private func mistake(inName name: String, _ line: Int) -> LineProblem? {
        guard !name.isEmpty, name.utf8.count <= 128,
            name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
        else {
            return LineProblem(
                line,
                zh: name.isEmpty ? "没有字段名" : "字段名“\(name)”只能含字母、数字和下划线",
                en: name.isEmpty
                    ? "there is no name" : "the name '\(name)' may hold letters, digits and underscores only"
            )
        }
        guard !fields.contains(where: { $0.name == name }) else {
            return LineProblem(line, zh: "字段 \(name) 重复", en: "field \(name) occurs twice")
        }
        return nil
    }

    private mutating func requirement(_ text: String, of name: String, line: Int) throws(LineProblem) -> Bool {
        let plain = PlainText.normalised(text)
        switch plain {
        case "M", "R", "是", "必填", "必选", "必须", "Y", "YES", "1", "√", "✓", "TRUE", "非空": return true
        case "", "O", "否", "选填", "可选", "非必填", "N", "NO", "0", "×", "X", "-", "/", "FALSE", "可空": return false
        default:
            guard plain.hasPrefix("C") || plain.contains("条件") || plain.contains("当") else {
                throw LineProblem(
                    line,
                    zh: "看不懂必填标记“\(text.trimmed)”；可写 M、O、C 或 是、否",
                    en: "the mark '\(text.trimmed)' is not understood; write M, O, C or 是, 否"
                )
            }
            remark(
                line,
                zh: "\(name) 为条件必填（\(PlainText.oneLine(text))），请补 required-when 规则",
                en: "\(name) is required on a condition (\(PlainText.oneLine(text))): add a required-when rule"
            )
            return false
        }
    }

    private mutating func addSeparator(to field: inout FieldDraft, _ line: Int) {
        let words = ["分号", "“;”", "“；”", "\";\"", "';'", "以;", "用;", "以；", "用；"]
        guard field.shape.type == .text, words.contains(where: field.notes.contains) else { return }
        field.separator = ";"
        remark(
            line,
            zh: "\(field.name) 按说明读作以分号分隔的多值字段，请核对",
            en: "\(field.name) was read as several values between semicolons: check"
        )
    }

    private mutating func addRange(_ text: String, raw: String, to field: inout FieldDraft, _ line: Int) {
        guard !text.isEmpty, text != "-", text != "/", text != "无" else { return }
        switch ValueRange(raw, lists: lists) {
        case .values(let values) where !field.shape.type.isDate:
            field.values = values.filter { value in
                field.shape.length.map { value.code.unicodeScalars.count <= $0 } ?? true
            }
            guard field.values.count == values.count else {
                field.values = []
                remark(
                    line,
                    zh: "\(field.name) 的取值比长度还长：\(text)",
                    en: "codes of \(field.name) exceed its length: \(text)"
                )
                break
            }
        case .list(let list) where !field.shape.type.isDate: field.list = list
        case .check(let kind) where field.shape.type == .text: field.check = kind.rawValue
        case .free, .values, .list, .check:
            remark(
                line,
                zh: "\(field.name) 的值域“\(text)”未能转换，已记入备注；需要时补代码表或校验规则",
                en: "the range of \(field.name), '\(text)', was only noted: add a code list or a check where needed"
            )
            field.notes = [field.notes, "值域：\(text)"].filter { !$0.isEmpty }.joined(separator: "；")
        }
    }

    private mutating func remark(_ line: Int, zh: String, en: String) {
        remarks.append(LineProblem(line, zh: zh, en: en))
    }
}
