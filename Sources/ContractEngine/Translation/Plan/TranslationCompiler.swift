internal import Core

/// Turns one mapping, for one data set and in one direction, into a ``TranslationPlan``, and reports what does not
/// resolve.
struct TranslationCompiler {
    private let scope: TranslationScope
    private var rows: RowCompiler

    private init(_ scope: TranslationScope) {
        self.scope = scope
        rows = RowCompiler(scope)
    }

    /// The plan; of use only when nothing was reported.
    ///
    /// - Parameter others: fields that only other versions of the data set have, when they share the mapping.
    static func plan(
        _ dialect: DialectDefinition,
        _ mapping: MappingDefinition,
        _ program: ContractProgram,
        _ direction: DialectDirection,
        others: Set<String>,
        _ collector: ProblemCollector
    ) -> TranslationPlan {
        var compiler = TranslationCompiler(
            TranslationScope(dialect, mapping, program, direction, others: others, collector)
        )
        return compiler.plan()
    }

    private mutating func plan() -> TranslationPlan {
        let written = RestFields.rows(of: scope.mapping, scope.program, scope.direction)
        for row in scope.direction == .write ? scope.mapping.write : scope.mapping.read { rows.add(row, to: rows.root) }
        for row in written { rows.add(row, to: rows.root) }
        let body = scope.tokens(scope.mapping.body, "body") ?? []
        var bodyNode: TargetNode? = rows.root
        if scope.mapping.rest != .refuse {
            if scope.direction == .write {
                bodyNode = rows.root.object(at: body, scope, "body")
                rows.values.sources.passOn([])
            } else {
                rows.values.sources.passOn(body)
            }
            bodyNode?.hasExtras = true
        }
        if scope.direction == .write {
            for field in scope.mapping.unmapped.keys { rows.values.sources.ignore([field]) }
        } else {
            for pointer in scope.mapping.ignored.keys {
                if let tokens = scope.tokens(pointer, "ignored") { rows.values.sources.ignore(tokens) }
            }
            if case .pointer(let text)? = scope.dialect.dataset, let tokens = scope.tokens(text, "dataset") {
                rows.values.sources.ignore(tokens)
            }
        }
        let mandatory = mandatory()
        var steps: [OutputStep] = []
        rows.output.emit(rows.root, into: &steps)
        let placeholders = Set(scope.dialect.placeholders.map { Array($0.utf8) })
        return TranslationPlan(
            direction: scope.direction,
            fields: scope.program.fieldPass,
            slotFields: scope.direction == .write
                ? rows.values.sources.fields(scope.program.numbers)
                : [Int](repeating: -1, count: rows.values.sources.slotCount),
            sources: rows.values.sources.tree(),
            titleRows: rows.titleRows,
            steps: steps,
            rows: rows.rows,
            blocks: rows.output.blocks,
            lists: rows.output.lists,
            mandatory: mandatory,
            rest: scope.mapping.rest,
            bodyNames: Set(bodyNode?.children.compactMap(\.name) ?? []),
            placeholders: placeholders,
            longestPlaceholder: placeholders.map(\.count).max() ?? 0,
            dialect: scope.dialect.id,
            dataset: scope.program.name,
            scope: scope.program.name + (scope.mapping.version.map { "@\($0)" } ?? ""),
            number: scope.program.number.map { String($0) },
            uniqueRows: Set(rows.output.blocks.compactMap(\.uniqueRow) + rows.output.lists.compactMap(\.uniqueRow)),
            labels: rows.labels
        )
    }

    private mutating func mandatory() -> [TranslationPlan.Mandatory] {
        scope.mapping.mandatory.compactMap { member in
            guard let tokens = scope.tokens(member.pointer, "mandatory"), !tokens.isEmpty else { return nil }
            var place = TranslationPlan.Mandatory(member, rule: scope.rule(member.pointer))
            if scope.direction == .read {
                if case .slot(let slot) = rows.values.sources.reference(tokens) { place.slot = slot }
            } else {
                let node = tokens.reduce(rows.root as TargetNode?) { $0?.child($1) }
                place.rows = node?.rows(rows.output.lists) ?? []
            }
            return place
        }
    }
}
