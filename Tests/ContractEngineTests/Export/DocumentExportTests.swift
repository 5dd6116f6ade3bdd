import Core
import Foundation
import Testing

@testable import ContractEngine

/// Pages and Markdown.
struct DocumentExportTests {
    private static let hostile = #"<script>alert(1)</script> & \"quoted\" 'single' | pipe * star"#

    private func files(_ form: ContractExport.Form, replacing text: String? = nil) throws -> [ExportFile] {
        let contract = text.map { ContractFixture.contract.replacing("编号", with: $0) }
        let fixture = try ContractFixture(replacing: contract.map { [ContractFixture.contractPath: $0] } ?? [:])
        let catalog = try fixture.load()
        let samples = SampleSuite(directory: fixture.directory.path(), catalog: catalog)
        let export = ContractExport(catalog.programs, samples: samples, as: form)
        return export.files(of: catalog.programs[0]) + export.sharedFiles()
    }

    private func text(_ file: ExportFile) -> String { String(decoding: file.bytes, as: UTF8.self) }

    @Test func filesAreNamedAfterTheDataSet() throws {
        #expect(try files(.jsonSchema).map(\.path) == ["SAMPLE.add.schema.json", "SAMPLE.change.schema.json"])
        #expect(try files(.html).map(\.path) == ["SAMPLE.html", "index.html"])
        #expect(try files(.markdown).map(\.path) == ["SAMPLE.md", "index.md"])
    }

    @Test(arguments: ContractExport.Form.allCases)
    func everyFileCarriesTheMarkAtItsStart(form: ContractExport.Form) throws {
        for file in try files(form) {
            #expect(
                String(decoding: file.bytes.prefix(4096), as: UTF8.self).contains(ContractExport.mark),
                "\(file.path)"
            )
        }
    }

    @Test func whatAContractSaysIsTextOnThePage() throws {
        for file in try files(.html, replacing: Self.hostile) {
            let page = text(file)
            #expect(!page.contains("<script>alert"))
            #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot; &#39;single&#39;"))
        }
    }

    @Test func pagesLoadNothing() throws {
        for file in try files(.html) {
            let page = text(file)
            for forbidden in ["src=", "<link", "@import", "url(", "http://", "https://", "javascript:", "onclick"] {
                #expect(!page.contains(forbidden), "\(file.path) \(forbidden)")
            }
            #expect(page.contains("default-src 'none'"))
        }
    }

    @Test func everyFragmentHasItsTarget() throws {
        let page = text(try files(.html)[0])
        let targets = Set(page.matches(of: /\bid="([^"]+)"/).map { String($0.1) })
        let links = page.matches(of: /href="#([^"]+)"/).map { String($0.1) }
        #expect(links.count > 20)
        for link in links { #expect(targets.contains(link), "\(link)") }
        #expect(targets.isSuperset(of: ["f-CASE", "f-STAMP", "l-L", "l-KIND", "r-900.46needs", "fields", "codes"]))
    }

    @Test func thePageSaysWhatARowSays() throws {
        let page = text(try files(.html)[0])
        for words in ["必填，修改时也须填", "定长", "多值，以 ; 分隔", "代码表 L", "代码表 W，表外警告", "代码表 A，取值未公布", "≤ 3 位，小数 ≤ 2 位"] {
            #expect(page.contains(words), "\(words)")
        }
        #expect(page.contains("当 KIND 为 a，且 CODES 为 c1 时，NOTE、UNIT 必填（修改时不适用）"))
        #expect(page.contains("按 UNIT 折算后不得超过 50000 元"))
    }

    @Test func markdownKeepsItsTable() throws {
        let lines = text(try files(.markdown, replacing: Self.hostile)[0]).split(separator: "\n")
        let row = try #require(lines.first { $0.hasPrefix("| `CASE`") })
        // Six cells: seven bars that are not escaped.
        #expect(row.replacing("\\|", with: "").count { $0 == "|" } == 7)
        #expect(row.contains("\\<script\\>alert"))
    }

    /// Codes and meanings are those of the specification of rejection codes.
    @Test func meaningsAreThoseOfTheSpecification() throws {
        let path = Repository.root.appending(path: "docs/specs/rejection-codes.md")
        let parts = try String(contentsOf: path, encoding: .utf8).components(separatedBy: "\n## ")
        let content = try #require(parts.first { $0.hasPrefix("Content") })
        var found = 0
        for line in content.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let name = cells[0].trimmingCharacters(in: ["`"])
            guard let code = RejectionCode(rawValue: name), code != .payloadTooLarge else { continue }
            #expect(RejectionMeaning.text(code) == cells[3], "\(name)")
            found += 1
        }
        #expect(found >= 26)
    }
}
