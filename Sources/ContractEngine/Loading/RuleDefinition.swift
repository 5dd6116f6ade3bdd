internal import Core

/// A record rule, as written; names of fields are not resolved yet.
struct RuleDefinition {
    /// `{"field", "in"}`: the field has one of the values.
    struct Condition {
        var field: String
        var values: [String]

        /// Reads a condition; nil when it is broken, which is reported.
        init?(_ reader: DefinitionReader) {
            let field = reader.string("field")
            values = reader.strings("in", isRequired: true)
            reader.finish()
            guard let field else { return nil }
            self.field = field
        }
    }

    /// What the rule demands.
    enum Demand {
        case requiredWhen(fields: [String])
        case forbiddenWhen
        case prefix(field: String, prefix: String)
        case compare(left: String, ComparisonOperator, right: String)
        case amountAtMost(field: String, unit: String?, factors: [(String, ExactDecimal)], limit: ExactDecimal)
    }

    /// The kinds as contracts name them.
    enum Kind: String, CaseIterable {
        case requiredWhen = "required-when"
        case forbiddenWhen = "forbidden-when"
        case prefix
        case compare
        case amountAtMost = "amount-at-most"
    }

    var id: String
    var kind: Kind
    var policy: Policy
    var conditions: [Condition]
    var demand: Demand
    var message: BilingualText
    var file: String
    var path: String
    /// The rule as it stands, for overlays.
    var node: JSONNode

    /// Reads a rule; nil when it is too broken to go on with.
    init?(_ reader: DefinitionReader) {
        let id = reader.string("id")
        let kind = reader.word("kind", Kind.self)
        let policy = reader.word("policy", Policy.self)
        let message = reader.bilingual("message")
        for key in ["source", "notes", "grade"] { _ = reader.optionalString(key) }
        let needsConditions = kind == .requiredWhen || kind == .forbiddenWhen
        let takesConditions = needsConditions || kind == .amountAtMost
        conditions =
            takesConditions
            ? reader.objects("when", isRequired: needsConditions)?.compactMap { Condition($0) } ?? [] : []
        if needsConditions && conditions.isEmpty && reader.has("when") {
            reader.report("when", zh: "须至少有一个条件", en: "needs at least one condition")
        }
        let demand = kind.flatMap { RuleDefinition.demand($0, reader) }
        file = reader.file
        path = reader.path
        node = reader.node
        reader.finish()
        guard let id, let kind, let policy, let message, let demand else { return nil }
        self.id = id
        self.kind = kind
        self.policy = policy
        self.message = message
        self.demand = demand
    }

    private static func demand(_ kind: Kind, _ reader: DefinitionReader) -> Demand? {
        switch kind {
        case .requiredWhen: return .requiredWhen(fields: reader.strings("fields", isRequired: true))
        case .forbiddenWhen: return .forbiddenWhen
        case .prefix:
            guard let field = reader.string("field"), let prefix = reader.string("prefix") else { return nil }
            return .prefix(field: field, prefix: prefix)
        case .compare:
            let comparison = reader.word("operator", ComparisonOperator.self)
            guard let left = reader.string("left"), let right = reader.string("right"), let comparison else {
                return nil
            }
            return .compare(left: left, comparison, right: right)
        case .amountAtMost: return amount(reader)
        }
    }

    private static func amount(_ reader: DefinitionReader) -> Demand? {
        let unit = reader.optionalString("unit")
        var factors: [(String, ExactDecimal)] = []
        if unit != nil || reader.has("units") {
            for (code, text) in reader.stringMembers("units") {
                if let factor = constant(text) {
                    factors.append((code, factor))
                } else {
                    reader.report("units.\(code)", zh: "须为正的十进制数", en: "must be a positive decimal number")
                }
            }
            if unit == nil { reader.report("unit", zh: "缺少", en: "is missing") }
        }
        guard let field = reader.string("field"), let text = reader.string("limit") else { return nil }
        guard let limit = constant(text) else {
            reader.report("limit", zh: "须为正的十进制数", en: "must be a positive decimal number")
            return nil
        }
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
