internal import Core

/// The walk over the document, which notes the values that rows ask for.
extension TranslationRun {
    /// Reads the document; false when there is nothing to write, which is reported.
    mutating func scan(_ plan: TranslationPlan) -> Bool {
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

    func pointer(_ base: String, _ key: Int) -> String {
        let token = tape[key]
        guard Int(token.end - token.start) <= JSONPointer.maximumLength else { return base }
        let pointer = base + "/" + PointerText.escaped(JSONText.string(payload.span, token))
        return pointer.utf8.count <= JSONPointer.maximumLength ? pointer : base
    }
}
