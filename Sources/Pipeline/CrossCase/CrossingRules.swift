import ContractEngine

/// What the contracts say about records of different cases: codes that are unique everywhere without naming their case,
/// and parents that found another case.
struct CrossingRules {
    /// The data sets and fields by which others name the founding record of another case.
    private var sought: [String: Set<[String]>] = [:]
    private let current: [String: ContractProgram]
    private let mayMeet: (String, String) -> Bool

    /// The rules of `catalog`.
    ///
    /// - Parameters:
    ///   - current: the current version of each data set.
    ///   - mayMeet: true for two data sets of which records come from one plane.
    init(
        _ catalog: ContractCatalog,
        _ current: [String: ContractProgram],
        mayMeet: @escaping (String, String) -> Bool
    ) {
        self.current = current
        self.mayMeet = mayMeet
        for program in catalog.programs {
            for rule in needs(of: program) { sought[rule.dataset, default: []].insert(rule.fieldsThere) }
        }
    }

    /// What records of `program` claim, in an order that depends on the contracts alone.
    func rules(of program: ContractProgram) -> [ClaimRule] {
        codes(of: program) + founds(of: program) + needs(of: program)
    }

    /// True for a rule of `program` whose parent, of `parent`, founds another case: it is named by something else than
    /// the case.
    static func isCrossing(_ rule: RegistrationRule, of program: ContractProgram, to parent: ContractProgram) -> Bool {
        RelationRules.isRoot(parent) && rule.fields.first != program.routing.case
    }

    /// Codes that may occur in two cases. What several platforms report about has no such codes: each has its own records
    /// of the same party, and that is no fault. Nor has a number that is counted anew in each case, which the rule's scope
    /// says.
    private func codes(of program: ContractProgram) -> [ClaimRule] {
        guard !RelationRules.shared.contains(program.domain) else { return [] }
        var found: [[String]: ClaimRule] = [:]
        for rule in program.registration
        where rule.policy != .off && rule.scope == nil && !program.bindsToCase(rule.fields) {
            let origin: ClaimOrigin
            switch rule.kind {
            case .unique: origin = .unique
            // A code is said to be taken rather than a content repeated, where both rules are about the same fields.
            case .repeat where found[rule.fields]?.origin != .unique: origin = .repeated
            default: continue
            }
            found[rule.fields] = ClaimRule(
                origin: origin,
                policy: rule.policy,
                dataset: program.name,
                fieldsThere: rule.fields,
                fields: rule.fields
            )
        }
        return found.values.sorted { $0.fields.lexicographicallyPrecedes($1.fields) }
    }

    /// By what others may name a record of `program` that founds its case.
    private func founds(of program: ContractProgram) -> [ClaimRule] {
        (sought[program.name] ?? []).sorted { $0.lexicographicallyPrecedes($1) }.map { fields in
            ClaimRule(
                origin: .founds,
                policy: .warn,
                dataset: program.name,
                fieldsThere: fields,
                fields: fields
            )
        }
    }

    /// The parents in other cases that a record of `program` names.
    private func needs(of program: ContractProgram) -> [ClaimRule] {
        program.registration.compactMap { rule in
            guard rule.kind == .parent, rule.policy != .off, let name = rule.contract, let parent = current[name],
                let field = rule.fields.first, CrossingRules.isCrossing(rule, of: program, to: parent),
                mayMeet(program.name, name)
            else { return nil }
            return ClaimRule(
                origin: .parent,
                policy: rule.policy,
                dataset: name,
                fieldsThere: parent.field(named: field) == nil ? parent.key : [field],
                fields: [field],
                separator: program.field(named: field)?.separator?.asciiValue
            )
        }
        .sorted { ($0.dataset, $0.fields[0]) < ($1.dataset, $1.fields[0]) }
    }
}
