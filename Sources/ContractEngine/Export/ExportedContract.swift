internal import Core

/// A contract as exporters see it: what was written, with names resolved.
struct ExportedContract {
    let program: ContractProgram
    let fields: [ExportedField]

    /// The view of `program` for exporters.
    init(_ program: ContractProgram) {
        self.program = program
        let definition = program.definition
        let edition = program.editionDefinition
        let groupFields = definition.groups.flatMap { edition.groups[$0] ?? [] }
        fields = zip(definition.fields + groupFields, program.fieldPass.plans).map { field, plan in
            ExportedField(
                definition: field,
                list: field.list.flatMap { edition.lists[$0] },
                checks: field.checks.compactMap { kind in
                    let identifier = edition.identifier(kind)
                    guard identifier.policy != .off else { return nil }
                    return ExportedField.Check(
                        kind: kind,
                        policy: identifier.policy,
                        allowed: identifier.allowed.sorted()
                    )
                },
                isRequiredOnAdd: field.isRequired,
                isRequiredOnChange: plan.flags.contains(.requiredOnChange),
                placeholderPasses: plan.flags.contains(.filledByPlaceholder)
            )
        }
    }

    var definition: ContractDefinition { program.definition }

    /// What stands where a value should; nil where nothing does.
    var placeholders: PlaceholderDefinition? {
        guard let placeholders = program.editionDefinition.placeholders, placeholders.policy != .off else { return nil }
        return placeholders
    }

    /// Name of the files about the contract, without what follows the first dot.
    var fileStem: String { Self.fileStem(program) }

    /// The data set, with its version where that is not the current one.
    static func fileStem(_ program: ContractProgram) -> String {
        program.isCurrent ? program.name : "\(program.name)@\(program.version)"
    }

    /// Version and days of acceptance, for the line of an index: every version of a data set has a line of its own.
    static func version(_ program: ContractProgram) -> String {
        let days = program.validity.text
        return "版本 \(program.version)" + (program.isCurrent ? "(现行)" : "") + (days.isEmpty ? "" : "，接受期间 \(days)")
    }

    /// The record rules that are not off.
    var rules: [RuleDefinition] { definition.rules.filter { $0.policy != .off } }

    /// The field called `name`; the compiler saw to it that names in rules exist.
    func field(named name: String) -> ExportedField? {
        fields.first { $0.name == name }
    }

    /// The code lists of the fields, each once, in the order of the fields.
    var lists: [CodeListDefinition] {
        var seen: Set<String> = []
        return fields.compactMap(\.list).filter { seen.insert($0.id).inserted }
    }
}
