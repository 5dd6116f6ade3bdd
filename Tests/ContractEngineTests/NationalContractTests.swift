import ContractEngine
import Core
import Foundation
import Testing

/// The contracts of the repository, as they are.
struct NationalContractTests {
    static let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Contracts").path()

    @Test func everyContractLoads() throws {
        do {
            let catalog = try ContractCatalog.load(from: Self.directory)
            #expect(catalog.programs.count == 122)
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
        #expect(report.contracts == 122)
        #expect(report.samples > 7_000)
        for problem in report.problems { Issue.record("\(problem.file) \(problem.key): \(problem.message.en)") }
    }

    @Test func theLintFindsNothing() {
        let report = ContractLint.run(directory: Self.directory)
        #expect(report.contracts == 122)
        for problem in report.problems { Issue.record("\(problem.file) \(problem.key): \(problem.message.en)") }
    }
}
