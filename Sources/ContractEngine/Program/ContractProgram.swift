package import Core

/// One contract compiled: what it says about itself, and what the validator runs.
///
/// Immutable and shared by all workers.
package final class ContractProgram: Sendable {
    /// Wire name of the data set.
    package let name: String
    /// Number of the data set in the specification; nil when it has none.
    package let number: Int?
    /// Version of the contract.
    package let version: String
    /// Title.
    package let title: BilingualText
    /// Edition, for example `national`.
    package let edition: String
    /// Version of the edition, for example `v2`.
    package let editionVersion: String
    /// Domain, for example `engineering`.
    package let domain: String
    /// How much of the data set is known.
    package let completeness: Completeness
    /// Version of the source's rules.
    package let ruleVersion: String?
    /// Fields that identify a record.
    package let key: [String]
    /// Data set of the parent record; nil for a root.
    package let parent: String?
    /// Fields that routing attributes have to agree with.
    package let routing: RoutingFields
    /// All fields, those of the contract first, then those of its groups.
    package let fields: [FieldDescription]
    /// Id of every rule that is not off, in the order of the fields, then the record rules.
    package let ruleIDs: [String]

    /// Number of each field by its name.
    let numbers: [String: Int]
    let fieldPass: FieldPass
    let rulePass: RulePass
    /// The contract as written and the edition it was compiled with, overlays applied: what exporters read.
    let definition: ContractDefinition
    let editionDefinition: EditionDefinition
    /// Numbers of the fields that an added record needs, and those that a changed one needs.
    let requiredOnAdd: [Int]
    let requiredOnChange: [Int]

    init(_ definition: ContractDefinition, edition: EditionDefinition, _ parts: ContractCompiler) {
        self.definition = definition
        editionDefinition = edition
        name = definition.name
        number = definition.number
        version = definition.version
        title = definition.title
        self.edition = edition.name
        editionVersion = edition.version
        domain = definition.domain
        completeness = definition.completeness
        ruleVersion = definition.ruleVersion
        key = definition.key
        parent = definition.parent
        routing = definition.routing
        fields = parts.descriptions
        ruleIDs = parts.ruleIDs
        numbers = parts.numbers
        fieldPass = parts.fieldPass
        rulePass = parts.rulePass
        requiredOnAdd = parts.plans.indices.filter { parts.plans[$0].flags.contains(.requiredOnAdd) }
        requiredOnChange = parts.plans.indices.filter { parts.plans[$0].flags.contains(.requiredOnChange) }
    }

    /// `program` with the demands alone that can be judged by `fields`, whatever the other fields hold, of records whose
    /// values are separated as in `base`.
    private init(_ program: ContractProgram, judging fields: Set<Int>, writtenBy base: ContractProgram) {
        definition = program.definition
        editionDefinition = program.editionDefinition
        name = program.name
        number = program.number
        version = program.version
        title = program.title
        edition = program.edition
        editionVersion = program.editionVersion
        domain = program.domain
        completeness = program.completeness
        ruleVersion = program.ruleVersion
        key = program.key
        parent = program.parent
        routing = program.routing
        self.fields = program.fields
        ruleIDs = program.ruleIDs
        numbers = program.numbers
        var plans = program.fieldPass.plans
        for (place, field) in program.fields.enumerated() where plans[place].separator != 0 {
            guard let other = base.numbers[field.name] else { continue }
            let separator = base.fieldPass.plans[other].separator
            if separator != 0 { plans[place].separator = separator }
        }
        fieldPass = program.fieldPass.replacing(plans)
        rulePass = program.rulePass.restricted(to: fields)
        requiredOnAdd = program.requiredOnAdd.filter(fields.contains)
        requiredOnChange = program.requiredOnChange.filter(fields.contains)
    }

    /// The contract for a reader who sees the fields `shown` alone of records that were written by `base`: no other
    /// field is demanded, and record rules that look at another field do not apply. Several values are told apart as
    /// `base` does.
    package func judging(only shown: some Sequence<String>, writtenBy base: ContractProgram) -> ContractProgram {
        ContractProgram(self, judging: Set(shown.compactMap { numbers[$0] }), writtenBy: base)
    }

    /// Path of the contract as `ce_dataschema` carries it: `/contracts/national/v2/TENDER_PROJECT` for the current
    /// version, with `/` and the version behind it for another.
    package var schema: String { definition.isCurrent ? currentSchema : versionedSchema }

    /// The path that names the version, for the current one too.
    package var versionedSchema: String { "\(currentSchema)/\(version)" }

    private var currentSchema: String { "/contracts/\(edition)/\(editionVersion)/\(name)" }

    /// True for the version that the path without a version means.
    package var isCurrent: Bool { definition.isCurrent }

    /// The days on which records of this version are accepted.
    package var validity: ValidityPeriod { definition.validity }

    /// Id of the profile; nil for the edition as it stands.
    package var profile: String? { editionDefinition.profile }

    /// How values are read.
    package var options: ProfileOptions { editionDefinition.options }

    /// True when an overlay of the profile changed the contract.
    package var isOverlaid: Bool { definition.overlaid != nil }

    /// The rules that the samples beside the contract have to show: all, or those of the rows of the overlay.
    var ownRuleIDs: [String] {
        guard let overlaid = definition.overlaid else { return ruleIDs }
        let prefixes = overlaid.map { "\(stem).\($0)" }
        return ruleIDs.filter { id in prefixes.contains { id == $0 || id.hasPrefix("\($0).") } }
    }

    /// Where the contract stands beneath the directory it was loaded from, for example
    /// `national/v2/engineering/501-TENDER_PROJECT`.
    package var directory: String { definition.directory }

    /// What the id of every rule begins with: the number, or the name of a data set without one.
    package var stem: String { definition.stem }

    /// Ids of the rules that hold for every field alike and need no sample: placeholders, cut and unclean text.
    package var commonRuleIDs: [String] {
        fields.flatMap { field -> [String] in
            let prefix = "\(stem).\(field.name)"
            let always = fieldPass.placeholders.policy == .off ? [] : ["\(prefix).placeholder"]
            return field.type == .text ? always + ["\(prefix).truncated", "\(prefix).text"] : always
        }
    }

    /// The record rules, also those that are off.
    package var rules: [RuleDescription] {
        definition.rules.map { rule in
            RuleDescription(id: rule.id, kind: rule.kind.rawValue, policy: rule.policy, message: rule.message)
        }
    }

    /// How many fields have each grade, best first; grades that no field has are left out.
    package var grades: [(grade: SourceGrade, count: Int)] {
        SourceGrade.allCases.compactMap { grade in
            let count = fields.count { $0.grade == grade }
            return count > 0 ? (grade, count) : nil
        }
    }

    /// The rules about other records.
    package var registration: [RegistrationRule] { definition.registration }

    /// Where the contract comes from.
    package var source: String { definition.source }

    /// The field named `name`; nil when there is none.
    package func field(named name: String) -> FieldDescription? {
        fields.first { $0.name == name }
    }
}
