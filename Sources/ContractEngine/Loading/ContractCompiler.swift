internal import Core

/// Turns one contract definition into the parts of a ``ContractProgram`` and reports what does not resolve.
struct ContractCompiler {
    /// The field that says of which day a record is.
    private static let stampField = "DATA_TIMESTAMP"

    /// Ids of all rules: those of the fields, the one for unknown fields, those of the record rules.
    let ruleIDs: [String]

    private let fields: FieldCompiler
    private let rules: RuleCompiler
    private let edition: EditionDefinition
    private let placeholders: PlaceholderPlan

    /// Compiles `definition`; with mistakes reported to `collector` the parts are of no use.
    init(_ definition: ContractDefinition, edition: EditionDefinition, _ collector: ProblemCollector) {
        self.edition = edition
        placeholders = PlaceholderPlan(edition.placeholders)
        fields = FieldCompiler(definition, edition, placeholders, collector)
        let names = fields.names
        Self.checkNames(definition, names)
        Self.checkToday(definition, edition, names)
        rules = RuleCompiler(definition, names, pool: fields.pool)
        ruleIDs = fields.ruleIDs + ["\(definition.stem).unknown"] + rules.ruleIDs
    }

    /// The fields, each at its number.
    var descriptions: [FieldDescription] { fields.descriptions }

    /// What the pass over single fields does with each.
    var plans: [FieldPlan] { fields.plans }

    /// The number of each field by its name.
    var numbers: [String: Int] { fields.numbers }

    /// The pass over single fields.
    var fieldPass: FieldPass {
        FieldPass(
            plans: plans,
            table: FieldTable(descriptions.map(\.name)),
            lists: fields.lists,
            checks: fields.checks,
            allowed: fields.allowed,
            pool: rules.pool,
            placeholders: placeholders,
            todayFields: placeholders.policy == .off
                ? [] : descriptions.indices.filter { descriptions[$0].todayMeansNever },
            stamp: numbers[Self.stampField],
            unknownSeverity: edition.options.unknownFields == .reject ? .error : .warning
        )
    }

    /// The pass over record rules.
    var rulePass: RulePass { rules.pass(calendar: WorkingCalendar(edition.calendar)) }

    /// What the contract itself names has to be a field.
    private static func checkNames(_ definition: ContractDefinition, _ names: FieldNames) {
        for (key, name) in [
            ("case", definition.routing.case), ("sector", definition.routing.sector),
            ("region", definition.routing.region), ("department", definition.routing.department),
        ] {
            if let name { _ = names.number(of: name, definition.headFile, "routing.\(key)") }
        }
        let (file, node) = definition.keyPlace
        for name in definition.key {
            _ = names.number(of: name, file, DefinitionPlace.item(name, of: "key", in: node))
        }
        for rule in definition.registration {
            for name in rule.fields { _ = names.number(of: name, rule.file, rule.place(of: name)) }
        }
    }

    /// `placeholder: "today"` needs to be told the day.
    private static func checkToday(
        _ definition: ContractDefinition,
        _ edition: EditionDefinition,
        _ names: FieldNames
    ) {
        let groupFields = definition.groups.flatMap { edition.groups[$0] ?? [] }
        guard let field = (definition.fields + groupFields).first(where: \.todayMeansNever) else { return }
        if let stamp = names.numbers[stampField], names.descriptions[stamp].type.isDate { return }
        if names.isBroken(stampField) { return }
        names.report(
            field.file,
            "\(field.path).placeholder",
            zh: "placeholder 需要日期字段 \(stampField)",
            en: "placeholder needs a date field \(stampField)"
        )
    }
}
