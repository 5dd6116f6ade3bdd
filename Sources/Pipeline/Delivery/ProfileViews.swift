package import ContractEngine
internal import Core
package import RoutingPolicy

/// A destination's profile as it judges what the views show; made once for each profile and shared by all workers.
///
/// A record is judged by what the recipient sees of it and by nothing else: fields that a view leaves out or masks are
/// neither demanded nor looked at, and record rules that need one of them do not apply. So no problem can say more than
/// the view does.
package struct ProfileViews: Sendable {
    /// How records of one contract version in one view are judged.
    struct Reading: Sendable {
        /// The contract as the profile has it, for those who see the view alone.
        let program: ContractProgram
        /// Takes masked fields out of what the view shows; nil when there are none.
        let unmasked: ViewProjection?
    }

    /// Id of the profile.
    package let id: String
    /// The readings of records of current versions, by label of the view.
    private let current: [String: Reading]
    /// Those of other versions, by schema path and label.
    private let older: [String: [String: Reading]]

    /// The views of `flows` as `profile` judges them.
    ///
    /// - Parameter schemaPrefix: what `ce_dataschema` is before the wire name.
    /// - Throws: a field that a view shows and its contract does not have.
    package init(
        _ profile: ContractProfile,
        flows: FlowTable,
        contracts: ContractCatalog,
        schemaPrefix: String = AdmissionConfiguration().schemaPrefix
    ) throws(ViewDefinitionFailure) {
        var current: [String: Reading] = [:]
        var older: [String: [String: Reading]] = [:]
        let versions = Dictionary(grouping: contracts.versions, by: \.name)
        for view in flows.views {
            if let base = contracts.program(schema: schemaPrefix + view.contract) {
                current[view.label] = try Self.reading(profile, view, base)
            }
            for base in versions[view.contract] ?? [] where base.schema.hasPrefix(schemaPrefix) {
                older[base.schema, default: [:]][view.label] = try Self.reading(profile, view, base)
            }
        }
        id = profile.id
        self.current = current
        self.older = older
    }

    /// Nil when the profile rests on another edition and has nothing to say.
    private static func reading(
        _ profile: ContractProfile,
        _ view: View,
        _ base: ContractProgram
    ) throws(ViewDefinitionFailure) -> Reading? {
        guard let program = profile.program(schema: base.schema) else { return nil }
        let fields = view.fields.filter { base.field(named: $0.name) != nil }
        let whole = fields.filter { $0.mask == .whole }.map(\.name)
        return Reading(
            program: program.judging(only: whole, writtenBy: base),
            unmasked: whole.count == fields.count
                ? nil : try ViewProjection(program: base, fields: whole.map { ($0, .whole) })
        )
    }

    /// How records of the contract version with the path `schema` are judged in `view`.
    subscript(_ view: View, schema schema: String?) -> Reading? {
        if let schema, let readings = older[schema] { return readings[view.label] }
        return current[view.label]
    }
}
