import Core
import Foundation
import Testing
import Trust

@Suite struct TrustListTests {
    /// A list file in a directory of its own.
    private final class ListFile {
        let directory = NSTemporaryDirectory() + "hutong-list-\(UUID().uuidString)"
        var path: String { directory + "/list.json" }

        init(_ text: String, certificates: [String: String] = [:]) throws {
            try FileManager.default.createDirectory(atPath: directory + "/ca", withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            for (name, pem) in certificates {
                try Data(pem.utf8).write(to: URL(fileURLWithPath: "\(directory)/\(name)"))
            }
        }

        deinit { try? FileManager.default.removeItem(atPath: directory) }
    }

    private func problems(_ text: String, certificates: [String: String] = [:]) throws -> [String] {
        let file = try ListFile(text, certificates: certificates)
        do throws(TrustListProblems) {
            _ = try TrustList.draft(contentsOfFile: file.path)
            return []
        } catch {
            #expect(error.problems.allSatisfy { $0.file == file.path })
            return error.problems.map { "\($0.key): \($0.code.rawValue)" }
        }
    }

    /// An authority as JSON with `certificates` as its certificates.
    private func entry(_ certificates: String, id: String = "a-ca", _ change: (String) -> String = { $0 }) -> String {
        change(
            """
            {"id": "\(id)", "name": {"zh": "甲", "en": "A"}, "licence": "ECP11010000000",
             "history": [{"status": "recognised", "from": "2024-01-01T00:00:00+08:00"}],
             "certificates": [\(certificates)], "uses": ["platform-signing"],
             "identity": [{"oid": "1.2.156.10260.4.1.4"}], "revocation": {"check": "none"}}
            """
        )
    }

    private func list(_ entries: String) -> String {
        """
        {"format": 2, "serial": 17, "issued": "2026-11-01T00:00:00Z", "publisher": {"zh": "认可机构", "en": "Publisher"},
         "authorities": [\(entries)]}
        """
    }

    @Test func readsEveryKeyOfADraft() throws {
        let pki = try TestPKI.of(.p256)
        let inline = pki.issuing.certificate.pem.replacing("\n", with: "\\n")
        let seal = pki.leaf.pem.replacing("\n", with: "\\n")
        let file = try ListFile(
            """
            {"format": 2, "serial": 17, "issued": "2026-11-01T08:00:00+08:00",
             "publisher": {"zh": "认可机构", "en": "Publisher"},
             "authorities": [{"id": "a-ca", "name": {"zh": "甲", "en": "A"}, "licence": "ECP1",
              "history": [{"status": "connecting", "from": "2023-01-01T00:00:00Z"},
               {"status": "recognised", "from": "2024-01-01T00:00:00+08:00"},
               {"status": "suspended", "from": "2026-05-01T00:00:00Z", "reason": {"zh": "整改", "en": "under review"}},
               {"status": "withdrawn", "from": "2030-01-01T00:00:00Z"}],
              "certificates": ["ca/root.pem", "\(inline)"], "uses": ["time-stamping", "platform-signing"],
              "identity": [{"oid": "1.2.156.10260.4.1.4", "pattern": "USCC:{code}N"},
               {"attribute": "OU", "holds": "organisation-code"}, {"oid": "1.2.156.10260.4.1.1", "holds": "person"}],
              "policies": ["1.2.156.1"],
              "revocation": {"check": "any", "crl": ["http://ca.example/a.crl", "ldap://ca.example/cn=a"],
               "ocsp": ["http://ocsp.example"], "budgetHours": 24, "whenStale": {"time-stamping": "accept"}}}],
             "gateways": [{"id": "fujian", "name": {"zh": "福建", "en": "Fujian"}, "certificates": ["\(seal)"],
              "from": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z"}]}
            """,
            certificates: ["ca/root.pem": pki.root.certificate.pem]
        )

        let list = try TrustList.draft(contentsOfFile: file.path)

        #expect(list.serial == 17)
        #expect(list.issued.rfc3339 == "2026-11-01T00:00:00.000Z")
        #expect(list.publisher == BilingualText(zh: "认可机构", en: "Publisher"))
        let authority = try #require(list.authorities.first)
        #expect(list.authorities.count == 1)
        #expect(authority.id == "a-ca")
        #expect(authority.name == BilingualText(zh: "甲", en: "A"))
        #expect(authority.licence == "ECP1")
        #expect(
            authority.history.map { "\($0.status.rawValue) \($0.from.rfc3339) \($0.reason?.en ?? "-")" } == [
                "connecting 2023-01-01T00:00:00.000Z -", "recognised 2023-12-31T16:00:00.000Z -",
                "suspended 2026-05-01T00:00:00.000Z under review", "withdrawn 2030-01-01T00:00:00.000Z -",
            ]
        )
        #expect(authority.certificates.map(\.thumbprint) == [pki.root, pki.issuing].map(\.certificate.thumbprint))
        #expect(
            authority.identity == [
                IdentitySource(
                    .extension(oid: "1.2.156.10260.4.1.4"),
                    pattern: try #require(IdentityPattern("USCC:{code}N"))
                ),
                IdentitySource(.attribute("OU"), holds: .organisationCode),
                IdentitySource(.extension(oid: "1.2.156.10260.4.1.1"), holds: .person),
            ]
        )
        #expect(authority.uses == [.platformSigning, .timeStamping])
        #expect(authority.policies == ["1.2.156.1"])
        #expect(authority.revocation.check == .any)
        #expect(authority.revocation.crl == ["http://ca.example/a.crl", "ldap://ca.example/cn=a"])
        #expect(authority.revocation.ocsp == ["http://ocsp.example"])
        #expect(authority.revocation.budget == .seconds(86_400))
        #expect(authority.revocation.whenStale(.timeStamping) == .accept)
        #expect(authority.revocation.whenStale(.platformSigning) == .refuse)
        let gateway = try #require(list.gateways.first)
        #expect(gateway.id == "fujian")
        #expect(gateway.certificates.map(\.thumbprint) == [pki.leaf.thumbprint])
        #expect(gateway.isRecognised(at: try #require(Instant(rfc3339: "2026-01-01T00:00:00Z"))))
        #expect(!gateway.isRecognised(at: try #require(Instant(rfc3339: "2025-12-31T23:59:59.999Z"))))
        #expect(!gateway.isRecognised(at: try #require(Instant(rfc3339: "2027-01-01T00:00:00Z"))))
        // What is written is read back as the same list.
        let again = try ListFile(String(decoding: list.json(), as: UTF8.self))
        #expect(try TrustList.draft(contentsOfFile: again.path).json() == list.json())
    }

    @Test func theStatusAtAnInstant() throws {
        let pki = try TestPKI.of(.p256)
        let authority = TrustAuthority(
            id: "a",
            name: BilingualText(zh: "甲", en: "A"),
            history: [
                RecognitionPeriod(.recognised, from: TestPKI.at(-10)),
                RecognitionPeriod(.suspended, from: TestPKI.at(-5)),
                RecognitionPeriod(.recognised, from: TestPKI.at(-2)),
                RecognitionPeriod(.withdrawn, from: TestPKI.at(3)),
            ],
            certificates: [pki.root.certificate],
            identity: []
        )
        let expected: [(Int64, TrustAuthority.Status)] = [
            (-11, .connecting), (-10, .recognised), (-6, .recognised), (-5, .suspended), (-3, .suspended),
            (-2, .recognised), (2, .recognised), (3, .withdrawn), (4000, .withdrawn),
        ]
        for (day, status) in expected { #expect(authority.status(at: TestPKI.at(day)) == status, "day \(day)") }
        let before = TestPKI.at(-5).advanced(byMilliseconds: -1)
        #expect(authority.status(at: before) == .recognised)
    }

    @Test func reportsEveryProblemWithItsKey() throws {
        let pki = try TestPKI.of(.p256)
        let found = try problems(
            """
            {"format": 2, "serial": 0, "issued": "yesterday", "publisher": "x", "extra": 1, "authorities": [
             {"id": "A b", "name": {"zh": "甲"}, "licence": "", "certificates": ["no.pem"], "note": "",
              "history": [{"status": "ok", "from": "yesterday", "x": 1}, 7],
              "identity": [{"oid": "x"}, {"attribute": "no such attribute"}, {}, {"oid": "1.2", "attribute": "OU"},
               {"oid": "1.2.3", "pattern": "code", "holds": "passport"}, {"oid": "1.2.3", "pattern": "{code}{code}"}],
              "uses": ["everything", "platform-signing", "platform-signing"], "policies": ["x"],
              "revocation": {"check": "some", "crl": ["https://x"], "ocsp": ["http:///x"], "budgetHours": 0.5,
               "whenStale": {"time-stamping": "accept", "platform-signing": "wait"}, "x": 1}},
             {"id": "b", "name": {"zh": "乙", "en": "B"}, "certificates": ["ca/leaf.pem", "ca/text.pem"],
              "history": [{"status": "recognised", "from": "2024-01-01T00:00:00Z"},
               {"status": "recognised", "from": "2023-01-01T00:00:00Z"}], "uses": [], "identity": [],
              "revocation": {"check": "none", "crl": ["http://x"], "budgetHours": 1}},
             {"id": "b", "name": {"zh": "乙", "en": "B"}, "certificates": ["ca/root.pem", "ca/root.pem"],
              "history": [], "uses": ["platform-signing"],
              "identity": [{"oid": "1.2.3", "holds": "person"}]},
             7],
             "gateways": [{"id": "g", "name": {"zh": "关", "en": "G"}, "certificates": ["ca/root.pem"],
              "from": "2024-01-01T00:00:00Z", "until": "2024-01-01T00:00:00Z"}]}
            """,
            certificates: [
                "ca/leaf.pem": pki.leaf.pem, "ca/text.pem": "nothing", "ca/root.pem": pki.root.certificate.pem,
            ]
        )
        let (a, b, c) = ("authorities[0]", "authorities[1]", "authorities[2]")
        #expect(
            found == [
                "extra: unknown_key", "serial: invalid", "issued: invalid", "publisher: missing",
                "\(a).note: unknown_key", "\(a).id: invalid", "\(a).name.en: missing", "\(a).licence: wrong_type",
                "\(a).history[0].x: unknown_key", "\(a).history[0].status: invalid", "\(a).history[0].from: invalid",
                "\(a).history[1]: wrong_type", "\(a).certificates[0]: file_unreadable", "\(a).uses[0]: invalid",
                "\(a).uses[2]: duplicate", "\(a).identity[0]: invalid", "\(a).identity[1]: invalid",
                "\(a).identity[2]: invalid", "\(a).identity[3]: invalid", "\(a).identity[4].pattern: invalid",
                "\(a).identity[4].holds: invalid", "\(a).identity[5].pattern: invalid", "\(a).policies[0]: invalid",
                "\(a).revocation.x: unknown_key", "\(a).revocation.check: invalid", "\(a).revocation.crl[0]: invalid",
                "\(a).revocation.ocsp[0]: invalid", "\(a).revocation.budgetHours: invalid",
                "\(a).revocation.whenStale.platform-signing: invalid",
                "\(a).revocation.whenStale.time-stamping: unknown_key",
                "\(b).history[1].from: invalid", "\(b).history[1].status: invalid", "\(b).certificates[0]: invalid",
                "\(b).certificates[1]: invalid", "\(b).uses: wrong_type", "\(b).identity: wrong_type",
                "\(b).revocation.crl: invalid", "\(b).revocation.budgetHours: invalid",
                "\(c).history: wrong_type", "\(c).certificates[1]: duplicate", "\(c).identity: invalid",
                "\(c).revocation: missing", "authorities[3]: wrong_type", "gateways[0].certificates[0]: invalid",
                "gateways[0].until: invalid",
            ]
        )
    }

    @Test func idsOccurOnce() throws {
        let (a, b) = (try TestPKI.of(.p256), try TestPKI.of(.sm2))
        let files = ["ca/a.pem": a.root.certificate.pem, "ca/b.pem": b.root.certificate.pem]
        #expect(
            try problems(list(entry("\"ca/a.pem\"") + "," + entry("\"ca/b.pem\"")), certificates: files)
                == ["authorities: duplicate"]
        )
        // Whose rules would count of a certificate that two authorities list?
        #expect(
            try problems(list(entry("\"ca/a.pem\"") + "," + entry("\"ca/a.pem\"", id: "b")), certificates: files)
                == ["authorities[1].certificates[0]: duplicate"]
        )
    }

    @Test func refusesWhatIsNoList() throws {
        #expect(try problems("[]") == [": not_json"])
        #expect(try problems("{") == [": not_json"])
        #expect(try problems("{\"version\": 1, \"authorities\": []}") == ["format: invalid"])
        #expect(try problems("{\"format\": 2}") == ["publisher: missing", "authorities: missing"])
        #expect(throws: TrustListProblems.self) { try TrustList.draft(contentsOfFile: "/nonexistent/list.json") }
    }

    @Test(arguments: ["0", "-1", "1.0", "1e3", "9007199254740992", "\"17\"", "null"])
    func refusesOddSerials(serial: String) throws {
        let pki = try TestPKI.of(.p256)
        let text = list(entry("\"ca/a.pem\"")).replacing("\"serial\": 17", with: "\"serial\": \(serial)")
        #expect(try problems(text, certificates: ["ca/a.pem": pki.root.certificate.pem]) == ["serial: invalid"])
    }

    @Test func weakAnchorsAreRefused() throws {
        let weak = try CertificateIssuer.root(
            .authority("Weak", notBefore: TestPKI.at(-1), notAfter: TestPKI.at(1)),
            key: .generate(.rsa1024)
        )
        let list = TrustList(authorities: [
            TrustAuthority(
                id: "w",
                name: BilingualText(zh: "弱", en: "Weak"),
                history: [RecognitionPeriod(.recognised, from: TestPKI.at(-1))],
                certificates: [weak.certificate],
                identity: [.attribute("OU")]
            )
        ])
        #expect(
            try problems(String(decoding: list.json(), as: UTF8.self)) == ["authorities[0].certificates[0]: invalid"]
        )
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let pki = try TestPKI.of(.sm2)
        let list = TrustList(authorities: [pki.authority(until: TestPKI.at(1))])
        let file = try ListFile(String(decoding: list.json(), as: UTF8.self))
        let read = try #require(try TrustList.draft(contentsOfFile: file.path).authorities.first)
        let written = try #require(list.authorities.first)
        #expect(read.id == written.id)
        #expect(read.history == written.history)
        #expect(read.certificates.map(\.thumbprint) == written.certificates.map(\.thumbprint))
        #expect(read.identity == written.identity)
        let headers = try EventSigner(key: pki.key, certificate: pki.leaf)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        #expect(try pki.verifier(read).verify(headers).identity != nil)
    }

    @Test func anIssuingCertificateAloneIsAnAnchor() throws {
        for kind in [KeyKind.p256, .sm2] {
            let pki = try TestPKI.of(kind)
            let issuingOnly = TrustAuthority(
                id: "i",
                name: BilingualText(zh: "甲", en: "A"),
                history: [RecognitionPeriod(.recognised, from: TestPKI.at(-1))],
                certificates: [pki.issuing.certificate],
                identity: [.extension(oid: CertificateTemplate.identityExtension)]
            )
            let headers = try EventSigner(key: pki.key, certificate: pki.leaf)
                .headers(for: TestEvent.envelope, payload: TestEvent.payload)
            #expect(try pki.verifier(issuingOnly).verify(headers).identity?.chain.issuers.count == 1)
        }
        // A root without the issuing certificate does not lead to the leaf.
        let pki = try TestPKI.of(.p256)
        let rootOnly = TrustAuthority(
            id: "r",
            name: BilingualText(zh: "甲", en: "A"),
            history: [RecognitionPeriod(.recognised, from: TestPKI.at(-1))],
            certificates: [pki.root.certificate],
            identity: [.attribute("organizationIdentifier")]
        )
        let headers = try EventSigner(key: pki.key, certificate: pki.leaf)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        #expect(try pki.verifier(rootOnly).verify(headers).refusalCodes == [.certificateAuthorityUnknown])
    }

    @Test func authoritiesStandSideBySide() throws {
        let (a, b) = (try TestPKI.of(.rsa2048), try TestPKI.of(.sm2))
        let store = try TrustStore(
            list: TrustList(authorities: [a.authority(status: .suspended), b.authority()]),
            generation: 7
        )
        let verifier = SignatureVerifier(store: store)
        let first = try EventSigner(key: a.key, certificate: a.leaf)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        let second = try EventSigner(key: b.key, certificate: b.leaf)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        #expect(verifier.verify(first).refusalCodes == [.certificateNotValid])
        #expect(verifier.verify(second).identity?.chain.generation == 7)
    }
}
