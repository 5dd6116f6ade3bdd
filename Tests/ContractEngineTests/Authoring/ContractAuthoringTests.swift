import Core
import Foundation
import Testing

@testable import ContractEngine

/// What authoring leaves on the disk.
struct ContractAuthoringTests {
    private let identity = ContractAuthoring.Identity(
        name: "BERTH",
        number: nil,
        title: BilingualText(zh: "泊位", en: "Berth"),
        domain: "other",
        source: "test"
    )

    @Test(arguments: ["", "字段名,类型\nA,\n", "字段名,类型\nA,C\n"])
    func aBadTableMakesNothing(table: String) throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "hutong-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        let outcome = try ContractAuthoring(root: root.path, edition: "national/v2")
            .importTable(Array(table.utf8), as: identity)
        #expect(outcome.directory == nil)
        #expect(!outcome.problems.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: root.path))
    }

    @Test func aContractThatDoesNotLoadIsTakenBackWithItsEdition() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "hutong-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: root) }
        // Another edition that does not load.
        let other = root.appending(path: "other/v1")
        try FileManager.default.createDirectory(at: other, withIntermediateDirectories: true)
        try Data("{".utf8).write(to: other.appending(path: "edition.json"))
        let outcome = try ContractAuthoring(root: root.path, edition: "national/v2").scaffold(identity)
        #expect(outcome.directory == nil)
        #expect(!outcome.lint.isEmpty)
        #expect(try FileManager.default.contentsOfDirectory(atPath: root.path) == ["other"])
    }
}
