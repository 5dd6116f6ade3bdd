internal import Core

/// Compares what mappings can do with what contracts need and samples exercise.
struct DialectCoverage {
    private let definition: DialectDefinition
    private let dialect: Dialect
    private let used: Set<String>
    private(set) var report = CoverageReport()
    /// Data sets that share `any.json`, whose rows count as one.
    private var shared: [[Translation]] = []

    /// The coverage of one dialect, of which samples and round trips used `used`.
    init(_ definition: DialectDefinition, _ dialect: Dialect, used: Set<String>) {
        self.definition = definition
        self.dialect = dialect
        self.used = used
        for mapping in definition.mappings { addLosses(mapping) }
        for translation in dialect.translations + dialect.versions {
            guard let mapping = definition.mapping(of: translation.program) else { continue }
            addUnread(translation, mapping)
            addUnfilled(translation, mapping)
            // A version that has no mapping of its own counts with the current one.
            guard translation.program.isCurrent || mapping.version != nil else { continue }
            var versions = [translation]
            if mapping.version == nil {
                versions += dialect.versions.filter { other in
                    other.program.name == translation.program.name
                        && definition.mapping(of: other.program)?.version == nil
                }
            }
            if mapping.dataset == MappingDefinition.anyDataset {
                shared.append(versions)
            } else {
                addUnexercised([versions], dataset: Self.label(translation))
            }
        }
        if !shared.isEmpty { addUnexercised(shared, dataset: MappingDefinition.anyDataset) }
        addTables()
    }

    /// The data set, with the version unless it is the current one.
    private static func label(_ translation: Translation) -> String {
        translation.program.name + (translation.program.isCurrent ? "" : "@\(translation.program.version)")
    }

    private mutating func addLosses(_ mapping: MappingDefinition) {
        for (kind, reasons) in [
            ("unmapped", mapping.unmapped), ("lossy", mapping.lossy), ("ignored", mapping.ignored),
            ("unfilled", mapping.unfilled),
        ] {
            for (place, reason) in reasons.sorted(by: { $0.key < $1.key }) {
                report.losses.append(
                    .init(
                        dialect: dialect.id,
                        dataset: mapping.dataset + (mapping.version.map { "@\($0)" } ?? ""),
                        kind: kind,
                        place: place,
                        reason: reason
                    )
                )
            }
        }
    }

    private mutating func add(_ kind: CoverageReport.Kind, _ dataset: String?, _ place: String, zh: String, en: String)
    {
        report.holes.append(
            .init(
                dialect: dialect.id,
                dataset: dataset,
                kind: kind,
                place: place,
                message: BilingualText(zh: zh, en: en)
            )
        )
    }

    private mutating func addUnread(_ translation: Translation, _ mapping: MappingDefinition) {
        guard translation.has(.write) else { return }
        var written = Set(mapping.unmapped.keys)
        for row in mapping.write + RestFields.rows(of: mapping, translation.program, .write) {
            written.formUnion(RestFields.references(of: row))
        }
        for field in translation.program.fields where !written.contains(field.name) {
            add(
                .unread,
                Self.label(translation),
                field.name,
                zh: "没有行写出字段 \(field.name)，unmapped 也未说明",
                en: "no row writes field \(field.name), and unmapped does not say why"
            )
        }
    }

    private mutating func addUnfilled(_ translation: Translation, _ mapping: MappingDefinition) {
        let name = Self.label(translation)
        if translation.has(.read) {
            let rows = mapping.read + RestFields.rows(of: mapping, translation.program, .read)
            let filled = Set(rows.map(\.target)).union(mapping.unfilled.keys)
            for field in translation.program.fields where field.isRequired && !filled.contains(field.name) {
                add(
                    .unfilled,
                    name,
                    field.name,
                    zh: "没有行能填必填字段 \(field.name)",
                    en: "no row can fill the required field \(field.name)"
                )
            }
        }
        for member in translation.writing?.mandatory ?? []
        where member.rows.isEmpty {
            add(
                .unfilled,
                name,
                member.pointer,
                zh: "没有行能填方言必备的 \(member.pointer)",
                en: "no row can fill \(member.pointer), which the dialect demands"
            )
        }
    }

    /// Rows and conditions of which no data set of `datasets` made use, each in all its versions that share the rows.
    private mutating func addUnexercised(_ datasets: [[Translation]], dataset: String) {
        for direction in DialectDirection.allCases {
            var missing: Set<String>?
            for versions in datasets {
                let plans = versions.compactMap { direction == .write ? $0.writing : $0.reading }
                guard !plans.isEmpty else { continue }
                // A row that only one version has must be used as well.
                let left = plans.reduce(into: Set<String>()) { $0.formUnion(unused($1)) }
                missing = missing.map { $0.intersection(left) } ?? left
            }
            for part in (missing ?? []).sorted() {
                add(
                    .unexercised,
                    dataset,
                    "\(direction.rawValue) \(part)",
                    zh: "没有样例用到 \(part)(\(direction.rawValue))",
                    en: "no sample makes use of \(part) (\(direction.rawValue))"
                )
            }
        }
    }

    private func unused(_ plan: TranslationPlan) -> Set<String> {
        // Fields of `rest` pass through one and the same piece of code.
        var parts = Set(plan.labels.filter { !$0.hasPrefix("rest.") })
        for condition in Self.conditions(of: plan) {
            parts.insert(condition + " true")
            parts.insert(condition + " false")
        }
        return parts.filter { !used.contains(TranslationTrace.label(plan, $0)) }
    }

    private static func conditions(of plan: TranslationPlan) -> Set<String> {
        var labels = plan.rows.flatMap { $0.conditions.map(\.label) }
        labels += plan.blocks.flatMap { $0.conditions.map(\.label) }
        labels += plan.lists.flatMap { $0.conditions.map(\.label) }
        return Set(labels)
    }

    private mutating func addTables() {
        for (name, table) in definition.tables.sorted(by: { $0.key < $1.key }) {
            var parts: [String] = []
            if dialect.directions.contains(.write), isUsed(name, .write) {
                parts += wanted(table.forward.map { "\(table.path).map.\($0.from)" }, of: table)
                parts.append("\(table.path).map.unmapped")
            }
            if dialect.directions.contains(.read), isUsed(name, .read) {
                parts += wanted((table.backward ?? []).map { "\(table.path).back.\($0.from)" }, of: table)
                parts.append("\(table.path).back.unmapped")
            }
            for part in parts where !used.contains(part) {
                add(.unexercised, nil, part, zh: "没有样例用到 \(part)", en: "no sample makes use of \(part)")
            }
            if !isUsed(name, .write), !isUsed(name, .read) {
                add(.unexercised, nil, table.path, zh: "没有行使用对照表 \(name)", en: "no row uses table \(name)")
            }
        }
    }

    /// The entries that a sample has to use: all, or one of a list that was taken over whole.
    private func wanted(_ entries: [String], of table: CodeTableDefinition) -> [String] {
        guard table.isWhole else { return entries }
        return entries.contains { used.contains($0) } ? [] : Array(entries.prefix(1))
    }

    private func isUsed(_ table: String, _ direction: DialectDirection) -> Bool {
        func uses(_ conversions: [ConversionDefinition]) -> Bool {
            conversions.contains { if case .codes(let name) = $0 { name == table } else { false } }
        }
        func uses(_ expressions: [MappingExpression]) -> Bool {
            expressions.contains { expression in
                switch expression {
                case .reference(_, let list): uses(list)
                case .concat(let parts, let list), .first(let parts, let list): uses(list) || uses(parts)
                case .text, .named: false
                }
            }
        }
        func uses(_ row: MappingRow) -> Bool {
            if uses(row.conversions) { return true }
            return switch row.source {
            case .concat(let parts), .first(let parts): uses(parts)
            case .object(let rows), .each(_, _, _, .rows(let rows)): rows.contains { uses($0) }
            case .each(_, _, _, .value(let value)): uses([value])
            case .reference, .constant: false
            }
        }
        return definition.mappings.contains { mapping in
            (direction == .write ? mapping.write : mapping.read).contains { uses($0) }
        }
    }
}
