import ContractEngine
import Foundation
import Testing

/// A mistake in a file of an operator is told with file, line, column and key, and all of them at once: what is found
/// in a copy of the shipped files is exactly what was done to them.
struct MistakePlaceTests {
    private static func compare(_ found: [String], _ expected: Set<String>) {
        for place in expected.sorted() where !found.contains(place) { Issue.record("not found: \(place)") }
        for place in found where !expected.contains(place) { Issue.record("not made: \(place)") }
        #expect(found.count == Set(found).count)
    }

    @Test func everyMistakeOfContractsIsFoundInItsPlace() throws {
        #expect(ContractMistakes.all.count >= 60)
        let copy = try MistakenDirectory(ContractMistakes.all)
        #expect(copy.expected.count == ContractMistakes.all.count)
        let report = ContractLint.run(directory: copy.directory.path())
        Self.compare(MistakenDirectory.places(report.problems), copy.expected)
        #expect(throws: ContractLoadFailure.self) { try ContractCatalog.load(from: copy.directory.path()) }
    }

    @Test func everyMistakeOfDialectsIsFoundInItsPlace() throws {
        let contracts = try ContractCatalog.load(from: Repository.root.appending(path: "Contracts").path())
        let copy = try MistakenDirectory(DialectMistakes.all)
        #expect(copy.expected.count == DialectMistakes.all.count)
        let report = DialectSuite.lint(directory: copy.directory.path(), contracts: contracts, only: nil)
        Self.compare(MistakenDirectory.places(report.problems), copy.expected)
        #expect(throws: ContractLoadFailure.self) {
            try DialectCatalog.load(from: copy.directory.path(), contracts: contracts)
        }
    }
}
