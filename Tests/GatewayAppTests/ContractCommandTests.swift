import Core
import Foundation
import GatewayApp
import Testing

struct ContractCommandTests {
    /// Contract directories of the checkout, counted on disk.
    static let contracts =
        FileManager.default.enumerator(atPath: Checkout.contracts)?
        .compactMap { $0 as? String }.filter { $0.hasSuffix("/contract.json") && depth($0) == 4 }.count ?? 0
    static let versions =
        FileManager.default.enumerator(atPath: Checkout.contracts)?
        .compactMap { $0 as? String }.filter { $0.hasSuffix("/contract.json") && depth($0) == 5 }.count ?? 0
    static let overlays =
        FileManager.default.enumerator(atPath: Checkout.contracts)?
        .compactMap { $0 as? String }.filter { $0.hasSuffix("/overlay.json") }.count ?? 0

    private static func depth(_ path: String) -> Int { path.count { $0 == "/" } }

    @Test(arguments: ["lint", "test"])
    func theContractsOfTheCheckoutAreSound(verb: String) throws {
        let captured = CapturedConsole(in: Checkout.root)
        #expect(captured.run("contract", verb, "--format", "json") == .success)
        let object = try #require(captured.objects.first)
        let keys: Set = ["contracts", "versions", "overlays", "fields", "samples", "problems"]
        #expect(Set(object.keys) == (verb == "lint" ? keys.union(["grades", "notes"]) : keys))
        #expect(object["versions"] as? Int == Self.versions)
        #expect(object["overlays"] as? Int == Self.overlays)
        let grades = object["grades"] as? [String: Int] ?? [:]
        #expect(grades.isEmpty || grades.values.reduce(0, +) == object["fields"] as? Int)
        #expect(object["contracts"] as? Int == Self.contracts)
        #expect(Self.contracts >= 24)
        #expect(object["samples"] as? Int ?? 0 >= 2 * Self.contracts)
        #expect((object["problems"] as? [Any])?.isEmpty == true)
        // Overlays change the current version only, and the lint says so of sets that have others.
        let notes = object["notes"] as? [[String: Any]] ?? []
        let files = notes.compactMap { $0["file"] as? String }
        #expect(files.contains("profiles/fujian/engineering/500-PROJECT/overlay.json") == (verb == "lint"))
    }

    /// A copy of the contracts in which one sample of 500 no longer has the problem that it announces.
    @Test func aSampleThatFailsOtherwiseIsReported() throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.copyItem(atPath: Checkout.contracts, toPath: directory.path + "/Contracts")
        let file = directory.path + "/Contracts/national/v2/engineering/500-PROJECT/samples.json"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let changed = text.replacingOccurrences(of: "500.RELATE_CODE.list", with: "500.RELATE_CODE.lost")
        #expect(changed != text)
        try changed.write(toFile: file, atomically: true, encoding: .utf8)
        let captured = CapturedConsole(in: directory.path)
        #expect(captured.run("contract", "test", "--format", "json") == .dataRefused)
        let problems = try #require(captured.objects.first?["problems"] as? [[String: Any]])
        #expect(problems.contains { ($0["file"] as? String)?.contains("500-PROJECT") == true })
    }

    @Test func aBrokenContractIsReportedWithFileAndKey() throws {
        let directory = try TemporaryDirectory()
        try FileManager.default.copyItem(atPath: Checkout.contracts, toPath: directory.path + "/Contracts")
        let file = directory.path + "/Contracts/national/v2/engineering/500-PROJECT/contract.json"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        try text.replacingOccurrences(of: "\"type\": \"T14\"", with: "\"type\": \"T99\"")
            .write(toFile: file, atomically: true, encoding: .utf8)
        let captured = CapturedConsole(in: directory.path)
        #expect(captured.run("contract", "lint", "--format", "json") == .dataRefused)
        let problems = try #require(captured.objects.first?["problems"] as? [[String: Any]])
        #expect(problems.contains { ($0["key"] as? String)?.contains("type") == true })
    }

    @Test func showsTheFieldTable() {
        let captured = CapturedConsole(in: Checkout.root)
        #expect(captured.run("contract", "show", "TENDER_PROJECT", "--lang", "zh") == .success)
        #expect(captured.output.contains("TENDER_PROJECT_CODE"))
        #expect(captured.output.contains("招标项目编号"))
    }

    @Test func withoutContractsItEndsWith66() throws {
        let directory = try TemporaryDirectory()
        let captured = CapturedConsole(in: directory.path)
        #expect(captured.run("contract", "lint") == .inputMissing)
    }
}
