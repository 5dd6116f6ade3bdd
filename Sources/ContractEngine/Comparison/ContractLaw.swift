internal import Core

/// What one compiled contract demands, in the form in which two contracts can be compared.
struct ContractLaw {
    let program: ContractProgram
    /// The fields, in order.
    let fields: [FieldLaw]
    /// True when a field that the contract does not list refuses a record.
    let refusesUnknown: Bool
    /// The record rules, whatever their policy.
    let rules: [RuleDefinition]

    private let numbers: [String: Int]

    /// The law of `program`.
    init(_ program: ContractProgram) {
        self.program = program
        let edition = program.editionDefinition
        let written = program.definition.fields + program.definition.groups.flatMap { edition.groups[$0] ?? [] }
        let byName = Dictionary(written.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        fields = program.fields.enumerated().compactMap { number, field in
            byName[field.name].map { FieldLaw(program, number, $0) }
        }
        numbers = Dictionary(
            fields.enumerated().map { ($0.element.name, $0.offset) },
            uniquingKeysWith: { first, _ in first }
        )
        refusesUnknown = program.options.unknownFields == .reject
        rules = program.definition.rules
    }

    /// The field `name`.
    subscript(name: String) -> FieldLaw? { numbers[name].map { fields[$0] } }

    /// The fields that `rule` names.
    func fields(of rule: RuleDefinition) -> [String] {
        var names: [String] = []
        ContractLaw.collect(rule.node) { text in
            if numbers[text] != nil, !names.contains(text) { names.append(text) }
        }
        return names
    }

    private static func collect(_ node: JSONNode, _ take: (String) -> Void) {
        switch node {
        case .string(let text): take(text)
        case .array(let elements): for element in elements { collect(element, take) }
        case .object(let members):
            for member in members where !["message", "source", "notes", "id"].contains(member.name) {
                collect(member.value, take)
            }
        case .number, .bool, .null: return
        }
    }
}
