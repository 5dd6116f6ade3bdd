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
            _ = try TrustList.load(contentsOfFile: file.path)
            return []
        } catch {
            #expect(error.problems.allSatisfy { $0.file == file.path })
            return error.problems.map { "\($0.key): \($0.code.rawValue)" }
        }
    }

    @Test func loadsFilesAndInlineCertificates() throws {
        let pki = try TestPKI.of(.p256)
        let inline = pki.issuing.certificate.pem.replacing("\n", with: "\\n")
        let file = try ListFile(
            """
            {"version": 1, "authorities": [{"id": "a-ca", "name": {"zh": "甲", "en": "A"}, "status": "suspended",
             "recognisedFrom": "2024-01-01T00:00:00+08:00", "recognisedUntil": "2030-01-01T00:00:00Z",
             "certificates": ["ca/root.pem", "\(inline)"],
             "identity": [{"oid": "1.2.156.10260.4.1.4"}, {"attribute": "organizationIdentifier"}, {"attribute": "OU"}],
             "uses": ["platform-signing"]}]}
            """,
            certificates: ["ca/root.pem": pki.root.certificate.pem]
        )

        let list = try TrustList.load(contentsOfFile: file.path)

        let authority = try #require(list.authorities.first)
        #expect(list.authorities.count == 1)
        #expect(authority.id == "a-ca")
        #expect(authority.name == BilingualText(zh: "甲", en: "A"))
        #expect(authority.status == .suspended)
        #expect(authority.recognisedFrom.rfc3339 == "2023-12-31T16:00:00.000Z")
        #expect(authority.recognisedUntil?.rfc3339 == "2030-01-01T00:00:00.000Z")
        #expect(authority.certificates.map(\.thumbprint) == [pki.root, pki.issuing].map(\.certificate.thumbprint))
        #expect(
            authority.identity == [
                .extension(oid: "1.2.156.10260.4.1.4"), .attribute("organizationIdentifier"), .attribute("OU"),
            ]
        )
        #expect(authority.uses == [.platformSigning])
    }

    @Test func reportsEveryProblemWithItsKey() throws {
        let pki = try TestPKI.of(.p256)
        let found = try problems(
            """
            {"version": 2, "extra": 1, "authorities": [
             {"id": "", "name": {"zh": "甲"}, "status": "ok", "recognisedFrom": "yesterday", "certificates": ["no.pem"],
              "identity": [{"oid": "x"}, {"attribute": "no such attribute"}, {}], "uses": ["everything"], "note": ""},
             {"id": "b", "name": {"zh": "乙", "en": "B"}, "status": "recognised", "recognisedFrom": "2024-01-01T00:00:00Z",
              "recognisedUntil": "2023-01-01T00:00:00Z", "certificates": ["ca/leaf.pem", "ca/text.pem"],
              "identity": [], "uses": []},
             {"id": "b", "name": {"zh": "乙", "en": "B"}, "status": "recognised", "recognisedFrom": "2024-01-01T00:00:00Z",
              "certificates": [], "identity": [{"oid": "1.2.3"}]},
             7]}
            """,
            certificates: ["ca/leaf.pem": pki.leaf.pem, "ca/text.pem": "nothing"]
        )
        #expect(
            found == [
                "extra: unknown_key", "version: invalid", "authorities[0].note: unknown_key",
                "authorities[0].id: missing", "authorities[0].name.en: missing",
                "authorities[0].status: invalid", "authorities[0].recognisedFrom: invalid",
                "authorities[0].certificates[0]: file_unreadable", "authorities[0].identity[0]: invalid",
                "authorities[0].identity[1]: invalid", "authorities[0].identity[2]: invalid",
                "authorities[0].uses[0]: invalid", "authorities[1].recognisedUntil: invalid",
                "authorities[1].certificates[0]: invalid",
                "authorities[1].certificates[1]: invalid", "authorities[1].identity: missing",
                "authorities[2].certificates: missing", "authorities[2].uses: missing",
                "authorities[2].id: invalid", "authorities[3]: invalid",
            ]
        )
    }

    @Test func refusesWhatIsNoList() throws {
        #expect(try problems("[]") == [": not_json"])
        #expect(try problems("{") == [": not_json"])
        #expect(try problems("{\"version\": 1}") == ["authorities: missing"])
        #expect(try problems("{\"version\": 1, \"authorities\": []}") == ["authorities: missing"])
        #expect(throws: TrustListProblems.self) { try TrustList.load(contentsOfFile: "/nonexistent/list.json") }
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
                recognisedFrom: TestPKI.at(-1),
                certificates: [weak.certificate],
                identity: [.attribute("OU")]
            )
        ])
        #expect(try problems(list.json()) == ["authorities[0].certificates[0]: invalid"])
    }

    @Test func whatIsWrittenIsReadBack() throws {
        let pki = try TestPKI.of(.sm2)
        let list = TrustList(authorities: [pki.authority(until: TestPKI.at(1))])
        let file = try ListFile(try list.json())
        let read = try #require(try TrustList.load(contentsOfFile: file.path).authorities.first)
        let written = try #require(list.authorities.first)
        #expect(read.id == written.id)
        #expect(read.recognisedUntil == written.recognisedUntil)
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
                recognisedFrom: TestPKI.at(-1),
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
            recognisedFrom: TestPKI.at(-1),
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
