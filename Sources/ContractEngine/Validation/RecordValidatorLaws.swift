internal import Core

/// What must hold for validation and views on any bytes; checked by fuzzing and on the committed corpus.
package struct RecordValidatorLaws {
    private let catalog: ContractCatalog
    private var validator = RecordValidator()
    private var tape = JSONTape()

    /// Laws over the contracts of `catalog`.
    package init(catalog: ContractCatalog) {
        self.catalog = catalog
    }

    /// Checks the laws on an input: the first byte selects the contract, the second the operation, the rest is the
    /// payload.
    ///
    /// - Returns: the law that is broken, or nil.
    package mutating func violation(by input: [UInt8]) -> String? {
        guard input.count >= 2, !catalog.programs.isEmpty else { return nil }
        let program = catalog.programs[Int(input[0]) % catalog.programs.count]
        let operation = RecordOperation.allCases[Int(input[1]) % RecordOperation.allCases.count]
        let payload = Array(input.dropFirst(2))
        var first = ProblemList()
        var second = ProblemList()
        let verdict = validator.validate(payload, against: program, operation: operation, problems: &first)
        guard validator.validate(payload, against: program, operation: operation, problems: &second) == verdict,
            first == second
        else { return "a second look sees something else" }
        guard verdict == !first.refuses else { return "the verdict is not that of the problems" }
        guard first.problems.count <= ProblemList.defaultLimit else { return "the problems are unbounded" }
        if let broken = problems(first, program) { return broken }
        if verdict, operation == .add {
            for number in program.requiredOnAdd where validator.isMissing(number) {
                return "accepted without \(program.fields[number].name)"
            }
        }
        return operation == .delete ? nil : view(payload, program, isAccepted: verdict)
    }

    /// Problems name rules of this contract, or of the scanner or envelope, and point into the record.
    private func problems(_ list: ProblemList, _ program: ContractProgram) -> String? {
        let rules = Set(program.ruleIDs + program.commonRuleIDs)
        for problem in list.problems {
            guard problem.pointer.isEmpty || problem.pointer.utf8.first == 0x2f else { return "a pointer is none" }
            guard problem.pointer.utf8.count <= JSONPointer.maximumLength else { return "a pointer is unbounded" }
            let isKnown =
                rules.contains(problem.rule) || problem.rule.hasPrefix("json.")
                || problem.rule == "\(program.stem).object" || problem.rule == "envelope.operation"
            guard isKnown else { return "the rule \(problem.rule) is unknown" }
        }
        return nil
    }

    /// A view shows nothing but its fields, as JSON.
    private mutating func view(_ payload: [UInt8], _ program: ContractProgram, isAccepted: Bool) -> String? {
        let listed = program.fields.enumerated().filter { $0.offset % 2 == 0 }.map(\.element.name)
        guard let view = try? ViewProjection(program: program, fields: listed.map { ($0, .whole) }) else {
            return "a view of the contract's own fields is refused"
        }
        guard let shown = view.project(payload, tape: &tape) else {
            return isAccepted ? "nothing is shown of an accepted record" : nil
        }
        if payload.isEmpty { return nil }
        guard case .object(let members)? = try? JSONNode.parse(shown) else { return "a view is no object" }
        return members.allSatisfy { listed.contains($0.name) } ? nil : "a view shows what it does not list"
    }
}
