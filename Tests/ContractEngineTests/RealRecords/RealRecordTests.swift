import ContractEngine
import Core
import Foundation
import Testing

/// Published notices of 28 provinces, as facts under the wire names: what validation says on each is written down,
/// was looked at, and may not change unnoticed (docs/real-records.md).
@Suite(.enabled(if: RealRecord.directory != nil, "the reference collection is not beside the checkout"))
struct RealRecordTests {
    /// Fields of the envelope groups: no public notice states them, every submission carries them.
    private static let envelope: Set<String> = [
        "/PLATFORM_CODE", "/PUB_SERVICE_PLAT_CODE", "/DATA_TIMESTAMP", "/TRADE_PLAT", "/PUB_SERVICE_PLAT",
    ]

    private let catalog: ContractCatalog

    init() throws {
        catalog = try ContractCatalog.load(from: NationalContractTests.directory)
    }

    /// A notice states less than a platform has to report: as changed records they are judged by what they do state.
    @Test func whatIsStatedIsJudgedAsWrittenDown() throws {
        let expected = try RealRecord.expectations()
        let records = try RealRecord.all()
        #expect(records.count == 71)
        #expect(Set(expected.keys).isSubset(of: records.map(\.name)))
        for record in records {
            let found = try problems(of: record, operation: .change)
                .filter { !($0.code == .fieldMissing && Self.envelope.contains($0.pointer)) }
                .map { "\($0.code.rawValue) \($0.pointer) \($0.severity.rawValue)" }
            #expect(found.sorted() == expected[record.name, default: []].sorted(), "\(record.name)")
        }
    }

    /// As new records they lack what the notice does not state, and nothing else is said of them.
    @Test func asNewRecordsTheyLackWhatIsNotStated() throws {
        for record in try RealRecord.all() {
            let changed = Set(try problems(of: record, operation: .change))
            let added = Set(try problems(of: record, operation: .add)).subtracting(changed)
            for problem in added {
                #expect([.fieldMissing, .ruleRequired].contains(problem.code), "\(record.name): \(problem.rule)")
                #expect(record.members.allSatisfy { "/\($0)" != problem.pointer }, "\(record.name): \(problem.rule)")
            }
        }
    }

    private func problems(of record: RealRecord, operation: RecordOperation) throws -> [Problem] {
        let program = try #require(catalog.program(named: record.contract, version: nil), "\(record.contract)")
        var validator = RecordValidator()
        var problems = ProblemList(limit: 1000)
        _ = validator.validate(record.payload, against: program, operation: operation, problems: &problems)
        return problems.problems
    }
}
