import Core
import Foundation
import Testing
import Trust

/// The published vectors of docs/specs/envelope.md, which `openssl` and a shell made without Hutong.
@Suite struct TestVectorTests {
    private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/specs/test-vectors").path
    /// 2027-01-15T08:00:00Z, as in check.sh.
    static let instant = Instant(milliseconds: 1_800_000_000_000)

    static let names: [String] = {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
        return entries.filter { FileManager.default.fileExists(atPath: "\(directory)/\($0)/headers.txt") }.sorted()
    }()

    static func bytes(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(name)")))
    }

    static func headers(_ vector: String) throws -> [RecordHeader] {
        try String(decoding: bytes("\(vector)/headers.txt"), as: UTF8.self).split(separator: "\n").compactMap { line in
            guard let colon = line.range(of: ": ") else { return nil }
            return RecordHeader(String(line[..<colon.lowerBound]), String(line[colon.upperBound...]))
        }
    }

    private static func certificate(_ name: String) throws -> Certificate {
        let pem = String(decoding: try bytes(name), as: UTF8.self)
        return try #require(Certificate.certificates(pem: pem)?.first)
    }

    static func verifier() throws -> SignatureVerifier {
        let authorities = try ["rsa", "ecdsa", "sm2", "p384", "p521", "tsa"].map { kind in
            TrustAuthority(
                id: kind,
                name: BilingualText(zh: kind, en: kind),
                history: [RecognitionPeriod(.recognised, from: Instant(milliseconds: 0))],
                certificates: [try certificate("\(kind)-ca.pem")],
                uses: kind == "tsa" ? [.timeStamping] : [.platformSigning],
                identity: [.extension(oid: CertificateTemplate.identityExtension)]
            )
        }
        return SignatureVerifier(store: try TrustStore(list: TrustList(authorities: authorities), generation: 1))
    }

    @Test func allFormsAndAlgorithmsArePresent() throws {
        var seen: Set<String> = []
        for name in Self.names {
            let headers = try Self.headers(name)
            seen.insert(
                [headers.text("ce_sigform"), headers.text("ce_sigalg")].compactMap(\.self).joined(separator: " ")
            )
        }
        let batches = ["ecdsa-p256-sha256", "ecdsa-p384-sha384", "rsa-v1_5-sha256", "sm2-sm3"].map { "batch \($0)" }
        #expect(seen == Set(SignatureAlgorithm.allCases.map { "raw \($0.rawValue)" } + ["cms"] + batches))
    }

    @Test(arguments: names)
    func isVerifiedHere(name: String) throws {
        let headers = try Self.headers(name)
        let payload = try Self.bytes("\(name)/payload.json")
        let (envelope, problems) = EventEnvelope.parse(headers)
        #expect(problems.isEmpty)
        #expect(envelope.id == "vector-\(name)")
        let verifier = try Self.verifier()
        func verdict(_ payload: [UInt8]) -> SignatureVerdict {
            verifier.verify(
                envelope,
                headers: headers,
                payload: payload,
                registered: [:],
                expectedPlatformCode: "91350200M00013FA1N",
                at: Self.instant
            )
        }
        let identity = try #require(verdict(payload).identity, "\(verdict(payload))")
        #expect(name.contains(identity.chain.authority.id))
        // The order of signers is that of DER, not that of signing.
        let signers = ([identity.chain] + identity.cosigners).map(\.authority.id)
        #expect(name.contains("-and-") ? Set(signers) == ["rsa", "ecdsa"] : signers.count == 1)
        let family: CMSFamily = name.contains("mixed") ? .mixed : name.contains("gm") ? .national : .international
        #expect(identity.family == (name.hasPrefix("cms") ? family : nil))
        #expect(identity.stamp?.chain.authority.id == (name.hasPrefix("batch-rsa") ? "tsa" : nil))
        #expect(verdict(payload + [0x0a]).refusalCodes == [.signatureInvalid])
    }

    @Test(arguments: names)
    func signingBaseIsTheSame(name: String) throws {
        let headers = try Self.headers(name)
        let envelope = EventEnvelope.parse(headers).envelope
        let isSM2 = name.contains("sm2")
        let digest = PayloadDigest(isSM2 ? .sm3 : .sha256, of: try Self.bytes("\(name)/payload.json"))
        let base = SigningBase.bytes(
            of: envelope,
            digestName: digest.algorithm.rawValue,
            digest: Array(digest.base64.utf8),
            algorithm: (name.hasPrefix("batch") ? "batch/" : "") + (headers.text("ce_sigalg") ?? "cms"),
            keyID: headers.text("ce_sigkeyid") ?? ""
        )
        #expect(base == (try Self.bytes("\(name)/signing-base")))
    }

    @Test(arguments: ["rsa", "ecdsa", "sm2", "p384", "p521"])
    func theKeyOfTheVectorSignsHereToo(kind: String) throws {
        let key = try SigningKey.load(
            contentsOfFile: "\(Self.directory)/\(kind).key.pem",
            allowsLoosePermissions: true
        )
        let certificate = try Self.certificate("\(kind).pem")
        let envelope = EventEnvelope.parse(try Self.headers("raw-\(kind)")).envelope
        let headers = try EventSigner(key: key, certificate: certificate).headers(for: envelope, payload: [1])
        let verdict = try Self.verifier().verify(
            envelope,
            headers: headers,
            payload: [1],
            registered: [:],
            expectedPlatformCode: "91350200M00013FA1N",
            at: Self.instant
        )
        #expect(verdict.identity != nil)
    }

    @Test func opensslAloneVerifiesThemAll() throws {
        guard try CommandLineOpenSSL().isAvailable else { return }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["\(Self.directory)/check.sh"]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0, "\(text)")
        #expect(text.contains("\(Self.names.count) vectors, 0 failures"), "\(text)")
    }
}
