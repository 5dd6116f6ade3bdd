import Core
import Testing

@testable import ContractEngine

/// The verdict against the validator: no record may contradict it, and every witness is one.
struct ComparisonPropertyTests {
    /// What was tried, so that the test is known to have tried something.
    private struct Tally {
        var pairs = 0
        var records = 0
        var broken = 0
        var witnesses = 0
        var reasons = 0
    }

    /// Two versions of a contract, with and without a profile; changes that make no sense are made anew.
    private static func programs(seed: UInt64) -> [ContractProgram] {
        var mutation = MutatedContract(random: SeededGenerator(seed: seed))
        let first = sensible(ContractFixture.contract, "1.0", changes: mutation.random.below(5), &mutation)
        let second = sensible(first, "2.0", changes: 1 + mutation.random.below(4), &mutation)
        let policy = mutation.random.pick(["off", "warn", "reject"])
        let files = [
            ContractFixture.contractPath: first,
            "national/v9/engineering/900-SAMPLE/2.0/contract.json": second,
            "national/v9/placeholders.json": NoticeFixture.placeholders(
                mutation.random.pick(["warn", "warn", "reject"])
            ),
            "profiles/here/profile.json": #"""
            {"profile": "here", "title": {"zh": "此地", "en": "Here"}, "base": "national/v9", "source": "s",
             "options": \#(mutation.options()), "placeholders": {"policy": "\#(policy)"},
             "identifiers": [{"id": "uscc", "policy": "\#(mutation.random.pick(["off", "reject"]))"}]}
            """#,
        ]
        guard let catalog = try? ContractFixture(replacing: files).load() else { return [] }
        return ["1.0", "2.0"].flatMap { version in
            [nil, "here"].compactMap { catalog.program(named: "SAMPLE", version: version, profile: $0) }
        }
    }

    /// `text` with so many changes, one after the other, each of which the loader takes.
    private static func sensible(
        _ text: String,
        _ version: String,
        changes: Int,
        _ mutation: inout MutatedContract
    ) -> String {
        var current = (try? mutation.contract(text, version: version, changes: 0)) ?? text
        for _ in 0..<changes * 4 {
            guard let changed = try? mutation.contract(current, version: version, changes: 1),
                isSensible(changed)
            else { continue }
            current = changed
        }
        return current
    }

    /// True when the contract `text` compiles beside the fixture's lists and groups.
    private static func isSensible(_ text: String) -> Bool {
        guard let node = try? JSONNode.parse(Array(text.utf8)) else { return false }
        let collector = ProblemCollector()
        let reader = DefinitionReader(node, file: "", path: "", collector)
        guard let contract = ContractDefinition(reader), let edition else { return false }
        _ = ContractCompiler(contract, edition: edition, collector)
        return collector.problems.isEmpty
    }

    private static let edition: EditionDefinition? = {
        let files = [NoticeFixture.placeholdersPath: NoticeFixture.placeholders("warn")]
        return try? ContractFixture(replacing: files).load().programs.first?.editionDefinition
    }()

    /// What one contract says of a record and an operation.
    private struct Verdict {
        let isValid: Bool
        let errors: [Problem]
    }

    private static func verdicts(_ program: ContractProgram, _ records: [[UInt8]]) -> [Verdict] {
        var validator = RecordValidator()
        return records.flatMap { record in
            [RecordOperation.add, .change].map { operation in
                var problems = ProblemList()
                let isValid = validator.validate(record, against: program, operation: operation, problems: &problems)
                return Verdict(isValid: isValid, errors: problems.problems.filter { $0.severity == .error })
            }
        }
    }

    /// Every error of a record that was valid before has to be among the reasons.
    private static func contradiction(
        _ before: [Verdict],
        _ after: [Verdict],
        _ reasons: [BreakingReason],
        _ tally: inout Tally
    ) -> (record: Int, rule: String)? {
        for (number, pair) in zip(before, after).enumerated() where pair.0.isValid {
            tally.records += 1
            if pair.1.isValid { continue }
            tally.broken += 1
            for problem in pair.1.errors {
                let isExplained = reasons.contains { reason in
                    reason.rule == problem.rule || reason.fields.contains { problem.pointer == "/\($0)" }
                }
                if !isExplained { return (number / 2, problem.rule) }
            }
        }
        return nil
    }

    private static func checkWitnesses(
        _ former: ContractProgram,
        _ next: ContractProgram,
        _ reasons: [BreakingReason],
        _ tally: inout Tally
    ) {
        var validator = RecordValidator()
        for reason in reasons {
            tally.reasons += 1
            guard let witness = reason.witness else { continue }
            tally.witnesses += 1
            var before = ProblemList()
            var after = ProblemList()
            #expect(
                validator.validate(witness.payload, against: former, operation: witness.operation, problems: &before)
            )
            #expect(!validator.validate(witness.payload, against: next, operation: witness.operation, problems: &after))
        }
    }

    @Test func noRecordContradictsTheVerdict() {
        var tally = Tally()
        for seed in 1...UInt64(45) {
            let programs = Self.programs(seed: seed)
            var source = RandomRecord(random: SeededGenerator(seed: seed &* 31))
            let records = (0..<60).map { _ in source.next() }
            let verdicts = programs.map { Self.verdicts($0, records) }
            for former in programs.indices {
                for next in programs.indices where former < next {
                    tally.pairs += 1
                    let comparison = ContractComparison(programs[former], programs[next])
                    for (left, right, reasons) in [
                        (former, next, comparison.forward), (next, former, comparison.backward),
                    ] {
                        guard let found = Self.contradiction(verdicts[left], verdicts[right], reasons, &tally) else {
                            continue
                        }
                        let record = String(decoding: records[found.record], as: UTF8.self)
                        Issue.record("seed \(seed), \(left) to \(right): \(found.rule) of \(record)")
                    }
                }
            }
        }
        #expect(tally.pairs > 200, "\(tally)")
        #expect(tally.records > 4_000, "\(tally)")
        #expect(tally.broken > 1_000, "\(tally)")
    }

    @Test func everyWitnessIsOne() {
        var tally = Tally()
        for seed in 1...UInt64(10) {
            let programs = Self.programs(seed: seed)
            guard let former = programs.first, let next = programs.dropFirst(2).first else { continue }
            var source = RandomRecord(random: SeededGenerator(seed: seed &* 31))
            let comparison = ContractComparison(former, next, records: (0..<8).map { _ in source.next() })
            Self.checkWitnesses(former, next, comparison.forward, &tally)
            Self.checkWitnesses(next, former, comparison.backward, &tally)
        }
        #expect(tally.witnesses > 25, "\(tally)")
        #expect(tally.witnesses * 2 > tally.reasons, "\(tally)")
    }
}
