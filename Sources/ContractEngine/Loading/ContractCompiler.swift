internal import Core

/// Turns one contract definition into the parts of a ``ContractProgram`` and reports what does not resolve.
struct ContractCompiler {
    /// The field that says of which day a record is.
    private static let stampField = "DATA_TIMESTAMP"

    private(set) var descriptions: [FieldDescription] = []
    private(set) var plans: [FieldPlan] = []
    private(set) var ruleIDs: [String] = []
    private(set) var numbers: [String: Int] = [:]

    private let definition: ContractDefinition
    private let edition: EditionDefinition
    private let collector: ProblemCollector
    private let placeholders: PlaceholderPlan
    /// The file of the row at hand: rows come from the contract, from groups and from overlays.
    private var file: String
    private var listNumbers: [String: Int] = [:]
    private var pool = CodePool()
    private var lists: [ListPlan] = []
    private var checks: [CheckPlan] = []
    private var allowed: [Set<[UInt8]>] = []
    private var rules: [RulePlan] = []
    private var texts: [RulePlan.Text] = []
    private var conditions: [RulePlan.Condition] = []
    private var requiredFields: [Int] = []
    private var amounts: [RulePlan.Amount] = []
    private var groups: [Range<Int>] = []
    private var beginnings: [[UInt8]] = []
    private var clocks: [RulePlan.Clock] = []
    private var ratios: [RulePlan.Ratio] = []

    /// Compiles `definition`; with mistakes reported to `collector` the parts are of no use.
    init(_ definition: ContractDefinition, edition: EditionDefinition, _ collector: ProblemCollector) {
        self.definition = definition
        self.edition = edition
        self.collector = collector
        placeholders = PlaceholderPlan(edition.placeholders)
        file = definition.file
        for field in definition.fields + groupFields() {
            file = field.file
            add(field)
        }
        file = definition.headFile
        for (key, name) in [
            ("case", definition.routing.case), ("sector", definition.routing.sector),
            ("region", definition.routing.region),
        ] {
            if let name { _ = number(of: name, "routing.\(key)") }
        }
        file = definition.keyPlace.file
        for name in definition.key {
            _ = number(of: name, DefinitionPlace.item(name, of: "key", in: definition.keyPlace.node))
        }
        for rule in definition.registration {
            file = rule.file
            for name in rule.fields { _ = number(of: name, rule.place(of: name)) }
        }
        checkToday()
        ruleIDs.append("\(definition.stem).unknown")
        var seen: Set<String> = []
        for rule in definition.rules {
            file = rule.file
            if !seen.insert(rule.id).inserted || rule.id == "unknown" {
                report("\(rule.path).id", zh: "规则编号 \(rule.id) 重复", en: "rule id \(rule.id) is taken")
            }
            add(rule)
        }
    }

    /// The pass over single fields.
    var fieldPass: FieldPass {
        FieldPass(
            plans: plans,
            table: FieldTable(descriptions.map(\.name)),
            lists: lists,
            checks: checks,
            allowed: allowed,
            pool: pool,
            placeholders: placeholders,
            todayFields: placeholders.policy == .off
                ? [] : descriptions.indices.filter { descriptions[$0].todayMeansNever },
            stamp: numbers[Self.stampField],
            unknownSeverity: edition.options.unknownFields == .reject ? .error : .warning
        )
    }

    /// The pass over record rules.
    var rulePass: RulePass {
        RulePass(
            plans: rules,
            texts: texts,
            conditions: conditions,
            beginnings: beginnings,
            fields: requiredFields,
            groups: groups,
            amounts: amounts,
            ratios: ratios,
            clocks: clocks,
            calendar: WorkingCalendar(edition.calendar)
        )
    }

    private func report(_ key: String, zh: String, en: String) {
        collector.report(file, key, zh: zh, en: en)
    }

    /// `placeholder: "today"` needs to be told the day.
    private func checkToday() {
        let groupFields = definition.groups.flatMap { edition.groups[$0] ?? [] }
        guard let field = (definition.fields + groupFields).first(where: \.todayMeansNever) else { return }
        if let stamp = numbers[Self.stampField], descriptions[stamp].type.isDate { return }
        if collector.isBroken(Self.stampField) { return }
        collector.report(
            field.file,
            "\(field.path).placeholder",
            zh: "placeholder 需要日期字段 \(Self.stampField)",
            en: "placeholder needs a date field \(Self.stampField)"
        )
    }

    private func groupFields() -> [FieldDefinition] {
        definition.groups.flatMap { id -> [FieldDefinition] in
            if let fields = edition.groups[id] { return fields }
            if collector.isBroken(id) { return [] }
            report(
                DefinitionPlace.item(id, of: "groups", in: definition.keyPlace.node),
                zh: "没有字段组 \(id)",
                en: "there is no group \(id)"
            )
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

    private mutating func add(_ rule: RuleDefinition) {
        let conditions = add(rule.conditions)
        let exceptions = add(rule.exceptions)
        guard let demand = demand(rule), let severity = rule.policy.severity else { return }
        let id = "\(definition.stem).\(rule.id)"
        ruleIDs.append(id)
        rules.append(RulePlan(conditions: conditions, exceptions: exceptions, demand: demand))
        texts.append(RulePlan.Text(id: id, severity: severity, message: rule.message))
    }

    private mutating func add(_ written: [RuleCondition]) -> Range<Int> {
        let first = conditions.count
        for condition in written {
            guard let field = number(of: condition.field, "\(condition.path).field") else { continue }
            let test: RulePlan.Condition.Test
            switch condition.test {
            case .isOneOf(let values): test = .isOneOf(pool.add(values))
            case .isNoneOf(let values): test = .isNoneOf(pool.add(values))
            case .isPresent(let isPresent): test = .isPresent(isPresent)
            case .starts(let text):
                test = .starts(beginnings.count)
                beginnings.append(Array(text.utf8))
            }
            conditions.append(RulePlan.Condition(field: field, test: test))
        }
        return first..<conditions.count
    }

    /// Resolves names of fields into ``requiredFields``.
    private mutating func add(_ names: [String], _ key: String) -> Range<Int> {
        let first = requiredFields.count
        requiredFields += names.enumerated().compactMap { number(of: $1, "\(key)[\($0)]") }
        return first..<requiredFields.count
    }

    private mutating func demand(_ rule: RuleDefinition) -> RulePlan.Demand? {
        switch rule.demand {
        case .requiredWhen(let fields):
            return .required(add(fields, "\(rule.path).fields"))
        case .forbiddenWhen:
            return conditions.last.map { .forbidden($0.field) }
        case .prefix(let name, let prefix):
            guard let field = number(of: name, "\(rule.path).field", type: .text),
                let start = number(of: prefix, "\(rule.path).prefix", type: .text)
            else { return nil }
            return .prefix(field: field, prefix: start)
        case .compare(let left, let comparison, let right):
            guard let first = number(of: left, "\(rule.path).left"),
                let second = number(of: right, "\(rule.path).right")
            else { return nil }
            let types = [descriptions[first].type, descriptions[second].type]
            guard types == [.number, .number] || types.allSatisfy(\.isDate) else {
                report(
                    "\(rule.path).\(types[0] == .text ? "left" : "right")",
                    zh: "只能比较两个日期或两个数字",
                    en: "compares two dates or two numbers only"
                )
                return nil
            }
            return .compare(left: first, comparison, right: second)
        case .amountAtMost(let name, let unitName, let factors, let limit):
            guard let field = number(of: name, "\(rule.path).field", type: .number) else { return nil }
            var unit: Int?
            if let unitName {
                guard let number = number(of: unitName, "\(rule.path).unit") else { return nil }
                unit = number
            }
            guard areExact(field, beside: 14, "\(rule.path).field") else { return nil }
            amounts.append(
                RulePlan.Amount(unit: unit, factors: factors.map { (Array($0.0.utf8), $0.1) }, limit: limit)
            )
            return .amount(field: field, number: amounts.count - 1)
        case .oneOf(let alternatives):
            let first = groups.count
            for (index, names) in alternatives.enumerated() {
                groups.append(add(names, "\(rule.path).alternatives[\(index)]"))
            }
            return .oneOf(first..<groups.count)
        case .itemsMatch(let names):
            for (index, name) in names.enumerated() {
                guard let field = numbers[name], descriptions[field].separator == nil else { continue }
                report("\(rule.path).fields[\(index)]", zh: "字段 \(name) 没有分隔符", en: "field \(name) has no separator")
            }
            return .itemsMatch(add(names, "\(rule.path).fields"))
        case .clock(let clock): return self.clock(clock, rule)
        case .ratioAtMost(let ratio): return self.ratio(ratio, rule)
        }
    }

    private mutating func clock(_ clock: RuleDefinition.Clock, _ rule: RuleDefinition) -> RulePlan.Demand? {
        guard let from = number(of: clock.from, "\(rule.path).from"), let to = number(of: clock.to, "\(rule.path).to")
        else { return nil }
        guard descriptions[from].type.isDate, descriptions[to].type.isDate else {
            let key = descriptions[from].type.isDate ? "to" : "from"
            report("\(rule.path).\(key)", zh: "只能计算两个日期之间的期限", en: "counts days between two dates only")
            return nil
        }
        clocks.append(
            RulePlan.Clock(
                from: from,
                to: to,
                least: clock.least,
                most: clock.most,
                countsWorkingDays: clock.countsWorkingDays,
                endsOnWorkingDay: clock.endsOnWorkingDay
            )
        )
        return .clock(clocks.count - 1)
    }

    private mutating func ratio(_ ratio: RuleDefinition.Ratio, _ rule: RuleDefinition) -> RulePlan.Demand? {
        guard let field = number(of: ratio.field, "\(rule.path).field", type: .number),
            let whole = number(of: ratio.whole, "\(rule.path).of", type: .number)
        else { return nil }
        var units: [Int?] = []
        for (name, key) in [(ratio.unit, "unit"), (ratio.wholeUnit, "ofUnit")] {
            guard let name else {
                units.append(nil)
                continue
            }
            guard let unit = number(of: name, "\(rule.path).\(key)") else { return nil }
            units.append(unit)
        }
        let scale = ratio.factors.map(\.1.digits).max() ?? 0
        guard areExact(field, beside: scale, "\(rule.path).field"),
            areExact(whole, beside: scale + ratio.limit.digits, "\(rule.path).of")
        else { return nil }
        ratios.append(
            RulePlan.Ratio(
                unit: units[0],
                whole: whole,
                wholeUnit: units[1],
                factors: ratio.factors.map { (Array($0.0.utf8), $0.1) },
                limit: ratio.limit
            )
        )
        return .ratio(field: field, number: ratios.count - 1)
    }

    /// True when an amount of the field times constants of `digits` digits is never rounded.
    private func areExact(_ field: Int, beside digits: Int, _ key: String) -> Bool {
        let most = ExactDecimal.maximumDigits - digits
        let description = descriptions[field]
        if let integer = description.integerDigits, let fraction = description.fractionDigits,
            integer + fraction <= most
        {
            return true
        }
        report(key, zh: "须限定位数(合计不超过 \(most) 位)", en: "needs digits, at most \(most) together")
        return false
    }

    /// The number of field `name`; nil, reported at `key`, when there is none or it has another type.
    private func number(of name: String, _ key: String, type: FieldType? = nil) -> Int? {
        guard let number = numbers[name] else {
            if collector.isBroken(name) { return nil }
            report(key, zh: "没有字段 \(name)", en: "there is no field \(name)")
            return nil
        }
        if let type, descriptions[number].type != type {
            report(
                key,
                zh: "字段 \(name) 须为 \(type.rawValue) 型",
                en: "field \(name) must be of type \(type.rawValue)"
            )
            return nil
        }
        return number
    }
}
