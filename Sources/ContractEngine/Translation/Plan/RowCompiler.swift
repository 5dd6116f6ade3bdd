internal import Core

/// Turns the rows of a mapping into plans, each at its place of the output.
struct RowCompiler {
    let root = TargetNode(name: nil, .object)
    private(set) var rows: [RowPlan] = []
    /// What each of ``rows`` is called in reports.
    private(set) var labels: [String] = []
    /// Rows that set fields of the title.
    private(set) var titleRows: [Int] = []
    var values: ValueCompiler
    var output = OutputCompiler()

    private let scope: TranslationScope

    /// A compiler of the rows in `scope`.
    init(_ scope: TranslationScope) {
        self.scope = scope
        values = ValueCompiler(scope)
    }

    private mutating func append(_ plan: RowPlan, _ row: MappingRow) -> Int {
        rows.append(plan)
        labels.append(row.path)
        return rows.count - 1
    }

    private mutating func plan(_ row: MappingRow, key: String?, title: TitleField? = nil) -> Int? {
        values.row(row, key: key, title: title).map { append($0, row) }
    }

    /// Adds `row`, whose target is a place beneath `parent`.
    mutating func add(_ row: MappingRow, to parent: TargetNode) {
        if scope.isOfOtherVersions(row) { return }
        if scope.direction == .read {
            addReading(row)
            return
        }
        guard var path = scope.tokens(row.target, row.place(of: row.target)) else { return }
        guard !path.isEmpty else {
            scope.report(row.place(of: row.target), zh: "须为指针", en: "must be a pointer")
            return
        }
        let appends = path.last == "-"
        if appends { path.removeLast() }
        guard !path.contains("-"), !path.contains("*"), !(path.isEmpty && appends) else {
            scope.report(row.place(of: row.target), zh: "\"-\" 只能在末尾", en: "\"-\" may stand at the end only")
            return
        }
        let name = appends ? nil : path.removeLast()
        guard let place = parent.object(at: path.dropLast(appends ? 1 : 0), scope, row.place(of: row.target)) else {
            return
        }
        guard !appends else {
            guard let array = place.array(path[path.count - 1], scope, row.path) else { return }
            addElement(row, to: array)
            return
        }
        addMember(row, name ?? "", to: place)
    }

    private mutating func addMember(_ row: MappingRow, _ name: String, to place: TargetNode) {
        let existing = place.child(name)
        switch row.source {
        case .object(let inner):
            guard existing == nil else { return reportTaken(row) }
            let node = place.append(TargetNode(name: name, .object))
            fill(node, row, inner)
        case .each(let fields, let separator, let allowsShort, let element):
            guard existing == nil else { return reportTaken(row) }
            if let index = list(row, fields, separator, allowsShort, element, name: name) {
                _ = place.append(TargetNode(name: name, .each(index)))
            }
        default:
            if let existing {
                guard case .rows(let others) = existing.content,
                    let last = others.last, !rows[last].conditions.isEmpty
                else { return reportTaken(row) }
                if let plan = plan(row, key: name) { existing.content = .rows(others + [plan]) }
            } else if let plan = plan(row, key: name) {
                _ = place.append(TargetNode(name: name, .rows([plan])))
            }
        }
    }

    private func reportTaken(_ row: MappingRow) {
        scope.report(
            row.place(of: row.target),
            zh: "目标 \(row.target) 已由前面的行写出；只有带 when 的行可以有后备行",
            en: "\(row.target) is written by a row before; only a row with when can be followed by another"
        )
    }

    private mutating func addElement(_ row: MappingRow, to array: TargetNode) {
        switch row.source {
        case .object(let inner):
            let node = array.append(TargetNode(name: nil, .object))
            fill(node, row, inner)
        case .each(let fields, let separator, let allowsShort, let element):
            if let index = list(row, fields, separator, allowsShort, element, name: nil) {
                _ = array.append(TargetNode(name: nil, .each(index)))
            }
        default:
            if let plan = plan(row, key: nil) { _ = array.append(TargetNode(name: nil, .rows([plan]))) }
        }
    }

    private mutating func fill(_ node: TargetNode, _ row: MappingRow, _ inner: [MappingRow]) {
        node.conditions = values.conditions(row)
        node.operations = values.operations(row.operations) ?? [.add, .change, .delete]
        for row in inner { add(row, to: node) }
        node.uniqueRow = uniqueRow(row, in: node)
    }

    private func uniqueRow(_ row: MappingRow, in node: TargetNode) -> Int? {
        guard let unique = row.unique else { return nil }
        let name = PointerText.tokens(unique).flatMap { $0.count == 1 ? $0[0] : nil }
        if let name, case .rows(let rows)? = node.child(name)?.content, rows.count == 1 { return rows[0] }
        scope.report("\(row.path).unique", zh: "须指向元素的一个成员", en: "must point to one member of the element")
        return nil
    }

    private mutating func list(
        _ row: MappingRow,
        _ fields: [String],
        _ separator: UInt8?,
        _ allowsShort: Bool,
        _ element: MappingRow.Element,
        name: String?
    ) -> Int? {
        let references = fields.compactMap { values.reference($0, row.place(of: $0)) }
        guard references.count == fields.count, !fields.isEmpty else { return nil }
        // The row stands for the list in reports and for mandatory members; it is never run itself.
        let number = append(
            RowPlan(
                key: [],
                source: .constant(.absent),
                conversions: [],
                conditions: [],
                operations: [],
                isDate: false,
                pointer: "",
                rule: scope.rule(row.target),
                isPlain: false
            ),
            row
        )
        values.items = fields
        defer { values.items = [] }
        let own = output.newArray()
        var plan = EachPlan(
            key: name.map(MemberKey.bytes) ?? [],
            appends: name == nil,
            items: references,
            pointers: fields.map { values.place($0) },
            separator: separator,
            allowsShort: allowsShort,
            element: .steps([]),
            conditions: values.conditions(row),
            operations: values.operations(row.operations) ?? [.add, .change],
            array: own,
            rule: scope.rule(row.target),
            row: number
        )
        switch element {
        case .value(let value):
            guard let expression = values.expression(value, row) else { return nil }
            plan.element = .value(expression)
        case .rows(let inner):
            let node = TargetNode(name: nil, .object)
            for row in inner { add(row, to: node) }
            plan.uniqueRow = uniqueRow(row, in: node)
            var steps: [OutputStep] = []
            for child in node.children { output.emit(child, into: &steps) }
            plan.element = .steps(steps)
        }
        return output.add(plan)
    }

    private mutating func addReading(_ row: MappingRow) {
        switch row.source {
        case .object, .each:
            scope.report(row.path, zh: "读入时不能用 rows 或 each", en: "reading takes neither rows nor each")
            return
        default: break
        }
        if row.target.hasPrefix("@") {
            guard let title = TitleField(rawValue: row.target) else {
                scope.report(
                    row.place(of: row.target),
                    zh: "没有信封字段 \(row.target)",
                    en: "there is no title field \(row.target)"
                )
                return
            }
            if let plan = plan(row, key: nil, title: title) { titleRows.append(plan) }
            return
        }
        guard scope.program.numbers[row.target] != nil else {
            scope.reportNoField(row.target, row.place(of: row.target))
            return
        }
        addMember(row, row.target, to: root)
    }
}
