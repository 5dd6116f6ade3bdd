internal import Core

/// The output, in the order of the rows.
extension TranslationRun {
    /// Runs the steps of `range`; true when something was written.
    mutating func run(_ plan: TranslationPlan, _ steps: [OutputStep], _ range: Range<Int>) -> Bool {
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
}
