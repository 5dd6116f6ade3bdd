internal import Core

/// Turns the fields of one contract definition into descriptions and plans, and reports what does not resolve.
struct FieldCompiler {
    private(set) var descriptions: [FieldDescription] = []
    private(set) var plans: [FieldPlan] = []
    /// Number of each field by its name.
    private(set) var numbers: [String: Int] = [:]
    private(set) var ruleIDs: [String] = []
    private(set) var lists: [ListPlan] = []
    private(set) var checks: [CheckPlan] = []
    /// Values that a check lets pass, one set for each of ``checks``.
    private(set) var allowed: [Set<[UInt8]>] = []
    /// The codes of ``lists``.
    private(set) var pool = CodePool()

    private let definition: ContractDefinition
    private let edition: EditionDefinition
    private let placeholders: PlaceholderPlan
    private let collector: ProblemCollector
    /// The file of the row at hand: rows come from the contract, from groups and from overlays.
    private var file: String
    private var listNumbers: [String: Int] = [:]

    /// Compiles the fields of `definition` and of its groups.
    init(
        _ definition: ContractDefinition,
        _ edition: EditionDefinition,
        _ placeholders: PlaceholderPlan,
        _ collector: ProblemCollector
    ) {
        self.definition = definition
        self.edition = edition
        self.placeholders = placeholders
        self.collector = collector
        file = definition.file
        for field in definition.fields + groupFields() {
            file = field.file
            add(field)
        }
    }

    /// The fields for what names them.
    var names: FieldNames { FieldNames(descriptions, numbers, collector) }

    private func report(_ key: String, zh: String, en: String) {
        collector.report(file, key, zh: zh, en: en)
    }

    private func groupFields() -> [FieldDefinition] {
        definition.groups.flatMap { id -> [FieldDefinition] in
            if let fields = edition.groups[id] { return fields }
            if collector.isBroken(id) { return [] }
            let place = DefinitionPlace.item(id, of: "groups", in: definition.keyPlace.node)
            collector.report(definition.headFile, place, zh: "没有字段组 \(id)", en: "there is no group \(id)")
            return []
        }
    }

    private mutating func add(_ field: FieldDefinition) {
        if numbers[field.name] != nil {
            report("\(field.path).name", zh: "字段 \(field.name) 重复", en: "field \(field.name) occurs twice")
            return
        }
        numbers[field.name] = descriptions.count
        descriptions.append(
            FieldDescription(
                name: field.name,
                title: field.title,
                type: field.type,
                length: field.length,
                minimumLength: field.minimumLength,
                isFixed: field.isFixed,
                isRequired: field.isRequired,
                separator: field.separator.map { Character(Unicode.Scalar($0)) },
                integerDigits: field.digits?.integer,
                fractionDigits: field.digits?.fraction,
                list: field.list,
                values: field.values?.map(\.code) ?? [],
                checks: field.checks,
                isSuspect: field.isSuspect,
                todayMeansNever: field.todayMeansNever,
                typeGrade: field.typeGrade,
                group: field.group,
                grade: field.grade,
                notes: field.notes
            )
        )
        plans.append(plan(field))
    }

    private mutating func plan(_ field: FieldDefinition) -> FieldPlan {
        let prefix = "\(definition.stem).\(field.name)"
        var plan = FieldPlan(type: field.type, flags: [])
        if field.isRequired {
            plan.flags.insert(.requiredOnAdd)
            ruleIDs.append("\(prefix).required")
            if field.group != nil || definition.key.contains(field.name) { plan.flags.insert(.requiredOnChange) }
        }
        ruleIDs.append("\(prefix).type")
        if let length = field.length { plan.length = Int32(clamping: length) }
        if let length = field.minimumLength { plan.minimumLength = Int32(clamping: length) }
        if field.isFixed { plan.flags.insert(.fixed) }
        if field.length != nil || field.minimumLength != nil { ruleIDs.append("\(prefix).length") }
        let identifies =
            field.group != nil || definition.key.contains(field.name) || definition.routing.names.contains(field.name)
            || field.checks.contains(where: \.namesACase)
        if placeholders.policy != .reject && !identifies { plan.flags.insert(.filledByPlaceholder) }
        if field.typeGrade != .found { plan.flags.insert(.unsureType) }
        if field.isSuspect { plan.flags.insert(.suspect) }
        plan.separator = field.separator ?? 0
        plan.flags.formUnion(options(field))
        switch field.type {
        case .text: break
        case .number:
            ruleIDs.append("\(prefix).digits")
            if let digits = field.digits {
                plan.flags.insert(.digits)
                plan.integerDigits = UInt8(clamping: digits.integer)
                plan.fractionDigits = UInt8(clamping: digits.fraction)
            }
        case .dateTime, .minute, .date: ruleIDs.append("\(prefix).date")
        }
        if let list = list(field) {
            plan.list = Int16(clamping: list)
            ruleIDs.append("\(prefix).list")
        }
        plan.firstCheck = Int16(clamping: checks.count)
        for kind in field.checks {
            let identifier = edition.identifier(kind)
            guard let severity = identifier.policy.severity else { continue }
            checks.append(CheckPlan(kind: kind, severity: severity, allowed: allowed.count))
            allowed.append(Set(identifier.allowed.map { Array($0.utf8) }))
            plan.checks += 1
            ruleIDs.append("\(prefix).\(kind.rawValue)")
        }
        if plan.list >= 0 || plan.checks > 0 || plan.flags.contains(.lengthOfItems) {
            plan.flags.insert(.examined)
        }
        return plan
    }

    /// What the options of the profile mean for `field`.
    private func options(_ field: FieldDefinition) -> FieldPlan.Flags {
        var flags: FieldPlan.Flags = []
        let options = edition.options
        if field.separator != nil {
            if (field.isFixed ? options.fixedLength : options.maximumLength) == .items { flags.insert(.lengthOfItems) }
            if field.values != nil, options.values == .text { flags.insert(.listOfText) }
            if options.emptyItems == .dropped { flags.insert(.dropsEmptyItems) }
        }
        if options.minus == .counts { flags.insert(.minusCounts) }
        if options.fraction == .ignoredWithoutDigits, field.digits?.fraction == 0 { flags.insert(.anyFraction) }
        return flags
    }

    private mutating func list(_ field: FieldDefinition) -> Int? {
        if let values = field.values {
            lists.append(ListPlan(codes: pool.add(values.map(\.code)), rejects: true))
            return lists.count - 1
        }
        guard let id = field.list else { return nil }
        if let number = listNumbers[id] { return number }
        guard let list = edition.lists[id] else {
            if collector.isBroken(id) { return nil }
            report("\(field.path).list", zh: "没有代码表 \(id)", en: "there is no code list \(id)")
            return nil
        }
        lists.append(
            ListPlan(
                codes: list.strictness == .absent ? nil : pool.add(list.values.map(\.code)),
                rejects: list.strictness == .reject
            )
        )
        listNumbers[id] = lists.count - 1
        return lists.count - 1
    }
}
