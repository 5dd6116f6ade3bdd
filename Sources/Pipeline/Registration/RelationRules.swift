package import ContractEngine
package import RoutingPolicy

/// What the contracts say about how records of their data sets stand to each other, worked out once.
package struct RelationRules: Sendable {
    /// The codes of a record that are unique and never change (DATA-SPEC §5, rules 7 and 8).
    private static let immutable: Set<String> = [
        "PROJECT_CODE", "TENDER_PROJECT_CODE", "BID_SECTION_CODE", "ANNOUNCEMENT_GUID",
    ]

    /// Domains whose cases are no proceedings of one platform: several report about the same party, person or project.
    private static let shared: Set<String> = ["subject", "credit", "expert", "supervision", "attachment"]

    struct Rule: Sendable {
        /// True when the case belongs to the platform that registers it first, and to nobody else.
        var isOwned = true

        var isRoot = false
        var parent: String?
        var parentIsRoot = false
        /// Field of the code; nil where the case itself is the code, or there is none.
        var code: String?
    }

    private let rules: [String: Rule]

    /// The rules of the current contracts of `catalog`, between data sets that come from one plane by `flows`.
    ///
    /// A parent of another plane lies in that plane's register: 行政监管事项 does not wait for its 招标项目.
    package init(_ catalog: ContractCatalog, flows: FlowTable) {
        let programs = catalog.programs.filter(\.isCurrent)
        let roots = Set(programs.filter(RelationRules.isRoot).map(\.name))
        var rules: [String: Rule] = [:]
        for program in programs {
            var rule = Rule()
            rule.isRoot = roots.contains(program.name)
            rule.isOwned = !RelationRules.shared.contains(program.domain)
            // A founding record's own parent lies in another case (501 → 500): it never waits for it.
            if !rule.isRoot, let parent = program.parent, RelationRules.shareAPlane(parent, program.name, flows) {
                rule.parent = parent
                rule.parentIsRoot = roots.contains(parent)
            }
            if !rule.isRoot, program.key.count == 1, RelationRules.immutable.contains(program.key[0]) {
                rule.code = program.key[0]
            }
            rules[program.name] = rule
        }
        self.rules = rules
    }

    /// The rule of `dataset`.
    func rule(of dataset: String) -> Rule { rules[dataset] ?? Rule() }

    private static func shareAPlane(_ one: String, _ other: String, _ flows: FlowTable) -> Bool {
        func planes(of dataset: String) -> Set<Plane> {
            Set(Plane.allCases.filter { !flows.flows(of: dataset, from: $0).isEmpty })
        }
        return !planes(of: one).isDisjoint(with: planes(of: other))
    }

    private static func isRoot(_ program: ContractProgram) -> Bool {
        program.key == [program.routing.case]
    }
}
