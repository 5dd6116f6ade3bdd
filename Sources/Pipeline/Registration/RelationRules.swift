package import ContractEngine
package import RoutingPolicy

/// What the contracts say about how records of their data sets stand to each other, worked out once.
package struct RelationRules: Sendable {
    /// Domains whose cases are no proceedings of one platform: several report about the same party, person or project.
    static let shared: Set<String> = ["subject", "credit", "expert", "supervision", "attachment"]

    private struct Version: Hashable {
        let dataset: String
        let version: String
    }

    private let rules: [Version: RelationRule]

    /// The rules of all versions of the contracts of `catalog`, between data sets that come from one plane by `flows`.
    ///
    /// A parent of another plane lies in that plane's register: 行政监管事项 does not wait for its 招标项目.
    package init(_ catalog: ContractCatalog, flows: FlowTable) {
        let planes = RelationRules.planes(of: flows)
        let current = Dictionary(catalog.programs.filter(\.isCurrent).map { ($0.name, $0) }) { first, _ in first }
        /// The fields of each data set by which others find their parent.
        var sought: [String: Set<[String]>] = [:]
        var parents: [Version: [ParentRule]] = [:]
        for program in catalog.programs {
            let found = RelationRules.parents(of: program, current, planes)
            parents[Version(dataset: program.name, version: program.version)] = found
            for parent in found {
                if let fields = parent.fieldsThere { sought[parent.dataset, default: []].insert(fields) }
            }
        }
        let crossing = CrossingRules(catalog, current) { program, parent in
            planes[program, default: []].intersection(planes[parent, default: []]).isEmpty == false
        }
        var rules: [Version: RelationRule] = [:]
        for program in catalog.programs {
            let version = Version(dataset: program.name, version: program.version)
            rules[version] = RelationRule(
                isOwned: !RelationRules.shared.contains(program.domain),
                isRoot: RelationRules.isRoot(program),
                parents: parents[version] ?? [],
                codes: CodeRule.all(of: program, sought: sought[program.name] ?? []),
                claims: crossing.rules(of: program)
            )
        }
        self.rules = rules
    }

    /// The rule of a record of `program`.
    func rule(of program: ContractProgram) -> RelationRule {
        rules[Version(dataset: program.name, version: program.version)] ?? RelationRule()
    }

    /// A founding record has the name of its case for its key, and no parent within it: 基本信息 founds the case of a party,
    /// the extensions of it do not.
    static func isRoot(_ program: ContractProgram) -> Bool {
        program.key == [program.routing.case]
            && !program.registration.contains { $0.kind == .parent && $0.fields == [program.routing.case] }
    }

    private static func parents(
        of program: ContractProgram,
        _ current: [String: ContractProgram],
        _ planes: [String: Set<Plane>]
    ) -> [ParentRule] {
        // A founding record's own parent lies in another case (501 → 500): it never waits for it.
        guard !isRoot(program) else { return [] }
        return program.registration.compactMap { rule in
            guard rule.kind == .parent, rule.policy != .off, let name = rule.contract, let parent = current[name],
                planes[name, default: []].intersection(planes[program.name, default: []]).isEmpty == false,
                let field = rule.fields.first, !CrossingRules.isCrossing(rule, of: program, to: parent)
            else { return nil }
            // Where several data sets found the case (501 and those of the sectors) any of them will do.
            return ParentRule(
                dataset: name,
                field: field,
                fieldsThere: isRoot(parent) ? nil : parent.field(named: field) == nil ? parent.key : [field],
                isWaitedFor: rule.policy == .reject
            )
        }
    }

    /// The planes from which each data set comes.
    private static func planes(of flows: FlowTable) -> [String: Set<Plane>] {
        var planes: [String: Set<Plane>] = [:]
        for flow in flows.flows {
            for dataset in flow.datasets { planes[dataset, default: []].insert(flow.from.plane) }
        }
        return planes
    }
}
