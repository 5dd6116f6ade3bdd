import ContractEngine
import Core
import Foundation
import Testing

/// What docs/real-records.md says of the dirt in real records, held to the golden samples.
struct DirtTableTests {
    /// One row of the table.
    private struct Row {
        var answer: String
        var code: String
        var contract: String
        var sample: String
    }

    /// The table of docs/real-records.md: every kind of dirt has its sample, and the sample has that answer.
    @Test func everyKindOfDirtHasItsSampleAndItsAnswer() throws {
        let catalog = try ContractCatalog.load(from: NationalContractTests.directory)
        let suite = SampleSuite(directory: NationalContractTests.directory, catalog: catalog)
        let rows = try Self.rows()
        #expect(rows.count >= 30)
        for row in rows {
            let program = try #require(catalog.program(named: row.contract, version: nil), "\(row.contract)")
            let sample = try #require(suite.samples(of: program).first { $0.name == row.sample }, "\(row.sample)")
            switch row.answer {
            case "accepted":
                #expect(sample.isAccepted, "\(row.sample)")
                #expect(row.code == "–", "\(row.sample)")
            case "refused":
                #expect(!sample.isAccepted, "\(row.sample)")
                #expect(sample.expected.contains { $0.code == row.code && $0.severity == "error" }, "\(row.sample)")
            default:
                #expect(["normalised", "warned"].contains(row.answer), "\(row.sample)")
                #expect(sample.isAccepted, "\(row.sample)")
                #expect(sample.expected.contains { $0.code == row.code && $0.severity == "warning" }, "\(row.sample)")
            }
        }
    }

    /// The rows below the heading of §3: kind in Chinese and English, answer, code, data set, sample.
    private static func rows() throws -> [Row] {
        let file = URL(filePath: NationalContractTests.directory).deletingLastPathComponent()
            .appending(path: "docs/real-records.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let section = try #require(text.components(separatedBy: "\n## ").first { $0.hasPrefix("3.") })
        return section.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst().compactMap { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: CharacterSet(charactersIn: " `")) }
            guard cells.count == 6 else { return nil }
            return Row(answer: cells[2], code: cells[3], contract: cells[4], sample: cells[5])
        }
    }
}
