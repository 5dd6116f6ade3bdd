import ContractEngine
import Core
import Foundation
import Testing

/// docs/specs/dialect.md is normative: its example behaves as it says.
struct DialectDocumentTests {
    private static let text: String = {
        let file = URL(filePath: NationalContractTests.directory).deletingLastPathComponent()
            .appending(path: "docs/specs/dialect.md")
        return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }()

    /// The files of the example in order: a line with the path between backquotes, an empty line, a JSON block.
    private static var files: [(path: String, content: String)] {
        ["national/", "dialects/"].reduce(into: [(Substring, String)]()) { found, start in
            for part in text.components(separatedBy: "\n`\(start)").dropFirst() {
                let pieces = part.components(separatedBy: "```")
                guard pieces.count > 1, let path = pieces[0].split(separator: "`").first else { continue }
                found.append(("\(start)\(path)"[...], String(pieces[1].trimmingPrefix("json\n"))))
            }
        }.map { (String($0.0), $0.1) }
    }

    private static func directory(without skipped: Int?) throws -> URL {
        let directory = FileManager.default.temporaryDirectory.appending(path: "dialect-document-\(UUID().uuidString)")
        for (index, (path, content)) in files.enumerated() where index != skipped {
            let file = directory.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(content.utf8).write(to: file)
        }
        return directory
    }

    @Test func theExampleIsADialect() throws {
        #expect(
            Self.files.map(\.path) == [
                "national/v1/edition.json", "national/v1/engineering/1-LOT/contract.json",
                "dialects/harbour/dialect.json",
                "dialects/harbour/mappings/LOT.json", "dialects/harbour/mappings/LOT.json",
                "dialects/harbour/samples/LOT.json",
            ]
        )
        let directory = try Self.directory(without: 3)
        defer { try? FileManager.default.removeItem(at: directory) }
        let contracts = try ContractCatalog.load(from: directory.path())
        #expect(DialectSuite.lint(directory: directory.path(), contracts: contracts, only: nil).problems == [])
        let report = DialectSuite.test(directory: directory.path(), contracts: contracts, only: nil)
        #expect(report.samples == 7)
        // The contract of the document has no samples; those of the dialect show its losses.
        #expect(report.roundTrips > 0)
        #expect(report.problems == [])
    }

    @Test func theFirstMappingOfTheExampleDoesNotLoad() throws {
        let directory = try Self.directory(without: 4)
        defer { try? FileManager.default.removeItem(at: directory) }
        let contracts = try ContractCatalog.load(from: directory.path())
        let report = DialectSuite.lint(directory: directory.path(), contracts: contracts, only: nil)
        #expect(report.problems.map(\.key) == ["both[0].as[0]"])
        #expect(report.problems[0].message.en.contains("inverse"))
    }
}
