import Core
import Foundation
import Testing

/// Replays the committed inputs of FuzzScanner and FuzzEnvelope through the ordinary build.
struct FuzzCorpusTests {
    private func inputs(_ target: String) throws -> [(name: String, bytes: [UInt8])] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Corpus/\(target)")
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).map {
            ($0.lastPathComponent, [UInt8](try Data(contentsOf: $0)))
        }
    }

    @Test func theScannerKeepsItsLawsOnTheCorpus() throws {
        let files = try inputs("FuzzScanner")
        #expect(files.count >= 30)
        for (name, bytes) in files { #expect(JSONScannerLaws.violation(by: bytes) == nil, "\(name)") }
    }

    @Test func theEnvelopeKeepsItsLawsOnTheCorpus() throws {
        let files = try inputs("FuzzEnvelope")
        #expect(files.count >= 25)
        for (name, bytes) in files { #expect(EnvelopeLaws.violation(by: bytes) == nil, "\(name)") }
    }
}
