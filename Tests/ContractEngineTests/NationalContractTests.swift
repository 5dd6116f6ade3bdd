import ContractEngine
import Core
import Foundation
import Testing

/// The contracts of the repository, as they are.
struct NationalContractTests {
    static let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Contracts").path()

    /// Those of the reference, and the acknowledgement of what supervision says, which is the exchange's own.
    static let count = 122 + 1

    @Test func everyContractLoads() throws {
        do {
            let catalog = try ContractCatalog.load(from: Self.directory)
            #expect(catalog.programs.count == Self.count)
            let program = try #require(catalog.program(schema: "/contracts/national/v2/TENDER_PROJECT"))
            #expect(program.number == 501)
            #expect(catalog.program(named: "TENDER_PROJECT", version: nil) === program)
            #expect(catalog.program(named: "TENDER_PROJECT", version: "2.0") === program)
            #expect(catalog.program(named: "TENDER_PROJECT", version: "v2") === program)
            #expect(catalog.program(named: "TENDER_PROJECT", version: "9") == nil)
            #expect(catalog.program(schema: "/contracts/national/v2/NOTHING") == nil)
        } catch let error as ContractLoadFailure {
            for problem in error.problems { Issue.record("\(problem.file) \(problem.key): \(problem.message.en)") }
        }
    }

    @Test func everyGoldenSampleGetsItsVerdict() throws {
        let catalog = try ContractCatalog.load(from: Self.directory)
        let report = SampleSuite(directory: Self.directory, catalog: catalog).run()
        #expect(report.contracts == Self.count)
        #expect(report.samples > 7_000)
        for problem in report.problems { Issue.record("\(problem.file) \(problem.key): \(problem.message.en)") }
    }

    @Test func theLintFindsNothing() {
        let report = ContractLint.run(directory: Self.directory)
        #expect(report.contracts == Self.count)
        for problem in report.problems { Issue.record("\(problem.file) \(problem.key): \(problem.message.en)") }
    }
}
