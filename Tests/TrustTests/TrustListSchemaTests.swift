import Core
import Foundation
import Testing
import Trust

/// The published schema and the reader say the same of a list's form.
@Suite struct TrustListSchemaTests {
    private static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("docs/specs/trust-list.schema.json").path

    private static func schema() throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private static func definition(_ name: String) throws -> [String: Any] {
        let definitions = try #require(try schema()["$defs"] as? [String: Any])
        return try #require(definitions[name] as? [String: Any])
    }

    private static func property(_ name: String, of definition: String) throws -> [String: Any] {
        let properties = try #require(try Self.definition(definition)["properties"] as? [String: Any])
        return try #require(properties[name] as? [String: Any])
    }

    /// The closed lists of values are those of the model.
    @Test func closedListsAreThoseOfTheModel() throws {
        #expect(
            try Self.definition("use")["enum"] as? [String] == TrustAuthority.Use.allCases.map(\.rawValue)
        )
        let expected: [(String, String, [String])] = [
            ("status", "period", TrustAuthority.Status.allCases.map(\.rawValue)),
            ("holds", "source", IdentitySource.Content.allCases.map(\.rawValue)),
            ("check", "revocation", RevocationPolicy.Check.allCases.map(\.rawValue)),
        ]
        for (name, definition, values) in expected {
            #expect(try Self.property(name, of: definition)["enum"] as? [String] == values)
        }
        let stale = try Self.property("whenStale", of: "revocation")["additionalProperties"] as? [String: Any]
        #expect(stale?["enum"] as? [String] == RevocationPolicy.WhenStale.allCases.map(\.rawValue))
        let properties = try #require(try Self.schema()["properties"] as? [String: [String: Any]])
        #expect(properties["serial"]?["maximum"] as? UInt64 == TrustList.maximumSerial)
    }

    /// A list and single changes of it, each accepted or refused by the reader and by the schema alike.
    private static func cases() throws -> [(name: String, text: String, isFine: Bool)] {
        let pki = try TestPKI.of(.p256)
        let list = TrustList(
            serial: 17,
            issued: TestPKI.now,
            publisher: BilingualText(zh: "发布者", en: "Publisher"),
            authorities: [
                TrustAuthority(
                    id: "some-ca",
                    name: BilingualText(zh: "甲", en: "A"),
                    licence: "ECP1",
                    history: [
                        RecognitionPeriod(.connecting, from: TestPKI.at(-2)),
                        RecognitionPeriod(
                            .recognised,
                            from: TestPKI.at(-1),
                            reason: BilingualText(zh: "完成", en: "complete")
                        ),
                    ],
                    certificates: [pki.root.certificate],
                    uses: [.platformSigning, .timeStamping],
                    identity: [
                        IdentitySource(
                            .extension(oid: "1.2.156.10260.4.1.4"),
                            pattern: try #require(IdentityPattern("U:{code}"))
                        ),
                        IdentitySource(.attribute("OU"), holds: .organisationCode),
                    ],
                    policies: ["1.2.156.1"],
                    revocation: RevocationPolicy(
                        check: .any,
                        crl: ["http://ca.example/a.crl"],
                        ocsp: ["http://ocsp.example"],
                        budget: .seconds(86_400),
                        whenStale: [.timeStamping: .accept]
                    )
                )
            ],
            gateways: [
                RecognisedGateway(
                    id: "gate",
                    name: BilingualText(zh: "关", en: "G"),
                    certificates: [pki.leaf],
                    from: TestPKI.at(-1),
                    until: TestPKI.at(1)
                )
            ]
        )
        let text = String(decoding: list.json(), as: UTF8.self)
        let changes: [(String, String, Bool)] = [
            ("\"format\": 2", "\"format\": 1", false), ("\"serial\": 17", "\"serial\": 0", false),
            ("\"serial\": 17", "\"serial\": \"17\"", false),
            ("\"serial\": 17", "\"serial\": 9007199254740992", false), ("\"serial\": 17", "\"number\": 17", false),
            ("\"issued\": \"2026", "\"issued\": \"26", false), ("\"some-ca\"", "\"Some CA\"", false),
            ("\"some-ca\"", "\"\"", false), ("\"licence\": \"ECP1\"", "\"licence\": \"\"", false),
            ("\"connecting\"", "\"unknown\"", false), ("\"reason\"", "\"note\"", false),
            ("\"time-stamping\": \"accept\"", "\"time-stamping\": \"ignore\"", false),
            ("\"platform-signing\", \"time-stamping\"", "\"platform-signing\", \"sealing\"", false),
            ("\"platform-signing\", \"time-stamping\"", "\"time-stamping\", \"time-stamping\"", false),
            ("U:{code}", "U:code", false), ("U:{code}", "{code}{code}", false), ("U:{code}", "{code}", true),
            ("\"organisation-code\"", "\"person\"", true), ("\"organisation-code\"", "\"passport\"", false),
            ("\"attribute\": \"OU\"", "\"attribute\": \"OU\", \"oid\": \"1.2\"", false),
            ("\"oid\": \"1.2.156.10260.4.1.4\"", "\"oid\": \"OU\"", false),
            ("\"policies\": [\"1.2.156.1\"]", "\"policies\": []", false),
            ("\"check\": \"any\"", "\"check\": \"crl\"", false), ("\"check\": \"any\"", "\"check\": \"ocsp\"", false),
            ("\"check\": \"any\"", "\"check\": \"none\"", false), ("\"check\": \"any\",", "", false),
            ("http://ca.example/a.crl", "https://ca.example/a.crl", false),
            ("http://ca.example/a.crl", "ldap://ca.example/a", true),
            ("http://ocsp.example", "ldap://ocsp.example", false),
            ("\"budgetHours\": 24", "\"budgetHours\": 0", false),
            ("\"budgetHours\": 24", "\"budgetHours\": 8784", true),
            ("\"budgetHours\": 24", "\"budgetHours\": 8785", false), ("\"until\"", "\"till\"", false),
            ("\"gateways\"", "\"seals\"", false), ("\"zh\": \"甲\", ", "", false), ("\"zh\": \"甲\"", "\"zh\": 7", false),
        ]
        return try [("whole", text, true)]
            + changes.map { old, new, isFine in
                try #require(text.contains(old), "\(old) is not in the list")
                return ("\(old) -> \(new)", text.replacing(old, with: new), isFine)
            }
    }

    private static func isRead(_ text: String) throws -> Bool {
        let authority = try CertificateIssuer.root(
            .recognisingAuthority("R", notBefore: TestPKI.at(-1), notAfter: TestPKI.at(1)),
            key: .generate(.p256)
        )
        let document = try TrustListDocument.signed(
            Array(text.utf8),
            key: authority.key,
            certificate: authority.certificate,
            origin: "list.json"
        )
        return (try? document.verified(by: TrustListSigner(authority.certificate))) != nil
    }

    @Test func theReaderJudgesTheCases() throws {
        for (name, text, isFine) in try Self.cases() {
            #expect(try Self.isRead(text) == isFine, "\(name)")
        }
    }

    /// The same cases by an independent implementation of JSON Schema, where there is one.
    @Test func theSchemaJudgesTheCases() throws {
        let python = "/usr/bin/python3"
        guard FileManager.default.isExecutableFile(atPath: python), try run(python, ["-c", "import jsonschema"]) == ""
        else {
            print("skipped: python3 with jsonschema is missing")
            return
        }
        let cases = try Self.cases()
        let file = NSTemporaryDirectory() + "hutong-schema-\(UUID().uuidString).json"
        defer { try? FileManager.default.removeItem(atPath: file) }
        try JSONSerialization.data(withJSONObject: cases.map(\.text)).write(to: URL(fileURLWithPath: file))
        let script = """
            import json, sys, jsonschema
            schema = json.load(open(sys.argv[1]))
            kind = jsonschema.Draft202012Validator
            kind.check_schema(schema)
            for text in json.load(open(sys.argv[2])):
                print("fine" if kind(schema).is_valid(json.loads(text)) else "refused")
            """
        let verdicts = try run(python, ["-W", "ignore", "-c", script, Self.path, file]).split(separator: "\n")
        #expect(verdicts.count == cases.count)
        for (verdict, (name, _, isFine)) in zip(verdicts, cases) {
            #expect(verdict == (isFine ? "fine" : "refused"), "\(name)")
        }
    }

    /// What a command wrote on both its streams.
    private func run(_ executable: String, _ arguments: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return text
    }
}
