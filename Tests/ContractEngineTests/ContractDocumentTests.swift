import ContractEngine
import Foundation
import Testing

/// docs/specs/contract.md is normative: its example loads, and its samples behave as it says.
struct ContractDocumentTests {
    private static let text: String = {
        let file = URL(filePath: NationalContractTests.directory).deletingLastPathComponent()
            .appending(path: "docs/specs/contract.md")
        return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }()

    /// The files of the example: a line with the path between backquotes, an empty line, a JSON block.
    private static var files: [String: String] {
        var files: [String: String] = [:]
        for part in text.components(separatedBy: "\n`example/").dropFirst() {
            let pieces = part.components(separatedBy: "```")
            guard pieces.count > 1, let path = pieces[0].split(separator: "`").first else { continue }
            files["example/\(path)"] = String(pieces[1].trimmingPrefix("json\n"))
        }
        return files
    }

    @Test func theExampleIsAContract() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "contract-document-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        #expect(Self.files.count == 4)
        for (path, content) in Self.files {
            let file = directory.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(content.utf8).write(to: file)
        }
        #expect(ContractLint.run(directory: directory.path()).problems == [])
        let report = SampleSuite(
            directory: directory.path(),
            catalog: try ContractCatalog.load(from: directory.path())
        ).run()
        #expect(report.samples == 12)
        #expect(report.problems == [])
    }

    /// Every identifier rule has its row.
    @Test(arguments: IdentifierKind.allCases)
    func identifierRulesAreDescribed(kind: IdentifierKind) {
        #expect(Self.text.contains("`\(kind.rawValue)`"))
    }
}
