internal import Core

/// Golden samples for a new contract: two records that pass, and for each rule a record that breaks it.
///
/// The problems that stand beside the records are those that the validator finds; a person has to look whether they
/// are the right ones. What no drafted record shows is told.
struct SampleDraft {
    /// Rules that no sample shows.
    private(set) var unshown: [String] = []
    private var accepted: [JSONNode] = []
    private var rejected: [JSONNode] = []

    private let program: ContractProgram
    private var validator = RecordValidator()

    /// Samples for `program`.
    init(_ program: ContractProgram) {
        self.program = program
        let contract = ExportedContract(program)
        let full = contract.fields.map { JSONNode.Member(name: $0.name, value: SampleValue(field: $0).sound) }
        let needed = full.filter { member in contract.field(named: member.name)?.isRequiredOnAdd == true }
        add("every field filled", full, patch: nil)
        add("mandatory fields only", needed, patch: nil)
        var shown: Set<String> = []
        for field in contract.fields {
            let prefix = "\(contract.definition.stem).\(field.name)."
            for rule in program.ruleIDs where rule.hasPrefix(prefix) && !shown.contains(rule) {
                show(rule, full, field, constraint: String(rule.dropFirst(prefix.count)), &shown)
            }
        }
        let unknown = "\(contract.definition.stem).unknown"
        let stranger = JSONNode.Member(name: "NO_SUCH_FIELD", value: .string("x"))
        if problems(of: full + [stranger]).contains(where: { $0.rule == unknown }) {
            shown.insert(unknown)
            add("a field that the contract does not have", full + [stranger], patch: [stranger])
        }
        unshown = program.ruleIDs.filter { !shown.contains($0) }
    }

    /// The text of `samples.json`, one case in a line.
    var text: String {
        func lines(_ cases: [JSONNode]) -> String {
            cases.map { "    " + IndentedJSON.line($0) }.joined(separator: ",\n")
        }
        return "{\n  \"accept\": [\n\(lines(accepted))\n  ],\n  \"reject\": [\n\(lines(rejected))\n  ]\n}\n"
    }

    private mutating func show(
        _ rule: String,
        _ full: [JSONNode.Member],
        _ field: ExportedField,
        constraint: String,
        _ shown: inout Set<String>
    ) {
        var fallback: (record: [JSONNode.Member], patch: JSONNode.Member, count: Int)?
        for value in SampleValue(field: field).broken(constraint) {
            let patch = JSONNode.Member(name: field.name, value: value ?? .null)
            let record = full.compactMap { member -> JSONNode.Member? in
                guard member.name == field.name else { return member }
                return value.map { JSONNode.Member(name: member.name, value: $0) }
            }
            let found = problems(of: record)
            guard found.contains(where: { $0.rule == rule }) else { continue }
            // The fewer problems a sample has, the better it shows the one it is about.
            if fallback.map({ found.count < $0.count }) ?? true { fallback = (record, patch, found.count) }
        }
        guard let fallback else { return }
        shown.insert(rule)
        add("\(field.name): \(constraint)", fallback.record, patch: [fallback.patch])
    }

    private mutating func problems(of record: [JSONNode.Member]) -> [Problem] {
        var writer = JSONWriter(capacity: 4096)
        JSONNode.object(record).write(to: &writer)
        var found = ProblemList(limit: 1000)
        _ = validator.validate(writer.bytes, against: program, operation: .add, problems: &found)
        return found.problems
    }

    /// Adds a case where its verdict puts it; `patch` is what it changes of the first accepted sample.
    private mutating func add(_ name: String, _ record: [JSONNode.Member], patch: [JSONNode.Member]?) {
        let found = problems(of: record)
        var sample = JSONMembers()
        sample.add("name", name)
        if let patch {
            sample.add("base", "every field filled")
            sample.add("patch", .object(patch))
        } else {
            sample.add("record", .object(record))
        }
        let problems = found.map { problem -> JSONNode in
            var members = JSONMembers()
            members.add("code", problem.code.rawValue)
            members.add("pointer", .string(problem.pointer))
            members.add("rule", problem.rule)
            members.add("severity", problem.severity.rawValue)
            return members.node
        }
        let refuses = found.contains { $0.severity == .error }
        if refuses || !problems.isEmpty { sample.add("problems", .array(problems)) }
        if refuses { rejected.append(sample.node) } else { accepted.append(sample.node) }
    }
}
