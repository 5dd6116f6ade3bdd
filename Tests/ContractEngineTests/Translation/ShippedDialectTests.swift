import ContractEngine
import Core
import Foundation
import Testing

/// The dialects that come with the contracts: every sample, every round trip, no hole.
struct ShippedDialectTests {
    static let dialects = ["title-context-json", "title-context-xml", "shanxi-xml", "ceb"]

    @Test(arguments: dialects) func samplesAndRoundTripsHold(id: String) throws {
        let directory = NationalContractTests.directory
        let contracts = try ContractCatalog.load(from: directory)
        let report = DialectSuite.test(directory: directory, contracts: contracts, only: id)
        #expect(report.problems == [])
        #expect(report.samples > 20)
        #expect(report.roundTrips > report.mappings)
    }

    @Test(arguments: dialects) func nothingIsLostInSilence(id: String) throws {
        let directory = NationalContractTests.directory
        let contracts = try ContractCatalog.load(from: directory)
        let report = DialectSuite.coverage(directory: directory, contracts: contracts, only: id)
        #expect(report.problems == [])
        #expect(report.holes.map { "\($0.dataset ?? "*") \($0.place)" } == [])
        #expect(!report.losses.isEmpty)
    }

    @Test(arguments: ["title-context-json", "title-context-xml"]) func theEnvelopeHoldsEveryDataSet(id: String) throws {
        let directory = NationalContractTests.directory
        let contracts = try ContractCatalog.load(from: directory)
        let report = DialectSuite.lint(directory: directory, contracts: contracts, only: id)
        #expect(report.problems == [])
        #expect(report.mappings == Set(contracts.programs.map(\.name)).count)
    }
}
