import Core
import Foundation
import GatewayApp
import Testing
import Trust

/// `hutong verify --seal` over the published vectors of docs/specs/seal.md, written as lines by Foundation.
struct VerifySealCommandTests {
    private static let vectors = Checkout.root + "/docs/specs/test-vectors"

    private static func line(_ name: String, value: String? = nil) throws -> String {
        let place = "\(vectors)/seal/\(name)"
        let files = FileManager.default
        let headers = try String(contentsOfFile: place + "/headers.txt", encoding: .utf8).split(separator: "\n").map {
            let colon = try #require($0.range(of: ": "))
            return [String($0[..<colon.lowerBound]), String($0[colon.upperBound...])]
        }
        func base64(_ data: Data?) -> Any { data?.base64EncodedString() as Any? ?? NSNull() }
        let object: [String: Any] = [
            "topic": try String(contentsOfFile: place + "/topic", encoding: .utf8),
            "key": base64(files.contents(atPath: place + "/key")),
            "headers": headers,
            "value": base64(value.map { Data($0.utf8) } ?? files.contents(atPath: place + "/value")),
        ]
        return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self)
    }

    /// Runs `verify --seal lines.ndjson` with `more`, and gives exit code and verdicts.
    private static func verify(
        _ lines: [String],
        in directory: TemporaryDirectory,
        _ more: String...
    ) throws -> (code: ExitCode, verdicts: [[String: Any]], error: String) {
        try directory.write("lines.ndjson", lines.joined(separator: "\n") + "\n")
        let captured = CapturedConsole(in: directory.path)
        let code = captured.run(["verify", "--seal", "--format", "json", "lines.ndjson"] + more)
        return (code, captured.objects, captured.error)
    }

    @Test func acceptsWhatWasSealedAndNamesWhatWasNot() throws {
        let directory = try TemporaryDirectory()
        let lines = try (0...2).map { try Self.line("ecdsa-\($0)") } + [Self.line("ecdsa-0", value: "{}")] + ["{}"]
        let (code, verdicts, error) = try Self.verify(
            lines,
            in: directory,
            "--gateway-certificate",
            Self.vectors + "/ecdsa.pem"
        )
        #expect(code == .dataRefused, "\(error)")
        #expect(verdicts.map { $0["verdict"] as? String } == ["valid", "valid", "valid", "invalid", "invalid"])
        #expect(verdicts.map { $0["line"] as? Int } == [1, 2, 3, 4, 5])
        #expect(
            verdicts.prefix(3).allSatisfy { $0["gateway"] as? String == "vector-gateway" && $0["count"] as? Int == 3 }
        )
        let rules = verdicts.suffix(2).compactMap { ($0["problems"] as? [[String: Any]])?.first?["rule"] as? String }
        #expect(rules == ["seal.content", "seal.line"])
    }

    /// A list names one of the two gateways' certificates, for a stretch of time that the vectors' seals lie in or not.
    @Test(arguments: [
        ("2027-01-01T00:00:00Z", nil, "valid"), ("2027-01-15T08:00:00Z", "2027-01-15T08:00:00.001Z", "valid"),
        ("2027-01-01T00:00:00Z", "2027-01-15T08:00:00Z", "seal.time"), ("2027-01-15T08:00:00.001Z", nil, "seal.time"),
    ])
    func countsWhatTheTrustListNames(from: String, until: String?, expected: String) throws {
        let directory = try TemporaryDirectory()
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000)
        let authority = try CertificateIssuer.root(
            .recognisingAuthority(
                "Recognising",
                notBefore: now.advanced(byMilliseconds: -86_400_000),
                notAfter: now.advanced(byMilliseconds: 86_400_000)
            ),
            key: .generate(.p256)
        )
        try directory.write("authority.pem", authority.certificate.pem)
        try authority.key.write(toFile: directory.path + "/authority.key")
        let limit = until.map { ", \"until\": \"\($0)\"" } ?? ""
        try directory.write(
            "draft.json",
            """
            {"format": 2, "publisher": {"zh": "认可机构", "en": "Recognising"},
             "authorities": [{"id": "vectors", "name": {"zh": "示例", "en": "Vectors"},
               "history": [{"status": "recognised", "from": "2026-01-01T00:00:00Z"}],
               "certificates": ["\(Self.vectors)/ecdsa-ca.pem"], "uses": ["time-stamping"],
               "revocation": {"check": "none"}}],
             "gateways": [{"id": "vector-gateway", "name": {"zh": "网关", "en": "Gateway"},
               "certificates": ["\(Self.vectors)/ecdsa.pem"], "from": "\(from)"\(limit)}]}
            """
        )
        let signing = CapturedConsole(in: directory.path)
        let signed = signing.run(
            "trust",
            "sign",
            "--list",
            "draft.json",
            "--key",
            "authority.key",
            "--certificate",
            "authority.pem",
            "--out",
            "list.json"
        )
        #expect(signed == .success, "\(signing.error)")
        let (code, verdicts, error) = try Self.verify(
            [Self.line("ecdsa-1"), Self.line("sm2-1")],
            in: directory,
            "--trust-list",
            "list.json",
            "--trust-authority",
            "authority.pem"
        )
        #expect(code == .dataRefused, "\(error)")
        let told = verdicts.map { verdict in
            ((verdict["problems"] as? [[String: Any]])?.first?["rule"] as? String) ?? (verdict["verdict"] as? String)
        }
        // The SM2 certificate of the same gateway is not in the list.
        #expect(told == [expected, "seal.gateway"])
    }

    @Test func takesOneSourceOfGateways() throws {
        let directory = try TemporaryDirectory()
        let (code, verdicts, error) = try Self.verify([Self.line("sm2-0")], in: directory)
        #expect(code == .usage)
        #expect(verdicts.isEmpty)
        #expect(error.contains("--gateway-certificate"))
    }
}
