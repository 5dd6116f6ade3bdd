import Foundation
import OpsServer
import Testing

/// Replays the committed inputs of FuzzHTTP through the ordinary build.
struct FuzzCorpusTests {
    @Test func theParserKeepsItsLawsOnTheCorpus() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Corpus/FuzzHTTP")
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        #expect(files.count >= 20)
        for file in files {
            let bytes = [UInt8](try Data(contentsOf: file))
            #expect(HTTPParserLaws.violation(by: bytes) == nil, "\(file.lastPathComponent)")
        }
    }

    /// Mutations of the corpus by a fixed generator: a small fuzz run in every test run.
    @Test func theParserKeepsItsLawsOnMutations() throws {
        let seed = Array("GET /metrics?a=b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n".utf8)
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        func next() -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33)
        }
        for _ in 0..<2000 {
            var bytes = seed
            for _ in 0...(next() % 4) {
                switch next() % 3 {
                case 0: bytes[next() % bytes.count] = UInt8(next() % 256)
                case 1: bytes.remove(at: next() % bytes.count)
                default: bytes.insert(UInt8(next() % 256), at: next() % bytes.count)
                }
            }
            #expect(HTTPParserLaws.violation(by: bytes) == nil, "\(bytes)")
        }
    }
}
