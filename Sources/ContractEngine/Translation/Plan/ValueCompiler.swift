internal import Core

/// Turns rows that write one value, and what is in them, into plans; gathers the places that they read.
struct ValueCompiler {
    let scope: TranslationScope
    var sources = SourceTreeBuilder()
    /// Fields of the `each` around the row at hand.
    var items: [String] = []

    /// A compiler of the rows in `scope`.
    init(_ scope: TranslationScope) {
        self.scope = scope
    }

    /// The plan of `row`, which writes the member `key` or sets `title`; nil when it does not resolve.
    mutating func row(_ row: MappingRow, key: String?, title: TitleField? = nil) -> RowPlan? {
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
        let type = names.count == 1 ? fieldType(scope.direction == .write ? names[0] : row.target) : nil
        let conversions = row.conversions.compactMap { conversion($0, row, type) }
        checkLists(row, source, conversions)
        var plan = RowPlan(
            key: key.map(MemberKey.bytes) ?? [],
            source: source,
            conversions: conversions,
            fallback: row.fallback.map { ScalarValue($0) },
            conditions: conditions(row),
            operations: operations(row.operations) ?? defaultOperations(names),
            title: title,
            isDate: type?.isDate ?? false,
            pointer: names.first.map { place($0) } ?? "",
            rule: scope.rule(row.target),
            isPlain: false
        )
        if case .reference(.slot) = source, conversions.isEmpty, plan.conditions.isEmpty, title == nil {
            plan.isPlain = true
        }
        return plan
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
        scope.report("\(row.path).as", zh: "列表须有 join 或 item", en: "a list needs join or item")
    }

    private func defaultOperations(_ names: [String]) -> OperationSet {
        guard !names.isEmpty else { return .add }
        if scope.direction == .read { return [.add, .change, .delete] }
        return names.allSatisfy { $0.hasPrefix("@") } ? [.add, .change, .delete] : [.add, .change]
    }

    /// The operations that a row names; nil when it names none.
    func operations(_ words: Set<RecordOperation>?) -> OperationSet? {
        words.map { $0.reduce(into: OperationSet()) { $0.insert(OperationSet($1)) } }
    }

    /// How a reference is named on problems.
    func place(_ name: String) -> String {
        if name.hasPrefix("$"), let number = Int(name.dropFirst()), items.indices.contains(number) {
            return place(items[number])
        }
        return name.hasPrefix("/") ? name : "/" + PointerText.escaped(name)
    }

    private func fieldType(_ name: String) -> FieldType? {
        if name.hasPrefix("$"), let number = Int(name.dropFirst()), items.indices.contains(number) {
            return fieldType(items[number])
        }
        return scope.program.numbers[name].map { scope.program.fields[$0].type }
    }

    /// What `name` refers to; nil, reported at `key`, when there is no such thing.
    mutating func reference(_ name: String, _ key: String) -> ReferencePlan? {
        if name.hasPrefix("$") {
            if let number = Int(name.dropFirst()), items.indices.contains(number) { return .item(number) }
            scope.report(key, zh: "此处没有 \(name)", en: "there is no \(name) here")
            return nil
        }
        if scope.direction == .read {
            guard let tokens = scope.tokens(name, key), !tokens.isEmpty else {
                scope.report(key, zh: "\(name) 须为指针", en: "\(name) must be a pointer")
                return nil
            }
            return sources.reference(tokens)
        }
        if name.hasPrefix("@") {
            guard let title = TitleField(rawValue: name) else {
                scope.report(key, zh: "没有信封字段 \(name)", en: "there is no title field \(name)")
                return nil
            }
            guard case .slot(let slot) = sources.reference([name]) else { return nil }
            return .title(title, slot: slot)
        }
        guard scope.program.numbers[name] != nil || scope.others.contains(name) else {
            scope.reportNoField(name, key)
            return nil
        }
        return sources.reference([name])
    }

    /// The plan of `expression` in `row`; nil when it does not resolve.
    mutating func expression(_ expression: MappingExpression, _ row: MappingRow) -> ExpressionPlan? {
        switch expression {
        case .text(let text): return .text(Array(text.utf8))
        case .reference(let name, let conversions):
            guard let reference = reference(name, row.place(of: name)) else { return nil }
            let type = fieldType(scope.direction == .write ? name : row.target)
            return .reference(
                reference,
                conversions.compactMap { conversion($0, row, type) },
                isDate: type?.isDate ?? false
            )
        case .named(let name):
            if let text = scope.dialect.texts[name] { return .text(Array(text.utf8)) }
            scope.report(row.place(of: name), zh: "没有文本 \(name)", en: "there is no text \(name)")
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

    /// The conditions of `row`.
    mutating func conditions(_ row: MappingRow) -> [ConditionPlan] {
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
            let separator = scope.program.field(named: condition.reference)?.separator?.asciiValue ?? 0
            return ConditionPlan(reference: reference, test: test, separator: separator, label: key)
        }
    }
}
