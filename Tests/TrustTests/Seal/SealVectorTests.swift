import Core
import Foundation
import Testing
import Trust

/// The published vectors of docs/specs/seal.md, which `openssl` and a shell made without Hutong.
@Suite struct SealVectorTests {
    private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("docs/specs/test-vectors").path

    private static func bytes(_ path: String) -> [UInt8]? {
        FileManager.default.contents(atPath: "\(directory)/\(path)").map { Array($0) }
    }

    private static func record(_ name: String) throws -> SealedRecord {
        let headers = String(decoding: try #require(bytes("seal/\(name)/headers.txt")), as: UTF8.self)
            .split(separator: "\n").compactMap { line -> RecordHeader? in
                guard let colon = line.range(of: ": ") else { return nil }
                return RecordHeader(String(line[..<colon.lowerBound]), String(line[colon.upperBound...]))
            }
        return SealedRecord(
            topic: String(decoding: try #require(bytes("seal/\(name)/topic")), as: UTF8.self),
            key: bytes("seal/\(name)/key"),
            headers: headers,
            value: bytes("seal/\(name)/value")
        )
    }

    private static func verifier() throws -> SealVerifier {
        try SealVerifier(
            gateways: ["ecdsa", "sm2"].map { kind in
                let pem = String(decoding: try #require(bytes("\(kind).pem")), as: UTF8.self)
                let certificate = try #require(Certificate.certificates(pem: pem)?.first)
                return SealVerifier.Gateway(id: "vector-gateway", certificate: certificate)
            }
        )
    }

    @Test(arguments: ["ecdsa-0", "ecdsa-1", "ecdsa-2", "sm2-0", "sm2-1", "sm2-2"])
    func isVerifiedHere(name: String) throws {
        let verdict = try Self.verifier().verdict(on: Self.record(name))
        guard case .sealed(let statement) = verdict else {
            Issue.record("\(name): \(verdict)")
            return
        }
        #expect(statement.count == 3)
        #expect(statement.time == "2027-01-15T08:00:00Z")
    }

    /// The other record's place in the same transaction does not do.
    @Test func pathsCannotBeExchanged() throws {
        let (one, other) = (try Self.record("ecdsa-0"), try Self.record("ecdsa-1"))
        let headers = one.headers.dropLast() + other.headers.suffix(1)
        let mixed = SealedRecord(topic: one.topic, key: one.key, headers: Array(headers), value: one.value)
        guard case .broken(let problem) = try Self.verifier().verdict(on: mixed) else {
            Issue.record("a record passed at another's place")
            return
        }
        #expect(problem.rule == "seal.content")
    }

    @Test func shellVerifiesThem() throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["\(Self.directory)/seal/check.sh"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
        #expect(text == "all seals hold\n")
    }
}
