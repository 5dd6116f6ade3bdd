internal import Core

/// Turns one mapping, for one data set and in one direction, into a ``TranslationPlan``, and reports what does not
/// resolve.
struct TranslationCompiler {
    private let dialect: DialectDefinition
    private let mapping: MappingDefinition
    private let program: ContractProgram
    private let direction: DialectDirection
    private let collector: ProblemCollector

    private var sources = SourceTreeBuilder()
    private var rows: [RowPlan] = []
    private var labels: [String] = []
    private var blocks: [BlockPlan] = []
    private var lists: [EachPlan] = []
    private var titleRows: [Int] = []
    private let root = TargetNode(name: nil, .object)
    private var arrays = 0
    /// Fields of the `each` around the row at hand.
    private var items: [String] = []

    private init(
        _ dialect: DialectDefinition,
        _ mapping: MappingDefinition,
        _ program: ContractProgram,
        _ direction: DialectDirection,
        _ collector: ProblemCollector
    ) {
        self.dialect = dialect
        self.mapping = mapping
        self.program = program
        self.direction = direction
        self.collector = collector
    }

    /// The plan; of use only when nothing was reported.
    static func plan(
        _ dialect: DialectDefinition,
        _ mapping: MappingDefinition,
        _ program: ContractProgram,
        _ direction: DialectDirection,
        _ collector: ProblemCollector
    ) -> TranslationPlan {
        var compiler = TranslationCompiler(dialect, mapping, program, direction, collector)
        return compiler.compile()
    }

    private mutating func compile() -> TranslationPlan {
        let written = RestFields.rows(of: mapping, program, direction)
        for row in direction == .write ? mapping.write : mapping.read { add(row, to: root) }
        for row in written { add(row, to: root) }
        let body = tokens(mapping.body, "body") ?? []
        var bodyNode: TargetNode? = root
        if mapping.rest != .refuse {
            if direction == .write {
                bodyNode = object(body, from: root, "body")
                sources.passOn([])
            } else {
                sources.passOn(body)
            }
            bodyNode?.hasExtras = true
        }
        if direction == .write {
            for field in mapping.unmapped.keys { sources.ignore([field]) }
        } else {
            for pointer in mapping.ignored.keys {
                if let tokens = tokens(pointer, "ignored") { sources.ignore(tokens) }
            }
            if case .pointer(let text)? = dialect.dataset, let tokens = tokens(text, "dataset") {
                sources.ignore(tokens)
            }
        }
        let mandatory = mandatory()
        var steps: [OutputStep] = []
        emit(root, into: &steps)
        let placeholders = Set(dialect.placeholders.map { Array($0.utf8) })
        return TranslationPlan(
            direction: direction,
            fields: program.fieldPass,
            slotFields: direction == .write
                ? sources.fields(program.numbers) : [Int](repeating: -1, count: sources.slotCount),
            sources: sources.tree(),
            titleRows: titleRows,
            steps: steps,
            rows: rows,
            blocks: blocks,
            lists: lists,
            mandatory: mandatory,
            rest: mapping.rest,
            bodyNames: Set(bodyNode?.children.compactMap(\.name) ?? []),
            placeholders: placeholders,
            longestPlaceholder: placeholders.map(\.count).max() ?? 0,
            dialect: dialect.id,
            dataset: program.name,
            number: program.number.map { String($0) },
            uniqueRows: Set(blocks.compactMap(\.uniqueRow) + lists.compactMap(\.uniqueRow)),
            labels: labels
        )
    }

    private func report(_ key: String, zh: String, en: String) {
        let place = mapping.dataset == MappingDefinition.anyDataset ? " (\(program.name))" : ""
        collector.report(mapping.file, key, zh: zh + place, en: en + place)
    }

    private func rule(_ target: String) -> String { "\(dialect.id).\(program.name).\(target)" }

    private mutating func mandatory() -> [TranslationPlan.Mandatory] {
        mapping.mandatory.compactMap { member in
            guard let tokens = tokens(member.pointer, "mandatory"), !tokens.isEmpty else { return nil }
            var place = TranslationPlan.Mandatory(member, rule: rule(member.pointer))
            if direction == .read {
                if case .slot(let slot) = sources.reference(tokens) { place.slot = slot }
            } else {
                let node = tokens.reduce(root as TargetNode?) { $0?.child($1) }
                place.rows = node?.rows(lists) ?? []
            }
            return place
        }
    }

    // MARK: Rows

    private mutating func add(_ row: MappingRow, to parent: TargetNode) {
        if direction == .read {
            addReading(row)
            return
        }
        guard var path = tokens(row.target, row.place(of: row.target)) else { return }
        guard !path.isEmpty else {
            report(row.place(of: row.target), zh: "须为指针", en: "must be a pointer")
            return
        }
        let appends = path.last == "-"
        if appends { path.removeLast() }
        guard !path.contains("-"), !path.contains("*"), !(path.isEmpty && appends) else {
            report(row.place(of: row.target), zh: "\"-\" 只能在末尾", en: "\"-\" may stand at the end only")
            return
        }
        let name = appends ? nil : path.removeLast()
        guard let place = object(path.dropLast(appends ? 1 : 0), from: parent, row.place(of: row.target)) else {
            return
        }
        guard !appends else {
            guard let array = array(path[path.count - 1], in: place, row.path) else { return }
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
        report(
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
        node.conditions = conditions(row)
        node.operations = operations(row.operations) ?? [.add, .change, .delete]
        for row in inner { add(row, to: node) }
        node.uniqueRow = uniqueRow(row, in: node)
    }

    private func uniqueRow(_ row: MappingRow, in node: TargetNode) -> Int? {
        guard let unique = row.unique else { return nil }
        let name = PointerText.tokens(unique).flatMap { $0.count == 1 ? $0[0] : nil }
        if let name, case .rows(let rows)? = node.child(name)?.content, rows.count == 1 { return rows[0] }
        report("\(row.path).unique", zh: "须指向元素的一个成员", en: "must point to one member of the element")
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
        let references = fields.compactMap { reference($0, row.place(of: $0)) }
        guard references.count == fields.count, !fields.isEmpty else { return nil }
        let number = rows.count
        // The row stands for the list in reports and for mandatory members; it is never run itself.
        rows.append(
            RowPlan(
                key: [],
                source: .constant(.absent),
                conversions: [],
                conditions: [],
                operations: [],
                isDate: false,
                pointer: "",
                rule: rule(row.target),
                isPlain: false
            )
        )
        labels.append(row.path)
        items = fields
        defer { items = [] }
        arrays += 1
        let own = arrays
        var plan = EachPlan(
            key: name.map(Self.key) ?? [],
            appends: name == nil,
            items: references,
            pointers: fields.map { place($0) },
            separator: separator,
            allowsShort: allowsShort,
            element: .steps([]),
            conditions: conditions(row),
            operations: operations(row.operations) ?? [.add, .change],
            array: own,
            rule: rule(row.target),
            row: number
        )
        switch element {
        case .value(let value):
            guard let expression = expression(value, row) else { return nil }
            plan.element = .value(expression)
        case .rows(let inner):
            let node = TargetNode(name: nil, .object)
            for row in inner { add(row, to: node) }
            plan.uniqueRow = uniqueRow(row, in: node)
            var steps: [OutputStep] = []
            for child in node.children { emit(child, into: &steps) }
            plan.element = .steps(steps)
        }
        lists.append(plan)
        return lists.count - 1
    }

    private mutating func addReading(_ row: MappingRow) {
        switch row.source {
        case .object, .each:
            report(row.path, zh: "读入时不能用 rows 或 each", en: "reading takes neither rows nor each")
            return
        default: break
        }
        if row.target.hasPrefix("@") {
            guard let title = TitleField(rawValue: row.target) else {
                report(
                    row.place(of: row.target),
                    zh: "没有信封字段 \(row.target)",
                    en: "there is no title field \(row.target)"
                )
                return
            }
            if let plan = plan(row, key: nil, title: title) { titleRows.append(plan) }
            return
        }
        guard program.numbers[row.target] != nil else {
            report(
                row.place(of: row.target),
                zh: "数据集 \(program.name) 没有字段 \(row.target)",
                en: "data set \(program.name) has no field \(row.target)"
            )
            return
        }
        addMember(row, row.target, to: root)
    }

    // MARK: Places

    private func tokens(_ pointer: String, _ key: String) -> [String]? {
        if let tokens = PointerText.tokens(pointer) { return tokens }
        report(key, zh: "\(pointer) 不是指针", en: "\(pointer) is no pointer")
        return nil
    }

    private func object(
        _ path: some Collection<String>,
        from start: TargetNode,
        _ key: String
    ) -> TargetNode? {
        var node = start
        for token in path {
            if let child = node.child(token) {
                guard case .object = child.content else {
                    report(key, zh: "\(token) 不是对象", en: "\(token) is no object")
                    return nil
                }
                node = child
            } else {
                node = node.append(TargetNode(name: token, .object))
            }
        }
        return node
    }

    private func array(_ name: String, in node: TargetNode, _ key: String) -> TargetNode? {
        guard let child = node.child(name) else { return node.append(TargetNode(name: name, .array)) }
        guard case .array = child.content else {
            report(key, zh: "\(name) 不是数组", en: "\(name) is no array")
            return nil
        }
        return child
    }

    private static func key(_ name: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.string(name)
        return writer.bytes + [0x3a]
    }

    // MARK: Values

    private mutating func plan(_ row: MappingRow, key: String?, title: TitleField? = nil) -> Int? {
        let source: RowPlan.Source
        var names: [String] = []
        switch row.source {
        case .reference(let name):
            guard let reference = reference(name, row.place(of: name)) else { return nil }
            source = .reference(reference)
            names = [name]
        case .constant(let node): source = .constant(ScalarValue(node))
        case .concat(let parts):
            source = .concat(parts.compactMap { expression($0, row) })
            names = parts.flatMap(\.references)
        case .first(let parts):
            source = .first(parts.compactMap { expression($0, row) })
            names = parts.flatMap(\.references)
        case .object, .each: return nil
        }
        let type = names.count == 1 ? fieldType(direction == .write ? names[0] : row.target) : nil
        let conversions = row.conversions.compactMap { conversion($0, row, type) }
        checkLists(row, source, conversions)
        var plan = RowPlan(
            key: key.map(Self.key) ?? [],
            source: source,
            conversions: conversions,
            fallback: row.fallback.map { ScalarValue($0) },
            conditions: conditions(row),
            operations: operations(row.operations) ?? defaultOperations(names),
            title: title,
            isDate: type?.isDate ?? false,
            pointer: names.first.map { place($0) } ?? "",
            rule: rule(row.target),
            isPlain: false
        )
        if case .reference(.slot) = source, conversions.isEmpty, plan.conditions.isEmpty, title == nil {
            plan.isPlain = true
        }
        rows.append(plan)
        labels.append(row.path)
        return rows.count - 1
    }

    /// A list that is read from several elements has to become one value.
    private func checkLists(_ row: MappingRow, _ source: RowPlan.Source, _ conversions: [ConversionPlan]) {
        guard case .reference(.list) = source else { return }
        for conversion in conversions {
            switch conversion {
            case .join, .item: return
            default: continue
            }
        }
        report("\(row.path).as", zh: "列表须有 join 或 item", en: "a list needs join or item")
    }

    private func defaultOperations(_ names: [String]) -> OperationSet {
        guard !names.isEmpty else { return .add }
        if direction == .read { return [.add, .change, .delete] }
        return names.allSatisfy { $0.hasPrefix("@") } ? [.add, .change, .delete] : [.add, .change]
    }

    private func operations(_ words: Set<RecordOperation>?) -> OperationSet? {
        words.map { $0.reduce(into: OperationSet()) { $0.insert(OperationSet($1)) } }
    }

    /// How a reference is named on problems.
    private func place(_ name: String) -> String {
        if name.hasPrefix("$"), let number = Int(name.dropFirst()), items.indices.contains(number) {
            return place(items[number])
        }
        return name.hasPrefix("/") ? name : "/" + PointerText.escaped(name)
    }

    private func fieldType(_ name: String) -> FieldType? {
        if name.hasPrefix("$"), let number = Int(name.dropFirst()), items.indices.contains(number) {
            return fieldType(items[number])
        }
        return program.numbers[name].map { program.fields[$0].type }
    }

    private mutating func reference(_ name: String, _ key: String) -> ReferencePlan? {
        if name.hasPrefix("$") {
            if let number = Int(name.dropFirst()), items.indices.contains(number) { return .item(number) }
            report(key, zh: "此处没有 \(name)", en: "there is no \(name) here")
            return nil
        }
        if direction == .read {
            guard let tokens = tokens(name, key), !tokens.isEmpty else {
                report(key, zh: "\(name) 须为指针", en: "\(name) must be a pointer")
                return nil
            }
            return sources.reference(tokens)
        }
        if name.hasPrefix("@") {
            guard let title = TitleField(rawValue: name) else {
                report(key, zh: "没有信封字段 \(name)", en: "there is no title field \(name)")
                return nil
            }
            guard case .slot(let slot) = sources.reference([name]) else { return nil }
            return .title(title, slot: slot)
        }
        guard program.numbers[name] != nil else {
            report(
                key,
                zh: "数据集 \(program.name) 没有字段 \(name)",
                en: "data set \(program.name) has no field \(name)"
            )
            return nil
        }
        return sources.reference([name])
    }

    private mutating func expression(_ expression: MappingExpression, _ row: MappingRow) -> ExpressionPlan? {
        switch expression {
        case .text(let text): return .text(Array(text.utf8))
        case .reference(let name, let conversions):
            guard let reference = reference(name, row.place(of: name)) else { return nil }
            let type = fieldType(direction == .write ? name : row.target)
            return .reference(
                reference,
                conversions.compactMap { conversion($0, row, type) },
                isDate: type?.isDate ?? false
            )
        case .named(let name):
            if let text = dialect.texts[name] { return .text(Array(text.utf8)) }
            report(row.place(of: name), zh: "没有文本 \(name)", en: "there is no text \(name)")
            return nil
        case .concat(let parts, let conversions):
            return .concat(
                parts.compactMap { self.expression($0, row) },
                conversions.compactMap { conversion($0, row, nil) }
            )
        case .first(let parts, let conversions):
            return .first(
                parts.compactMap { self.expression($0, row) },
                conversions.compactMap { conversion($0, row, nil) }
            )
        }
    }

    private mutating func conditions(_ row: MappingRow) -> [ConditionPlan] {
        row.conditions.enumerated().compactMap { index, condition in
            let key = "\(row.path).when[\(index)]"
            guard let reference = reference(condition.reference, "\(key).field") else { return nil }
            let test: ConditionPlan.Test =
                switch condition.test {
                case .among(let values): .among(Set(values.map { Array($0.utf8) }))
                case .notAmong(let values): .notAmong(Set(values.map { Array($0.utf8) }))
                case .present(let isPresent): .present(isPresent)
                case .starts(let text): .starts(Array(text.utf8))
                case .check(let kind): .check(kind)
                }
            let separator = program.field(named: condition.reference)?.separator?.asciiValue ?? 0
            return ConditionPlan(reference: reference, test: test, separator: separator, label: key)
        }
    }

    private mutating func conversion(
        _ conversion: ConversionDefinition,
        _ row: MappingRow,
        _ type: FieldType?
    ) -> ConversionPlan? {
        switch conversion {
        case .codes(let name): return table(name, row).map { .codes($0) }
        case .date(let form, let omits):
            if direction == .write { return .writeDate(form, omitsMalformed: omits) }
            return .readDate(form, digits: type == .date ? 8 : type == .minute ? 12 : 14, omitsMalformed: omits)
        case .scale(let factor, let divides): return .scale(factor, divides: divides)
        case .scaleByUnit(let name, let factors, let divides):
            guard let unit = reference(name, row.place(of: name)) else { return nil }
            let table = Dictionary(factors.map { (Array($0.0.utf8), $0.1) }, uniquingKeysWith: { first, _ in first })
            return .scaleByUnit(unit, table, divides: divides)
        case .number: return .number(isInteger: false)
        case .integer: return .number(isInteger: true)
        case .string: return .string
        case .boolean(let yes, let no):
            return direction == .write
                ? .toBoolean(true: Array(yes.utf8), false: Array(no.utf8))
                : .fromBoolean(true: Array(yes.utf8), false: Array(no.utf8))
        case .separator(let from, let to): return .separator(from: from, to: to)
        case .split(let separator): return .split(separator)
        case .join(let separator): return .join(separator)
        case .item(let number): return .item(number)
        case .pad(let length, let filler, let isLeft): return .pad(to: length, with: filler, isLeft: isLeft)
        case .prefix(let text): return .prefix(text)
        case .strip(let text): return .strip(text)
        case .slice(let offset, let length): return .slice(offset: offset, length: length)
        case .replace(let from, let to): return .replace(from: from, to: to)
        case .trim: return .trim
        case .only(let kind): return .only(kind)
        case .upper: return .upper
        case .lower: return .lower
        }
    }

    private func table(_ name: String, _ row: MappingRow) -> CodeTablePlan? {
        if collector.isBroken("tables.\(name)") { return nil }
        guard let table = dialect.tables[name] else {
            report(row.place(of: name), zh: "没有代码对照表 \(name)", en: "there is no code table \(name)")
            return nil
        }
        let isWriting = direction == .write
        let key = isWriting ? "unmapped" : "unmappedBack"
        guard let pairs = isWriting ? table.forward : table.backward else {
            report(
                row.place(of: name),
                zh: "对照表 \(name) 反向不唯一，须有 back",
                en: "table \(name) is ambiguous backwards and needs back"
            )
            return nil
        }
        guard let unmapped = isWriting ? table.unmapped : table.unmappedBack else {
            report(row.place(of: name), zh: "对照表 \(name) 须有 \(key)", en: "table \(name) needs \(key)")
            return nil
        }
        return CodeTablePlan(
            name: name,
            entries: Dictionary(
                pairs.map { (Array($0.from.utf8), Array($0.to.utf8)) },
                uniquingKeysWith: { first, _ in first }
            ),
            unmapped: unmapped,
            label: "\(table.path).\(isWriting ? "map" : "back")"
        )
    }

    // MARK: Output

    private mutating func emit(_ node: TargetNode, into steps: inout [OutputStep], array: Int = 0) {
        switch node.content {
        case .rows(let rows): steps.append(.rows(rows))
        case .each(let index):
            if lists[index].appends { lists[index].array = array }
            steps.append(.each(index))
        case .object, .array:
            let isArray = if case .array = node.content { true } else { false }
            if isArray { arrays += 1 }
            let own = isArray ? arrays : 0
            let number = blocks.count
            blocks.append(
                BlockPlan(
                    key: node.name.map(Self.key) ?? [],
                    isArray: isArray,
                    conditions: node.conditions,
                    operations: node.operations,
                    end: 0,
                    uniqueRow: node.uniqueRow,
                    array: array
                )
            )
            steps.append(.open(number))
            for child in node.children { emit(child, into: &steps, array: own) }
            if node.hasExtras { steps.append(.extras) }
            blocks[number].end = steps.count
            steps.append(.close(number))
        }
    }
}
