import ContractEngine
import Foundation
import Testing

/// The lists of data sets tell versions apart.
struct VersionIndexTests {
    @Test(arguments: [ContractExport.Form.html, .markdown])
    func everyVersionIsNamedWithItsDays(form: ContractExport.Form) throws {
        let old = ContractFixture.contract.replacing(
            "\"version\": \"1.0\"",
            with: "\"version\": \"0.9\", \"valid\": {\"until\": \"20251231\"}"
        )
        let fixture = try ContractFixture(replacing: [
            "national/v9/engineering/900-SAMPLE/0.9/contract.json": old
        ])
        let catalog = try fixture.load()
        let samples = SampleSuite(directory: fixture.directory.path(), catalog: catalog)
        let export = ContractExport(catalog.programs + catalog.versions, samples: samples, as: form)
        let index = String(decoding: try #require(export.sharedFiles().first).bytes, as: UTF8.self)
        #expect(index.contains("版本 1.0(现行)"))
        #expect(index.contains("版本 0.9，接受期间 …–20251231"))
        if form == .html { #expect(index.contains("<p>1 个数据集，另有 1 个其他版本，38 个字段</p>")) }
    }
}
