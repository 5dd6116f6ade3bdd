internal import Core

/// Runs plans, one document after the other: walks over the tape once, noting the values that rows ask for, then
/// writes the output in the order of the rows.
struct TranslationRun: Sendable {
    /// The workspace of one document.
    private var plan: TranslationPlan?
    private(set) var tape = JSONTape()
    private(set) var payload: [UInt8] = []
    /// Token of each value; 0 for an absent one (0 is the document itself).
    private(set) var slots: [UInt32] = []
    private(set) var lists: [[UInt32]] = []
    /// Keys of the members that are passed on.
    private var extras: [UInt32] = []
    private(set) var items: [[UInt8]] = []
    private var written: [Bool] = []
    private var uniques: [Int: Set<[UInt8]>] = [:]
    private var output: [UInt8] = []
    private(set) var title = RecordTitle()
    private var operation = RecordOperation.add
    private var problems = ProblemList()
    private let limits: JSONLimits
    /// What was used, for coverage; nil on the data path.
    var trace: TranslationTrace?

    /// A run that refuses documents beyond `limits` and output of more than four times their size.
    init(limits: JSONLimits, traces: Bool) {
        self.limits = limits
        trace = traces ? TranslationTrace() : nil
    }

    /// Translates `document` by `plan`.
    ///
    /// - Returns: the output, empty for a deleted record; nil when something is wrong, which is added to `found`.
    mutating func run(
        _ plan: TranslationPlan,
        _ document: [UInt8],
        title: RecordTitle,
        operation: RecordOperation,
        problems found: inout ProblemList
    ) -> [UInt8]? {
        prepare(plan, document, title, operation)
        defer { payload = [] }
        guard scan(plan) else {
            found.append(contentsOf: problems)
            return nil
        }
        for row in plan.titleRows { setTitle(plan, row) }
        if plan.direction == .read, let operation = self.title.operation { self.operation = operation }
        if plan.direction == .write || self.operation != .delete {
            _ = run(plan, plan.steps, plan.steps.indices)
            if plan.direction == .write, output.count <= 2, !problems.refuses {
                refuse(
                    .translationFailed,
                    "",
                    "\(plan.dialect).\(plan.dataset)",
                    zh: "方言 \(plan.dialect) 无法表示此记录",
                    en: "dialect \(plan.dialect) has no way to say this record"
                )
            }
        }
        checkMandatory(plan)
        if !problems.isEmpty { found.append(contentsOf: problems) }
        guard !problems.refuses else { return nil }
        return output
    }

    /// The operation of the last document.
    var lastOperation: RecordOperation { operation }

    private mutating func prepare(
        _ plan: TranslationPlan,
        _ document: [UInt8],
        _ title: RecordTitle,
        _ operation: RecordOperation
    ) {
        payload = document
        self.title = title
        self.operation = operation
        problems = ProblemList()
        output.removeAll(keepingCapacity: true)
        output.reserveCapacity(document.count * 2)
        extras.removeAll(keepingCapacity: true)
        if !uniques.isEmpty { uniques.removeAll() }
        if slots.count == plan.sources.slotCount {
            for index in slots.indices { slots[index] = 0 }
        } else {
            slots = [UInt32](repeating: 0, count: plan.sources.slotCount)
        }
        if lists.count == plan.sources.listCount {
            for index in lists.indices { lists[index].removeAll(keepingCapacity: true) }
        } else {
            lists = [[UInt32]](repeating: [], count: plan.sources.listCount)
        }
        if written.count == plan.rows.count {
            for index in written.indices { written[index] = false }
        } else {
            written = [Bool](repeating: false, count: plan.rows.count)
        }
    }

    // MARK: Reading

    private mutating func scan(_ plan: TranslationPlan) -> Bool {
        // The body of a deleted record is empty or null, and nothing is to be read.
        if plan.direction == .write, operation == .delete, payload.isEmpty { return true }
        let document = payload
        if let failure = tape.scan(document.span, limits: limits) {
            problems.append(failure.problem)
            return false
        }
        if plan.direction == .write, operation == .delete, tape[0].kind == .null { return true }
        guard tape[0].kind == .object else {
            refuse(
                .recordNotObject,
                "",
                "\(plan.dialect).\(plan.dataset)",
                zh: "记录须为 JSON 对象",
                en: "a record must be a JSON object"
            )
            return false
        }
        walkObject(plan, 0, 0)
        return true
    }

    private mutating func walkObject(_ plan: TranslationPlan, _ node: Int, _ start: Int) {
        let end = Int(tape[start].link)
        var index = start + 1
        while index < end {
            let key = tape[index]
            let value = index + 1
            if let member = plan.sources.nodes[node].table.field(payload.span, key) {
                walk(plan, plan.sources.nodes[node].children[member], value)
            } else {
                pass(plan, node, index)
            }
            index = tape.indexAfter(value)
        }
    }

    private mutating func walk(_ plan: TranslationPlan, _ number: Int, _ index: Int) {
        let token = tape[index]
        let isAbsent = token.kind == .null || token.isEmptyString
        let slot = plan.sources.nodes[number].slot
        if slot >= 0 {
            let field = plan.slotFields[slot]
            if !isAbsent, field < 0 || !plan.fields.isPlaceholder(payload.span, token, field: field) {
                slots[slot] = UInt32(truncatingIfNeeded: index)
            }
            return
        }
        let list = plan.sources.nodes[number].list
        if list >= 0 {
            lists[list].append(isAbsent ? 0 : UInt32(truncatingIfNeeded: index))
            return
        }
        if isAbsent || plan.sources.nodes[number].isIgnored { return }
        let element = plan.sources.nodes[number].element
        switch token.kind {
        case .object where element < 0: walkObject(plan, number, index)
        case .array where element >= 0: walkArray(plan, number, element, index)
        default:
            refuse(
                .fieldType,
                plan.sources.nodes[number].pointer,
                "\(plan.dialect).\(plan.dataset).\(plan.sources.nodes[number].pointer)",
                zh: element < 0 ? "须为对象" : "须为数组",
                en: element < 0 ? "must be an object" : "must be an array"
            )
        }
    }

    private mutating func walkArray(_ plan: TranslationPlan, _ number: Int, _ element: Int, _ start: Int) {
        let taken = plan.sources.nodes[number].lists
        let end = Int(tape[start].link)
        var index = start + 1
        while index < end {
            let before = taken.map { lists[$0].count }
            walk(plan, element, index)
            for (list, count) in zip(taken, before) where lists[list].count == count { lists[list].append(0) }
            index = tape.indexAfter(index)
        }
    }

    /// A member that no row reads.
    private mutating func pass(_ plan: TranslationPlan, _ node: Int, _ key: Int) {
        let isIgnored = plan.sources.nodes[node].isIgnored
        if isIgnored || (plan.direction == .write && node == 0 && beginsWithSign(key)) { return }
        let value = tape[key + 1]
        if plan.sources.nodes[node].isBody {
            guard !value.isContainer else { return refuseKind(plan, plan.sources.nodes[node].pointer, key) }
            extras.append(UInt32(truncatingIfNeeded: key))
            return
        }
        guard problems.takes(.error) else { return problems.countOmitted(.error) }
        let pointer = pointer(plan.sources.nodes[node].pointer, key)
        problems.append(
            Problem(
                .fieldUnknown,
                at: pointer,
                rule: "\(plan.dialect).\(plan.dataset).unknown",
                zh: "方言 \(plan.dialect) 的对照未列出此成员",
                en: "the mapping of dialect \(plan.dialect) does not know this member"
            )
        )
    }

    private func beginsWithSign(_ key: Int) -> Bool {
        let token = tape[key]
        return token.start < token.end && payload[Int(token.start)] == 0x40
    }

    private mutating func refuseKind(_ plan: TranslationPlan, _ base: String, _ key: Int) {
        guard problems.takes(.error) else { return problems.countOmitted(.error) }
        refuse(
            .fieldType,
            pointer(base, key),
            "\(plan.dialect).\(plan.dataset).unknown",
            zh: "此处不能是对象或数组",
            en: "neither an object nor an array can stand here"
        )
    }

    private func pointer(_ base: String, _ key: Int) -> String {
        let token = tape[key]
        guard Int(token.end - token.start) <= JSONPointer.maximumLength else { return base }
        let pointer = base + "/" + PointerText.escaped(JSONText.string(payload.span, token))
        return pointer.utf8.count <= JSONPointer.maximumLength ? pointer : base
    }

    // MARK: Writing

    /// Runs the steps of `range`; true when something was written.
    private mutating func run(_ plan: TranslationPlan, _ steps: [OutputStep], _ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        var hasWritten = false
        while index < range.upperBound {
            switch steps[index] {
            case .open(let number):
                let end = plan.blocks[number].end
                if block(plan, steps, number, (index + 1)..<end) { hasWritten = true }
                index = end
            case .close: break
            case .rows(let rows):
                for row in rows where write(plan, row) {
                    hasWritten = true
                    break
                }
            case .each(let number):
                if list(plan, number) { hasWritten = true }
            case .extras:
                for key in extras where writeExtra(plan, Int(key)) { hasWritten = true }
            }
            if output.count > limits.size * 4 {
                refuse(
                    .payloadTooLarge,
                    "",
                    "\(plan.dialect).\(plan.dataset)",
                    zh: "转换结果过大",
                    en: "the translation would be too large"
                )
                return false
            }
            index += 1
        }
        return hasWritten
    }

    private mutating func block(
        _ plan: TranslationPlan,
        _ steps: [OutputStep],
        _ number: Int,
        _ range: Range<Int>
    ) -> Bool {
        let block = plan.blocks[number]
        guard block.operations.contains(OperationSet(operation)), holds(plan, block.conditions) else { return false }
        let start = output.count
        // Elements belong to an array and members have a key; the document has neither.
        let isDocument = block.key.isEmpty && block.array == 0
        begin(block.key)
        output.append(block.isArray ? 0x5b : 0x7b)
        let hasWritten = run(plan, steps, range)
        guard hasWritten || isDocument, isNew(block.uniqueRow, block.array, since: start) else {
            output.removeLast(output.count - start)
            return false
        }
        output.append(block.isArray ? 0x5d : 0x7d)
        return true
    }

    /// True unless the row's value, written after `start`, stood in an element of the array before.
    private mutating func isNew(_ row: Int?, _ array: Int, since start: Int) -> Bool {
        guard let row, written[row] else { return true }
        written[row] = false
        guard let range = uniqueRanges[row], range.lowerBound >= start else { return true }
        return uniques[array, default: []].insert(Array(output[range])).inserted
    }

    /// Where the values of the rows that elements are told apart by stand in the output.
    private var uniqueRanges: [Int: Range<Int>] = [:]

    private mutating func list(_ plan: TranslationPlan, _ number: Int) -> Bool {
        let list = plan.lists[number]
        guard list.operations.contains(OperationSet(operation)), holds(plan, list.conditions) else { return false }
        var columns: [[[UInt8]]] = []
        for (reference, pointer) in zip(list.items, list.pointers) {
            let text = text(plan, reference)
            let column = text.isEmpty ? [] : list.separator.map { TextConversion.items(text, $0) } ?? [text]
            if let first = columns.first, !column.isEmpty, column.count != first.count,
                !(list.allowsShort && column.count < first.count)
            {
                refuse(
                    .ruleComparison,
                    pointer,
                    list.rule,
                    zh: "项数 \(column.count) 与首个字段的 \(first.count) 不一致",
                    en: "has \(column.count) items, the first field \(first.count)"
                )
                return false
            }
            columns.append(column)
        }
        let start = output.count
        if !list.appends {
            begin(list.key)
            output.append(0x5b)
        }
        var hasWritten = false
        for item in 0..<(columns.first?.count ?? 0) {
            items = columns.map { $0.indices.contains(item) ? $0[item] : [] }
            if element(plan, list) { hasWritten = true }
            if problems.refuses, output.count > limits.size * 4 { break }
        }
        items = []
        guard hasWritten else {
            output.removeLast(output.count - start)
            return false
        }
        if !list.appends { output.append(0x5d) }
        written[list.row] = true
        trace?.use(plan, list.row)
        return true
    }

    private mutating func element(_ plan: TranslationPlan, _ list: EachPlan) -> Bool {
        let start = output.count
        switch list.element {
        case .value(let expression):
            guard let value = value(plan, expression, list.pointers.first ?? "", list.rule) else { return false }
            guard case .one(let scalar) = value, scalar.kind != .absent else { return false }
            begin([])
            append(scalar)
            return true
        case .steps(let steps):
            begin([])
            output.append(0x7b)
            let hasWritten = run(plan, steps, steps.indices)
            guard hasWritten, isNew(list.uniqueRow, list.array, since: start) else {
                output.removeLast(output.count - start)
                return false
            }
            output.append(0x7d)
            return true
        }
    }

    private mutating func writeExtra(_ plan: TranslationPlan, _ key: Int) -> Bool {
        let value = tape[key + 1]
        if value.kind == .null || value.isEmptyString || isPlaceholder(plan, value) { return false }
        let name = JSONText.string(payload.span, tape[key])
        let renamed = plan.direction == .write ? plan.rest.foreignName(name) : plan.rest.nationalName(name)
        guard let renamed, !plan.bodyNames.contains(renamed), plan.rest != .camelCase || unique(renamed) else {
            refuse(
                .fieldUnknown,
                pointer("", key),
                "\(plan.dialect).\(plan.dataset).unknown",
                zh: "没有可对应的名称",
                en: "there is no name that it could have"
            )
            return false
        }
        var writer = JSONWriter()
        writer.string(renamed)
        begin(writer.bytes + [0x3a])
        output.append(contentsOf: payload[value.rawRange])
        return true
    }

    /// True when no other member that is passed on has this name.
    private mutating func unique(_ name: String) -> Bool {
        uniques[-1, default: []].insert(Array(name.utf8)).inserted
    }

    /// Writes one row; true when it had a value.
    private mutating func write(_ plan: TranslationPlan, _ number: Int) -> Bool {
        let row = plan.rows[number]
        guard row.operations.contains(OperationSet(operation)) else { return false }
        if row.isPlain, case .reference(.slot(let slot)) = row.source, slots[slot] != 0 {
            let token = tape[Int(slots[slot])]
            guard !token.isContainer else { return refuseKind(row) }
            if !isPlaceholder(plan, token), !(plan.direction == .write && row.isDate && isZero(token)) {
                begin(row.key)
                let start = output.count
                output.append(contentsOf: payload[token.rawRange])
                note(plan, number, start)
                return true
            }
        }
        guard holds(plan, row.conditions) else { return false }
        guard var value = value(plan, row) else { return false }
        if value.isAbsent {
            guard operation == .add, let fallback = row.fallback else { return false }
            value = .one(fallback)
        }
        begin(row.key)
        let start = output.count
        switch value {
        case .one(let scalar): append(scalar)
        case .list(let items):
            output.append(0x5b)
            for item in items where item.kind != .absent {
                begin([])
                append(item)
            }
            output.append(0x5d)
        }
        note(plan, number, start)
        return true
    }

    private mutating func note(_ plan: TranslationPlan, _ number: Int, _ start: Int) {
        written[number] = true
        if !plan.uniqueRows.isEmpty, plan.uniqueRows.contains(number) { uniqueRanges[number] = start..<output.count }
        trace?.use(plan, number)
    }

    mutating func refuseKind(_ row: RowPlan) -> Bool {
        refuse(.fieldType, row.pointer, row.rule, zh: "须为单个值", en: "must be a single value")
        return false
    }

    private mutating func setTitle(_ plan: TranslationPlan, _ number: Int) {
        let row = plan.rows[number]
        guard let field = row.title, holds(plan, row.conditions), let value = value(plan, row) else { return }
        var scalar = ScalarValue.absent
        if case .one(let one) = value { scalar = one }
        if scalar.kind == .absent, let fallback = row.fallback { scalar = fallback }
        guard scalar.kind != .absent else { return }
        title[field] = String(decoding: scalar.bytes, as: UTF8.self)
        trace?.use(plan, number)
        checkTitle(plan, row, field)
        if field == .operation, title.operation == nil {
            refuse(
                .fieldCode,
                row.pointer,
                row.rule,
                zh: "操作须为 1 新增、2 修改、3 删除",
                en: "the operation must be 1 add, 2 change or 3 delete"
            )
        }
    }

    private mutating func begin(_ key: [UInt8]) {
        if let last = output.last, last != 0x7b, last != 0x5b { output.append(0x2c) }
        output.append(contentsOf: key)
    }

    private mutating func append(_ scalar: ScalarValue) {
        switch scalar.kind {
        case .absent: output.append(contentsOf: "null".utf8)
        case .literal: output.append(contentsOf: scalar.bytes)
        case .text: JSONQuoting.append(scalar.bytes, to: &output)
        }
    }

    private mutating func checkMandatory(_ plan: TranslationPlan) {
        for member in plan.mandatory where member.operations.contains(OperationSet(operation)) {
            if let slot = member.slot {
                guard slots[slot] == 0 else { continue }
                refuse(
                    .fieldMissing,
                    member.pointer,
                    member.rule,
                    zh: "方言必备的成员缺失",
                    en: "the dialect demands this member"
                )
            } else if !member.rows.contains(where: { written[$0] }) {
                refuse(
                    .fieldMissing,
                    "",
                    member.rule,
                    zh: "方言必备的 \(member.pointer) 没有来源",
                    en: "there is nothing for \(member.pointer), which the dialect demands"
                )
            }
        }
    }

    /// A document that names another data set than the one it is read as.
    private mutating func checkTitle(_ plan: TranslationPlan, _ row: RowPlan, _ field: TitleField) {
        let expected: String? =
            switch field {
            case .name: plan.dataset
            case .number: plan.number
            default: nil
            }
        guard let expected, let found = title[field], found != expected else { return }
        refuse(
            .bodyMismatch,
            row.pointer,
            row.rule,
            zh: "数据集 \(plan.dataset) 此处须为 \(expected)",
            en: "must be \(expected) for data set \(plan.dataset)"
        )
    }

    mutating func refuse(_ code: RejectionCode, _ pointer: String, _ rule: String, zh: String, en: String) {
        problems.append(Problem(code, at: pointer, rule: rule, zh: zh, en: en))
    }
}
