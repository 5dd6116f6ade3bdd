import ContractEngine
import Foundation
import Testing

/// Replays the committed inputs of FuzzContract through the ordinary build.
struct FuzzCorpusTests {
    @Test func validationKeepsItsLawsOnTheCorpus() throws {
        var laws = RecordValidatorLaws(catalog: try ContractCatalog.load(from: NationalContractTests.directory))
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Corpus/FuzzContract")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(files.count >= 30)
        for file in files {
            let bytes = [UInt8](try Data(contentsOf: file))
            #expect(laws.violation(by: bytes) == nil, "\(file.lastPathComponent)")
        }
    }

    @Test func translationKeepsItsLawsOnTheCorpus() throws {
        let contracts = try ContractCatalog.load(from: NationalContractTests.directory)
        var laws = TranslationLaws(
            catalog: try DialectCatalog.load(from: NationalContractTests.directory, contracts: contracts)
        )
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Corpus/FuzzTranslate")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(files.count >= 30)
        for file in files {
            let bytes = [UInt8](try Data(contentsOf: file))
            #expect(laws.violation(by: bytes) == nil, "\(file.lastPathComponent)")
        }
    }
}
