internal import Core

/// What one compiled contract demands of one field, in the form in which two contracts can be compared: errors only,
/// warnings are nothing.
struct FieldLaw: Hashable {
    /// How many characters, and of what.
    struct Length: Hashable {
        var least: Int
        /// Nil without a limit.
        var most: Int?
        /// True when each item is counted, false for the whole text.
        var isOfItems: Bool
    }

    /// Digits before the point, the same for negative numbers, and after the point; nil without a limit.
    struct Digits: Hashable {
        var integer: Int
        var negative: Int
        var fraction: Int?
    }

    /// Codes beyond which a value is refused.
    struct Codes: Hashable {
        var codes: Set<String>
        /// True when the whole text is looked up although the field has several values.
        var isOfText: Bool
    }

    let name: String
    let title: String
    let type: FieldType
    /// True when violations of the type refuse.
    let isSure: Bool
    /// Separator of several values; nil for one.
    let separator: UInt8?
    let dropsEmptyItems: Bool
    let isRequiredOnAdd: Bool
    let isRequiredOnChange: Bool
    let length: Length?
    let digits: Digits?
    /// The list, when it refuses.
    let codes: Codes?
    /// The identifier rules that refuse, with the values that pass nevertheless.
    let checks: [IdentifierKind: Set<String>]
    /// Texts that stand for no value, and each of the edition's with a blank before it: a code of the field's own list is
    /// no placeholder, but it is one with blanks around it.
    let placeholders: Set<String>
    /// True when a placeholder passes for a required value.
    let isFilledByPlaceholder: Bool
    /// True when the day of the record means that there is no date.
    let todayMeansNever: Bool

    /// The law of field `number` of `program`, written as `definition`.
    init(_ program: ContractProgram, _ number: Int, _ definition: FieldDefinition) {
        let plan = program.fieldPass.plans[number]
        let edition = program.editionDefinition
        name = definition.name
        title = definition.title
        type = plan.type
        isSure = !plan.flags.contains(.unsureType)
        separator = plan.separator == 0 ? nil : plan.separator
        dropsEmptyItems = plan.flags.contains(.dropsEmptyItems)
        isRequiredOnAdd = plan.flags.contains(.requiredOnAdd)
        isRequiredOnChange = plan.flags.contains(.requiredOnChange)
        length = FieldLaw.length(plan)
        digits = FieldLaw.digits(plan)
        codes = FieldLaw.codes(plan, definition, edition)
        var checks: [IdentifierKind: Set<String>] = [:]
        for kind in definition.checks {
            let identifier = edition.identifier(kind)
            if identifier.policy == .reject { checks[kind] = identifier.allowed }
        }
        self.checks = checks
        let known = FieldLaw.listed(definition, edition)
        let words = edition.placeholders.map { $0.policy == .off ? [] : plan.type.isDate ? $0.dates : $0.texts } ?? []
        placeholders = Set(words).subtracting(plan.type == .text ? known : []).union(
            plan.type == .text ? words.map { " \($0)" } : []
        )
        isFilledByPlaceholder = plan.flags.contains(.filledByPlaceholder)
        todayMeansNever = definition.todayMeansNever && edition.placeholders.map { $0.policy != .off } ?? false
    }

    /// True when a record rule that is the same in two contracts says the same of this field's values in both, this
    /// being the law of the former one: a value is absent, malformed or split into items in both or in neither.
    func reads(like next: FieldLaw) -> Bool {
        guard type == next.type, separator == next.separator, dropsEmptyItems == next.dropsEmptyItems,
            placeholders == next.placeholders, isFilledByPlaceholder == next.isFilledByPlaceholder,
            todayMeansNever == next.todayMeansNever
        else { return false }
        // What is surely of the type in the former contract is so in the next; what only warns is skipped there.
        return isSure ? next.isSure || digits == next.digits : !next.isSure && digits == next.digits
    }

    /// True when a value of the field can be refused for something else than its type.
    var judgesText: Bool { length != nil || codes != nil || !checks.isEmpty }

    private static func length(_ plan: FieldPlan) -> Length? {
        guard plan.type == .text, plan.length >= 0 || plan.minimumLength > 0 else { return nil }
        let most = plan.length >= 0 ? Int(plan.length) : nil
        let least = plan.flags.contains(.fixed) ? most ?? 0 : Int(plan.minimumLength)
        return Length(least: least, most: most, isOfItems: plan.flags.contains(.lengthOfItems))
    }

    private static func digits(_ plan: FieldPlan) -> Digits? {
        guard plan.flags.contains(.digits) else { return nil }
        let integer = Int(plan.integerDigits)
        return Digits(
            integer: integer,
            negative: integer - (plan.flags.contains(.minusCounts) ? 1 : 0),
            fraction: plan.flags.contains(.anyFraction) ? nil : Int(plan.fractionDigits)
        )
    }

    private static func codes(
        _ plan: FieldPlan,
        _ definition: FieldDefinition,
        _ edition: EditionDefinition
    ) -> Codes? {
        guard !plan.flags.contains(.suspect) else { return nil }
        if let values = definition.values {
            return Codes(codes: Set(values.map(\.code)), isOfText: plan.flags.contains(.listOfText))
        }
        guard let list = definition.list.flatMap({ edition.lists[$0] }), list.strictness == .reject else { return nil }
        return Codes(codes: Set(list.values.map(\.code)), isOfText: false)
    }

    /// The codes of the field's list, whatever its policy.
    private static func listed(_ definition: FieldDefinition, _ edition: EditionDefinition) -> Set<String> {
        if let values = definition.values { return Set(values.map(\.code)) }
        return Set(definition.list.flatMap { edition.lists[$0] }?.values.map(\.code) ?? [])
    }
}
