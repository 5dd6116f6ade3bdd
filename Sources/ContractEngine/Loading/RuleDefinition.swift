internal import Core

/// A record rule, as written; names of fields are not resolved yet.
struct RuleDefinition {
    /// `clock`: how many days lie between two dates.
    struct Clock {
        var from: String
        var to: String
        var least: Int?
        var most: Int?
        var countsWorkingDays: Bool
        var endsOnWorkingDay: Bool
    }

    /// `ratio-at-most`: an amount is at most so large a part of another.
    struct Ratio {
        var field: String
        var unit: String?
        var whole: String
        var wholeUnit: String?
        var factors: [(String, ExactDecimal)]
        var limit: ExactDecimal
    }

    /// What the rule demands.
    enum Demand {
        case requiredWhen(fields: [String])
        case forbiddenWhen
        case prefix(field: String, prefix: String)
        case compare(left: String, ComparisonOperator, right: String)
        case amountAtMost(field: String, unit: String?, factors: [(String, ExactDecimal)], limit: ExactDecimal)
        case oneOf([[String]])
        case itemsMatch([String])
        case clock(Clock)
        case ratioAtMost(Ratio)
    }

    /// The kinds as contracts name them.
    enum Kind: String, CaseIterable {
        case requiredWhen = "required-when"
        case forbiddenWhen = "forbidden-when"
        case prefix
        case compare
        case amountAtMost = "amount-at-most"
        case oneOf = "one-of"
        case itemsMatch = "items-match"
        case clock
        case ratioAtMost = "ratio-at-most"
    }

    var id: String
    var kind: Kind
    var policy: Policy
    /// All hold, or the rule does not apply.
    var conditions: [RuleCondition]
    /// When there are any and all hold, the rule does not apply.
    var exceptions: [RuleCondition]
    var demand: Demand
    var message: BilingualText
    var file: String
    var path: String
    /// The rule as it stands, for overlays.
    var node: JSONNode

    /// Reads a rule; nil when it is too broken to go on with.
    init?(_ reader: DefinitionReader) {
        let mistakes = reader.mistakes
        let id = reader.string("id")
        let kind = reader.word("kind", Kind.self)
        // The periods of the law are recalled, so a clock refuses only where somebody says so.
        let policy = kind == .clock && !reader.has("policy") ? .warn : reader.word("policy", Policy.self)
        let message = reader.bilingual("message")
        for key in ["source", "notes", "grade"] { _ = reader.optionalString(key) }
        let needsConditions = kind == .requiredWhen || kind == .forbiddenWhen
        conditions = reader.objects("when", isRequired: needsConditions)?.compactMap { RuleCondition($0) } ?? []
        exceptions =
            kind == .amountAtMost
            ? reader.objects("unless", isRequired: false)?.compactMap { RuleCondition($0) } ?? [] : []
        if needsConditions && conditions.isEmpty && reader.has("when") {
            reader.report("when", zh: "须至少有一个条件", en: "needs at least one condition")
        }
        let demand = kind.flatMap { RuleDefinition.demand($0, reader) }
        file = reader.file
        path = reader.path
        node = reader.node
        if kind == nil { reader.giveUp() }
        reader.finish()
        guard let id, let kind, let policy, let message, let demand else {
            reader.markBroken(id)
            return nil
        }
        self.id = id
        self.kind = kind
        self.policy = policy
        self.message = message
        self.demand = demand
        if reader.mistakes > mistakes { reader.markDented(id) }
    }

    private static func demand(_ kind: Kind, _ reader: DefinitionReader) -> Demand? {
        switch kind {
        case .requiredWhen: return .requiredWhen(fields: reader.strings("fields", isRequired: true))
        case .forbiddenWhen: return .forbiddenWhen
        case .prefix:
            let field = reader.string("field")
            let prefix = reader.string("prefix")
            guard let field, let prefix else { return nil }
            return .prefix(field: field, prefix: prefix)
        case .compare:
            let comparison = reader.word("operator", ComparisonOperator.self)
            let left = reader.string("left")
            let right = reader.string("right")
            guard let left, let right, let comparison else { return nil }
            return .compare(left: left, comparison, right: right)
        case .amountAtMost: return amount(reader)
        case .oneOf: return .oneOf(alternatives(reader))
        case .itemsMatch:
            let fields = reader.strings("fields", isRequired: true)
            if fields.count == 1 { reader.report("fields", zh: "须至少有两个字段", en: "needs at least two fields") }
            return fields.count > 1 ? .itemsMatch(fields) : nil
        case .clock: return clock(reader).map(Demand.clock)
        case .ratioAtMost: return ratio(reader)
        }
    }

    private static func alternatives(_ reader: DefinitionReader) -> [[String]] {
        guard case .array(let groups)? = reader.node("alternatives"), groups.count > 1 else {
            reader.report("alternatives", zh: "须为至少两个字段组的数组", en: "must be an array of at least two groups of fields")
            return []
        }
        return groups.enumerated().map { index, group in
            guard case .array(let names) = group, !names.isEmpty, names.allSatisfy({ $0.text?.isEmpty == false }) else {
                reader.report(
                    "alternatives[\(index)]",
                    zh: "字段组须为非空字符串的数组",
                    en: "a group must be an array of field names"
                )
                return []
            }
            return names.compactMap(\.text)
        }
    }

    private enum ClockUnit: String, CaseIterable {
        case days
        case workingDays = "working-days"
    }

    private static func clock(_ reader: DefinitionReader) -> Clock? {
        let from = reader.string("from")
        let to = reader.string("to")
        let unit = reader.word("unit", ClockUnit.self)
        let least = reader.optionalInteger("atLeast", minimum: 0)
        let most = reader.optionalInteger("atMost", minimum: 0)
        let endsOnWorkingDay = reader.flag("endsOnWorkingDay")
        if reader.has("atLeast") == reader.has("atMost") {
            reader.report("atLeast", zh: "须给出 atLeast 或 atMost 之一", en: "needs either atLeast or atMost")
        }
        guard let from, let to, let unit else { return nil }
        return Clock(
            from: from,
            to: to,
            least: least,
            most: most,
            countsWorkingDays: unit == .workingDays,
            endsOnWorkingDay: endsOnWorkingDay
        )
    }

    private static func ratio(_ reader: DefinitionReader) -> Demand? {
        let unit = reader.optionalString("unit")
        let wholeUnit = reader.optionalString("ofUnit")
        let factors = factors(reader, hasUnit: unit != nil || wholeUnit != nil)
        let limit = limit(reader)
        let field = reader.string("field")
        let whole = reader.string("of")
        guard let field, let whole, let limit else { return nil }
        return .ratioAtMost(
            Ratio(field: field, unit: unit, whole: whole, wholeUnit: wholeUnit, factors: factors, limit: limit)
        )
    }

    /// `units`: what the codes of a unit are worth.
    private static func factors(_ reader: DefinitionReader, hasUnit: Bool) -> [(String, ExactDecimal)] {
        guard hasUnit || reader.has("units") else { return [] }
        var factors: [(String, ExactDecimal)] = []
        for (code, text) in reader.stringMembers("units") {
            if let factor = constant(text) {
                factors.append((code, factor))
            } else {
                reader.report("units.\(code)", zh: "须为正的十进制数", en: "must be a positive decimal number")
            }
        }
        if !hasUnit { reader.report("unit", zh: "缺少", en: "is missing") }
        return factors
    }

    private static func limit(_ reader: DefinitionReader) -> ExactDecimal? {
        guard let text = reader.string("limit") else { return nil }
        if let limit = constant(text) { return limit }
        reader.report("limit", zh: "须为正的十进制数", en: "must be a positive decimal number")
        return nil
    }

    private static func amount(_ reader: DefinitionReader) -> Demand? {
        let unit = reader.optionalString("unit")
        let factors = factors(reader, hasUnit: unit != nil)
        let field = reader.string("field")
        let limit = limit(reader)
        guard let field, let limit else { return nil }
        return .amountAtMost(field: field, unit: unit, factors: factors, limit: limit)
    }

    /// A positive constant of a rule: at most 12 digits, so that its product with any amount stays exact.
    private static func constant(_ text: String) -> ExactDecimal? {
        guard text.utf8.count <= 13, let value = ExactDecimal(text), !value.isNegative, value.coefficient > 0 else {
            return nil
        }
        return value
    }
}
