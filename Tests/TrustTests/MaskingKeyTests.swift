import Core
import Foundation
import Testing

@testable import Trust

/// Digests that stand for values: docs/specs/masking.md.
struct MaskingKeyTests {
    private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/specs/test-vectors/masking").path
    private static let key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

    private func text(_ key: String, _ recipient: String, _ domain: String, _ value: String) throws -> String? {
        try MaskingKey(copying: key).digest(for: recipient)?.text(of: value, in: domain)
    }

    /// The published vectors, which were made with `openssl mac` and Python's `hmac`.
    @Test func thePublishedVectorsHold() throws {
        let lines = try String(contentsOfFile: "\(Self.directory)/vectors.txt", encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 7)
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            try #require(words.count == 5)
            #expect(try text(words[0], words[1], words[2], words[3]) == words[4])
        }
    }

    /// Values that no vector has, by the recipe that a partner runs.
    @Test func openSSLMakesTheSame() throws {
        guard try CommandLineOpenSSL().isAvailable else { return }
        var random = SeededGenerator(seed: 20_261_122)
        for number in 0..<12 {
            let size = Int.random(in: MaskingKey.sizes, using: &random)
            let key = Hexadecimal.encode((0..<size).map { _ in UInt8.random(in: 0...255, using: &random) })
            let value = ["甲乙丙", "a b", "%s\\n", "x"][number % 4] + String(Int.random(in: 0...999_999, using: &random))
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/sh")
            process.arguments = ["\(Self.directory)/digest.sh", key, "platform-\(number)", "identity-number", value]
            let output = Pipe()
            process.standardOutput = output
            try process.run()
            let made = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(try text(key, "platform-\(number)", "identity-number", value).map { $0 + "\n" } == made)
        }
    }

    @Test func whatIsComparedAndWhatIsNot() throws {
        let number = "110101199001010015"
        let here = try #require(try text(Self.key, "fuzhou-housing", "identity-number", number))
        #expect(try text(Self.key, "fuzhou-housing", "identity-number", number) == here)
        #expect(!here.contains(number) && here.utf8.count == 45)
        let others = [
            try text(Self.key, "fuzhou-housing", "identity-number", "110101199001010023"),
            try text(Self.key, "fujian-comprehensive", "identity-number", number),
            try text(Self.key, "fuzhou-housing", "telephone", number),
            try text(String(Self.key.reversed()), "fuzhou-housing", "identity-number", number),
        ]
        #expect(Set(others + [here]).count == 5)
        let changed = try MaskingKey(copying: String(repeating: "ab", count: 32))
        #expect(changed.id.utf8.count == 8 && !here.hasPrefix("hm1:\(changed.id):"))
    }

    @Test(arguments: [
        "", "00", String(repeating: "0", count: 62), String(repeating: "0", count: 130), "xx" + key.dropFirst(2),
        key + "0",
    ])
    func whatIsNoKeyIsRefused(text: String) {
        #expect(throws: TrustFailure.self) { try MaskingKey(copying: text) }
    }

    @Test func aKeyFileIsItsOwnersAlone() throws {
        let path = NSTemporaryDirectory() + "hutong-masking-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("\(try MaskingKey.generatedText())\n".utf8).write(to: URL(fileURLWithPath: path))
        let manager = FileManager.default
        try manager.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        let loose = #expect(throws: TrustFailure.self) { try MaskingKey(reading: .file(path: path)) }
        #expect(loose?.kind == .loosePermissions && loose?.message.en.contains("masking key") == true)
        try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        #expect(try MaskingKey(reading: .file(path: path)).digest(for: "a")?.text(of: "b", in: "c") != nil)
    }
}
