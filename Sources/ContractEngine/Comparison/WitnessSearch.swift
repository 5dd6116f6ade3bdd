internal import Core

/// Looks for a record that is valid under one contract and fails a given rule under another.
///
/// What it finds is certain, because the validator said so twice; that it finds nothing means nothing.
struct WitnessSearch {
    /// Records that are changed in the search for a witness.
    private static let mostBases = 12
    /// So many valid records are enough to begin with.
    private static let fewBases = 3
    /// Changes of one base that are tried for a rule over several fields.
    private static let mostCombinations = 600

    private let former: ContractLaw
    private let next: ContractLaw
    private var bases: [[JSONNode.Member]] = []
    private var validator = RecordValidator()

    /// A search among changes of `records`, JSON objects. When few of them are valid under `former`, the others are
    /// mended as far as that goes.
    init(former: ContractLaw, next: ContractLaw, records: [[UInt8]]) {
        self.former = former
        self.next = next
        var bases: [[JSONNode.Member]] = []
        var rest: [[JSONNode.Member]] = []
        for record in records {
            guard bases.count < Self.mostBases, case .object(let members)? = try? JSONNode.parse(record) else {
                continue
            }
            if errors(members).isEmpty { bases.append(members) } else { rest.append(members) }
        }
        for record in rest.prefix(Self.mostBases) where bases.count < Self.fewBases {
            if let mended = mended(record) { bases.append(mended) }
        }
        self.bases = bases
    }

    /// `members` changed field by field until they are valid under the former contract; nil when that does not work.
    private mutating func mended(_ members: [JSONNode.Member]) -> [JSONNode.Member]? {
        var record = members
        var faults = errors(record)
        for _ in 0..<members.count + former.fields.count {
            guard let fault = faults.first else { return record }
            let field = String(fault.pointer.dropFirst())
            let present = record.first { $0.name == field }?.value
            var better: ([JSONNode.Member], [Problem])?
            for value in WitnessValues(former: former[field], next: nil).values(present: present) {
                let changed = Self.patched(record, [field: value])
                let left = errors(changed)
                if left.count < faults.count {
                    better = (changed, left)
                    break
                }
            }
            guard let better else { return nil }
            (record, faults) = better
        }
        return nil
    }

    private mutating func errors(_ members: [JSONNode.Member]) -> [Problem] {
        var problems = ProblemList()
        _ = validator.validate(
            Self.bytes(.object(members)),
            against: former.program,
            operation: .add,
            problems: &problems
        )
        return problems.problems.filter { $0.severity == .error }
    }

    /// A record that shows `reason`.
    mutating func witness(of reason: BreakingReason) -> BreakingReason.Witness? {
        let operations: [RecordOperation] =
            reason.kind == .required || reason.kind == .placeholder ? [.add, .change] : [.add]
        for operation in operations {
            for base in bases {
                let found =
                    reason.kind == .rule
                    ? combination(reason, base, operation) : single(reason, base, operation)
                if let found { return found }
            }
        }
        return nil
    }

    private mutating func single(
        _ reason: BreakingReason,
        _ base: [JSONNode.Member],
        _ operation: RecordOperation
    ) -> BreakingReason.Witness? {
        let field = reason.fields.first ?? unlistedName
        let present = base.first { $0.name == field }?.value
        if let found = judge([:], base, reason, operation) { return found }
        let values = WitnessValues(former: former[field], next: next[field])
        for value in values.values(present: present) {
            if let found = judge([field: value], base, reason, operation) { return found }
        }
        return nil
    }

    /// Tries changes of one field, then of two, then of three.
    private mutating func combination(
        _ reason: BreakingReason,
        _ base: [JSONNode.Member],
        _ operation: RecordOperation
    ) -> BreakingReason.Witness? {
        if let found = judge([:], base, reason, operation) { return found }
        let constants = constants(of: reason)
        let choices = reason.fields.map { field in
            (
                field: field,
                values: WitnessValues(former: former[field], next: next[field]).few(
                    constants: constants,
                    present: base.first { $0.name == field }?.value
                )
            )
        }
        // First what the conditions ask for, with one more change.
        for trigger in triggers(of: reason) {
            if let found = judge(trigger, base, reason, operation) { return found }
            for choice in choices where trigger[choice.field] == nil {
                for value in choice.values {
                    var patch = trigger
                    patch[choice.field] = value
                    if let found = judge(patch, base, reason, operation) { return found }
                }
            }
        }
        var patches: [[String: JSONNode]] = [[:]]
        var tried = 0
        for _ in 0..<3 {
            var longer: [[String: JSONNode]] = []
            for patch in patches {
                for choice in choices where patch.keys.allSatisfy({ $0 < choice.field }) {
                    for value in choice.values {
                        guard tried < Self.mostCombinations else { return nil }
                        tried += 1
                        var changed = patch
                        changed[choice.field] = value
                        if let found = judge(changed, base, reason, operation) { return found }
                        longer.append(changed)
                    }
                }
            }
            patches = longer
        }
        return nil
    }

    /// Values with which all conditions of the rule of `reason` hold.
    private func triggers(of reason: BreakingReason) -> [[String: JSONNode]] {
        guard let rule = next.rules.first(where: { "\(next.program.stem).\($0.id)" == reason.rule }) else { return [] }
        var patches: [[String: JSONNode]] = [[:]]
        for condition in RuleText(rule).conditions {
            guard let field = condition["field"]?.text else { continue }
            var values: [JSONNode] = []
            if case .array(let listed)? = condition["in"] { values = Array(listed.prefix(4)) }
            if let start = condition["starts"] { values = [start] }
            if values.isEmpty { continue }
            patches = patches.flatMap { patch in
                values.map { value in patch.merging([field: value]) { old, _ in old } }
            }
            if patches.count > 64 { patches = Array(patches.prefix(64)) }
        }
        return patches
    }

    /// The constants of the rule of `reason`: what its conditions name.
    private func constants(of reason: BreakingReason) -> [String] {
        guard let rule = next.rules.first(where: { "\(next.program.stem).\($0.id)" == reason.rule }) else { return [] }
        var texts: [String] = []
        for condition in RuleText(rule).conditions {
            if case .array(let values)? = condition["in"] { texts += values.compactMap(\.text).prefix(3) }
            if let start = condition["starts"]?.text { texts.append(start) }
        }
        texts += amounts(beyond: rule)
        return texts
    }

    /// Amounts a little beyond the limit of `rule`, in each of its units.
    private func amounts(beyond rule: RuleDefinition) -> [String] {
        guard let limit = rule.node["limit"]?.text.flatMap(Double.init), limit < 1e15 else { return [] }
        var factors = [1.0]
        if case .object(let units)? = rule.node["units"] {
            factors += units.compactMap { $0.value.text.flatMap(Double.init) }
        }
        return factors.filter { $0 >= 1 }.flatMap { factor -> [String] in
            let hundredths = Int64(limit / factor * 100)
            return [hundredths + 1, hundredths + hundredths / 20 + 100].map { value in
                "\(value / 100).\(value % 100 < 10 ? "0" : "")\(value % 100)"
            }
        }
    }

    /// A name that neither contract knows.
    private var unlistedName: String {
        var name = "UNLISTED"
        while former[name] != nil || next[name] != nil { name += "_" }
        return name
    }

    /// The witness that `base` with `patch` is, if it is one.
    private mutating func judge(
        _ patch: [String: JSONNode],
        _ base: [JSONNode.Member],
        _ reason: BreakingReason,
        _ operation: RecordOperation
    ) -> BreakingReason.Witness? {
        let payload = Self.bytes(.object(Self.patched(base, patch)))
        var problems = ProblemList()
        guard validator.validate(payload, against: former.program, operation: operation, problems: &problems) else {
            return nil
        }
        var found = ProblemList()
        guard !validator.validate(payload, against: next.program, operation: operation, problems: &found) else {
            return nil
        }
        let shows = found.problems.contains { problem in
            guard problem.severity == .error else { return false }
            return problem.rule == reason.rule
                ? reason.fields.isEmpty || reason.kind == .rule || problem.pointer == "/\(reason.fields[0])"
                : [.placeholder, .type].contains(reason.kind) && problem.pointer == "/\(reason.fields.first ?? "")"
        }
        guard shows else { return nil }
        let changes = patch.sorted { $0.key < $1.key }.map { JSONNode.Member(name: $0.key, value: $0.value) }
        return BreakingReason.Witness(
            operation: operation,
            payload: payload,
            patch: WitnessSearch.bytes(.object(changes))
        )
    }

    private static func patched(_ base: [JSONNode.Member], _ patch: [String: JSONNode]) -> [JSONNode.Member] {
        var members = base
        for (name, value) in patch {
            members.removeAll { $0.name == name }
            if value != .null { members.append(JSONNode.Member(name: name, value: value)) }
        }
        return members
    }

    private static func bytes(_ node: JSONNode) -> [UInt8] {
        var writer = JSONWriter(capacity: 4096)
        node.write(to: &writer)
        return writer.bytes
    }
}
