import ContractEngine
import Core
import Foundation
import Testing

/// The life cycles that the demonstration publishes, against the contracts and against what the manifest promises.
struct DemonstrationDataTests {
    /// A row of the manifest: what must become of one record.
    private struct Promise: Decodable {
        let row: String
        let verdict: String
        let codes: [String]
    }

    private static let demonstration = URL(filePath: NationalContractTests.directory).appending(path: "demo")

    private static func promises() throws -> [String: Promise] {
        let text = try String(contentsOf: demonstration.appending(path: "manifest.ndjson"), encoding: .utf8)
        let rows = try text.split(separator: "\n").map {
            try JSONDecoder().decode(Promise.self, from: Data($0.utf8))
        }
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.row, $0) })
    }

    /// Any serial must do: the smallest, the largest and one between.
    @Test(arguments: ["000000", "204817", "999999"])
    func everyRecordIsAcceptedWithThePromisedWarnings(serial: String) throws {
        let catalog = try ContractCatalog.load(from: NationalContractTests.directory)
        let promises = try Self.promises()
        let data = try Data(contentsOf: Self.demonstration.appending(path: "lifecycles.json"))
        let file = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let lifecycles = try #require(file["lifecycles"] as? [[String: Any]])
        #expect(lifecycles.count >= 3)
        var validator = RecordValidator()
        for lifecycle in lifecycles {
            let id = try #require(lifecycle["id"] as? String)
            let steps = try #require(lifecycle["steps"] as? [[String: Any]])
            for (index, step) in steps.enumerated() {
                let contract = try #require(step["contract"] as? String)
                let row = "\(id).\(String(format: "%02d", index + 1))-\(contract)"
                let record = try JSONSerialization.data(withJSONObject: try #require(step["record"]))
                let text = String(decoding: record, as: UTF8.self).replacing("{n}", with: serial)
                let program = try #require(catalog.program(named: contract, version: nil))
                var problems = ProblemList(limit: 100)
                let isAccepted = validator.validate(
                    Array(text.utf8),
                    against: program,
                    operation: .add,
                    problems: &problems
                )
                let promise = try #require(promises[row], "the manifest has no row \(row)")
                #expect(isAccepted == (promise.verdict == "accepted"), "\(row)")
                #expect(Set(problems.problems.map(\.code.rawValue)) == Set(promise.codes), "\(row)")
            }
        }
    }
}
