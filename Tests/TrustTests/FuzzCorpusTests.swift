import Core
import Foundation
import Testing
import Trust

/// Replays committed inputs of FuzzRevocation and FuzzSignature through the ordinary build.
@Suite struct FuzzCorpusTests {
    private func inputs(_ target: String) throws -> [(name: String, bytes: [UInt8])] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Corpus/\(target)")
        return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil).map {
            ($0.lastPathComponent, [UInt8](try Data(contentsOf: $0)))
        }
    }

    @Test func listsKeepTheirLawsOnTheCorpus() throws {
        let lists = try inputs("FuzzRevocation").filter { $0.bytes.first == 1 }
        #expect(lists.count >= 5)
        for (name, bytes) in lists {
            #expect(RevocationListLaws.violation(by: Array(bytes.dropFirst())) == nil, "\(name)")
        }
        // The seeds are lists that can be read, so that the search begins behind the parser.
        let readable = lists.filter { (try? RevocationList.parse(Array($0.bytes.dropFirst())).get()) != nil }
        #expect(Set(readable.map(\.name)).isSuperset(of: ["crl-many", "crl-delta", "crl-ecdsa", "crl-rsa", "crl-sm2"]))
    }

    /// Every published vector is a seed as it is, and each part of a record has seeds of its own.
    @Test func seedsOfSignatures() throws {
        let seeds = try inputs("FuzzSignature")
        #expect(Set(seeds.map(\.name)).isSuperset(of: TestVectorTests.names))
        for part: UInt8 in 1...6 { #expect(seeds.contains { $0.bytes.first == part }, "\(part)") }
        let ciphertexts = seeds.filter { $0.bytes.first == 7 }
        #expect(ciphertexts.count >= 5)
        for (name, bytes) in ciphertexts {
            #expect(CiphertextLaws.violation(by: Array(bytes.dropFirst())) == nil, "\(name)")
            #expect((try? CiphertextDocument(Array(bytes.dropFirst()))) != nil, "\(name)")
        }
        for name in TestVectorTests.names {
            let seed = try #require(seeds.first { $0.name == name }).bytes
            let vector = try TestVectorTests.bytes("\(name)/headers.txt")
            #expect(seed.starts(with: vector.prefix(100)), "\(name)")
        }
    }
}
