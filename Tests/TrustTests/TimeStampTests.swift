import Core
import Foundation
import Testing
import Trust

/// Time stamps on the signature of a batch (docs/specs/envelope.md §9.7), issued by `openssl ts`, or put together by hand where
/// that knows no SM2.
@Suite struct TimeStampTests {
    /// A recognised authority with a platform and a time stamping authority below it. `openssl ts` stamps with the clock's
    /// time, so everything here is valid around now.
    private struct Stand {
        let openssl: CommandLineOpenSSL
        let root: CertificateIssuer
        let key: SigningKey
        let leaf: Certificate
        let kind: KeyKind
        /// The time of the submission: ahead of the clock, so that everything is made before it.
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000) + 600_000)

        init?(_ kind: KeyKind) throws {
            openssl = try CommandLineOpenSSL()
            guard openssl.isAvailable else { return nil }
            self.kind = kind
            let day: Int64 = 86_400_000
            let (from, until) = (now.advanced(byMilliseconds: -day), now.advanced(byMilliseconds: day))
            root = try CertificateIssuer.root(
                .authority("Stamp Root", notBefore: from, notAfter: until),
                key: .generate(kind)
            )
            key = try SigningKey.generate(kind)
            leaf = try root.issue(
                .platform("Platform", code: TestPKI.code, notBefore: from, notAfter: until),
                for: key
            )
            try openssl.write(root.certificate.pem, to: "root.pem")
            try openssl.write(try root.key.pem(), to: "root.key")
            try openssl.write(
                """
                [tsa]
                serial = serial
                default_policy = 1.3.6.1.4.1.55555.1
                signer_digest = sha256
                digests = sha256, sha384, sha512, sha1
                ess_cert_id_alg = sha256
                [tsa1]
                serial = serial
                default_policy = 1.3.6.1.4.1.55555.1
                signer_digest = sha256
                digests = sha256
                ess_cert_id_alg = sha1
                [tsa384]
                serial = serial
                default_policy = 1.3.6.1.4.1.55555.1
                signer_digest = sha384
                digests = sha512
                ess_cert_id_alg = sha384
                """,
                to: "tsa.cnf"
            )
            try openssl.write("01\n", to: "serial")
            try issue()
        }

        /// Makes the certificate of the time stamping authority.
        @discardableResult
        func issue(
            usage: String = "extendedKeyUsage=critical,timeStamping",
            key: KeyKind = .p256
        ) throws -> Certificate {
            try openssl.write(try SigningKey.generate(key).pem(), to: "tsa.key")
            try openssl.write("basicConstraints=critical,CA:FALSE\n\(usage)\n", to: "extensions")
            let id = ["distid:1234567812345678"]
            let request = key == .sm2 ? ["-sm3", "-sigopt"] + id : ["-sha256"]
            try openssl.run(
                arguments: ["req", "-new", "-key", "tsa.key", "-subj", "/O=Test/CN=TSA", "-out", "tsa.csr"] + request
            )
            let issuing = kind == .sm2 ? ["-sm3", "-sigopt"] + id : ["-sha256"]
            try openssl.run(
                arguments: [
                    "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-set_serial",
                    "\(Int.random(in: 1000...9_999_999))", "-days", "1", "-extfile", "extensions", "-out", "tsa.pem",
                ] + issuing + (key == .sm2 ? ["-vfyopt"] + id : [])
            )
            let pem = String(decoding: try openssl.read("tsa.pem"), as: UTF8.self)
            return try #require(Certificate.certificates(pem: pem)?.first)
        }

        func records(created: Instant? = nil) throws -> [BatchFormTests.Record] {
            let signer = try BatchSigner(key: key, certificate: leaf)
            let events = (0..<3).map {
                BatchSigner.Event(BatchFormTests.envelope($0), payload: Array("{\"N\":\($0)}".utf8))
            }
            return zip(events, try signer.headers(for: events, created: created ?? now)).map {
                BatchFormTests.Record(envelope: $0.envelope, payload: $0.payload, headers: $1)
            }
        }

        static func signature(_ record: BatchFormTests.Record) -> [UInt8] {
            Base64.decode(Array((record.headers.text("ce_signature") ?? "").utf8), limit: 1024) ?? []
        }

        /// A token by `openssl ts` over `bytes`.
        func token(
            over bytes: [UInt8],
            digest: String = "-sha256",
            certificate: Bool = true,
            section: String = "tsa",
            _ options: String...
        ) throws -> [UInt8] {
            try openssl.write(bytes, to: "signature")
            try openssl.run(
                arguments: ["ts", "-query", "-data", "signature", digest, "-out", "request"]
                    + (certificate ? ["-cert"] : [])
            )
            try openssl.run(
                arguments: [
                    "ts", "-reply", "-config", "tsa.cnf", "-section", section, "-queryfile", "request", "-signer",
                    "tsa.pem", "-inkey", "tsa.key", "-token_out", "-out", "token",
                ] + options
            )
            return try openssl.read("token")
        }

        func verifier(_ uses: Set<TrustAuthority.Use> = [.platformSigning, .timeStamping]) throws -> SignatureVerifier {
            SignatureVerifier(store: try store(uses, generation: 1))
        }

        func store(_ uses: Set<TrustAuthority.Use>, generation: UInt64) throws -> TrustStore {
            let pki = try TestPKI.of(.p256)
            return try pki.store(
                pki.authority(certificates: [root.certificate], uses: uses),
                generation: generation
            )
        }
    }

    private static func stamped(_ record: BatchFormTests.Record, _ token: [UInt8]) -> BatchFormTests.Record {
        var record = record
        record.headers = record.headers.setting("ce_sigstamp", Base64.encode(token))
        return record
    }

    @Test(arguments: [
        (KeyKind.p256, "-sha256", "tsa"), (.rsa2048, "-sha384", "tsa"), (.p384, "-sha512", "tsa384"),
        (.p256, "-sha256", "tsa1"),
    ])
    func stampsOfTheCommand(key: KeyKind, digest: String, section: String) throws {
        guard let stand = try Stand(.p256) else { return }
        let certificate = try stand.issue(key: key)
        let records = try stand.records()
        let verifier = try stand.verifier()
        let token = try stand.token(over: Stand.signature(records[0]), digest: digest, section: section)
        // The time and the number that the command prints of its own token.
        let text = try stand.openssl.run("ts", "-reply", "-token_in", "-in", "token", "-token_out", "-text")
        let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("Time stamp: ") })
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.dateFormat = "MMM d HH:mm:ss yyyy zzz"
        let words = line.dropFirst("Time stamp: ".count).split(separator: " ").joined(separator: " ")
        let time = try #require(format.date(from: words))
        for record in records {
            let verdict = verifier.verify(Self.stamped(record, token), at: stand.now)
            let stamp = try #require(verdict.identity?.stamp, "\(verdict)")
            #expect(stamp.time == Instant(milliseconds: Int64(time.timeIntervalSince1970) * 1000))
            #expect(stamp.chain.leaf.thumbprint == certificate.thumbprint)
            #expect(stamp.chain.authority.id == "test-ca")
            #expect(text.contains("Serial number: 0x\(stamp.serial.uppercased())"))
        }
        // Without the stamp the record is what it was.
        #expect(verifier.verify(records[0], at: stand.now).identity?.stamp == nil)
    }

    @Test func aStampOverSomethingElse() throws {
        guard let stand = try Stand(.p256) else { return }
        let (records, others) = (try stand.records(), try stand.records())
        let verifier = try stand.verifier()
        let token = try stand.token(over: Stand.signature(others[0]))
        #expect(verifier.verify(Self.stamped(records[0], token), at: stand.now).refusalRules == ["trust.stamp.imprint"])
        #expect(verifier.verify(Self.stamped(others[0], token), at: stand.now).identity?.stamp != nil)
        let weak = try stand.token(over: Stand.signature(records[0]), digest: "-sha1")
        let verdict = verifier.verify(Self.stamped(records[0], weak), at: stand.now)
        #expect(verdict.refusalRules == ["trust.stamp.algorithm"])
        #expect(verdict.refusalCodes == [.timestampInvalid])
    }

    @Test func malformedStamps() throws {
        guard let stand = try Stand(.p256) else { return }
        let record = try stand.records()[0]
        let verifier = try stand.verifier()
        let token = try stand.token(over: Stand.signature(record))
        #expect(verifier.verify(Self.stamped(record, token), at: stand.now).identity?.stamp != nil)
        for count in stride(from: 0, to: token.count, by: 7) {
            let verdict = verifier.verify(Self.stamped(record, Array(token.prefix(count))), at: stand.now)
            #expect(verdict.refusalCodes == [.timestampInvalid], "\(count)")
        }
        #expect(verifier.verify(Self.stamped(record, token + [0]), at: stand.now).refusalRules == ["trust.stamp.form"])
        for text in ["*", "", "MAA=", "MIAGCSqGSIb3DQEHAqCAMIACAQMAAAAA"] {
            let headers = record.headers.setting("ce_sigstamp", text)
            let changed = BatchFormTests.Record(envelope: record.envelope, payload: record.payload, headers: headers)
            #expect(verifier.verify(changed, at: stand.now).refusalCodes == [.timestampInvalid], "\(text)")
        }
        // The whole reply in place of the token.
        try stand.openssl.run("ts", "-reply", "-token_in", "-in", "token", "-out", "reply")
        let reply = try stand.openssl.read("reply")
        #expect(verifier.verify(Self.stamped(record, reply), at: stand.now).refusalRules == ["trust.stamp.form"])
        // A detached signature is no stamp, and a stamp no signature.
        let cms = record.headers.setting("ce_sigform", "cms").setting("ce_signature", Base64.encode(token))
            .filter { !["ce_sigalg", "ce_sigkeyid", "ce_sigcert", "ce_sigbatch", "ce_sigpath"].contains($0.name) }
        #expect(verifier.verify(cms, at: stand.now).refusalCodes == [.signatureMalformed])
    }

    /// Whatever single bit of a stamp is changed: it is refused, or it is the same statement by the same authority.
    @Test func mutatedStamps() throws {
        guard let stand = try Stand(.p256) else { return }
        let record = try stand.records()[0]
        let verifier = try stand.verifier()
        let token = try stand.token(over: Stand.signature(record))
        let good = try #require(verifier.verify(Self.stamped(record, token), at: stand.now).identity?.stamp)
        var random = SeededGenerator(seed: 3161)
        var accepted = 0
        for _ in 0..<1500 {
            var changed = token
            changed[Int.random(in: 0..<changed.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            guard let stamp = verifier.verify(Self.stamped(record, changed), at: stand.now).identity?.stamp else {
                continue
            }
            accepted += 1
            #expect(stamp.time == good.time)
            #expect(stamp.serial == good.serial)
            #expect(stamp.chain.leaf.thumbprint == good.chain.leaf.thumbprint)
        }
        // Versions and digestAlgorithms alone are not signed.
        #expect(accepted < 100, "\(accepted) of 1500")
    }

    @Test(arguments: [
        "", "extendedKeyUsage=timeStamping", "extendedKeyUsage=critical,timeStamping,codeSigning",
        "extendedKeyUsage=critical,codeSigning",
        "extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,keyEncipherment",
    ])
    func certificatesForOtherUses(usage: String) throws {
        guard let stand = try Stand(.p256) else { return }
        let record = try stand.records()[0]
        // The command refuses such certificates itself: it stamps under a proper one, and the token gets the other.
        let good = try stand.issue()
        let token = try stand.token(over: Stand.signature(record))
        let key = try stand.openssl.read("tsa.key")
        let bad = try stand.issue(usage: usage)
        _ = key
        let start = try #require(token.indices.first { token[$0...].starts(with: good.der) })
        guard bad.der.count == good.der.count else {
            // Another length changes every frame around it; put together by hand below, in handMadeStamps.
            let verdict = try handMade(stand, .p256, certificate: bad)
            #expect(verdict.refusalRules == ["trust.stamp.usage"], "\(verdict)")
            return
        }
        var changed = token
        changed.replaceSubrange(start..<(start + good.der.count), with: bad.der)
        let verdict = try stand.verifier().verify(Self.stamped(record, changed), at: stand.now)
        #expect(verdict.refusalCodes == [.timestampInvalid])
    }

    @Test func authoritiesThatDoNotCount() throws {
        guard let stand = try Stand(.p256), let stranger = try Stand(.p256) else { return }
        let record = try stand.records()[0]
        let token = try stand.token(over: Stand.signature(record))
        let other = try stranger.token(over: Stand.signature(record))
        let verifier = try stand.verifier()
        #expect(verifier.verify(Self.stamped(record, token), at: stand.now).identity?.stamp != nil)
        let foreign = verifier.verify(Self.stamped(record, other), at: stand.now)
        #expect(foreign.refusalCodes?.allSatisfy { $0 == .timestampInvalid } == true)
        // Recognised for signing alone; what was remembered under the other list does not count.
        verifier.use(try stand.store([.platformSigning], generation: 2))
        let verdict = verifier.verify(Self.stamped(record, token), at: stand.now)
        #expect(verdict.refusalRules == ["trust.authority.use"])
        #expect(verdict.refusalCodes == [.timestampInvalid])
        #expect(verifier.verify(record, at: stand.now).identity != nil)
        // Without its certificate the token cannot be judged.
        let bare = try stand.token(over: Stand.signature(record), certificate: false)
        let refusal = verifier.verify(Self.stamped(record, bare), at: stand.now)
        #expect(refusal.refusalRules == ["trust.stamp.certificate"])
    }

    /// A stamp makes a verdict stricter, never milder.
    @Test func timesOfAStamp() throws {
        guard let stand = try Stand(.p256) else { return }
        let early = stand.now.advanced(byMilliseconds: -3_600_000)
        let record = try stand.records(created: early)[0]
        let verifier = try stand.verifier()
        let token = try stand.token(over: Stand.signature(record))
        #expect(verifier.verify(record, at: early).identity != nil)
        #expect(verifier.verify(Self.stamped(record, token), at: early).refusalRules == ["trust.stamp.time"])
        #expect(verifier.verify(Self.stamped(record, token), at: stand.now).identity?.stamp != nil)
        // Stamped while the certificate was valid, submitted when it is not any more.
        let late = stand.now.advanced(byMilliseconds: 2 * 86_400_000)
        #expect(
            verifier.verify(Self.stamped(record, token), at: late).refusalCodes?.contains(.certificateNotValid) == true
        )
    }

    /// A token put together by hand over the signature of a fresh record, and the verdict on it.
    private func handMade(
        _ stand: Stand,
        _ key: KeyKind,
        certificate: Certificate,
        time: String? = nil,
        referenced: Certificate? = nil,
        type: String = "1.2.840.113549.1.9.16.1.4",
        withReference: Bool = true,
        extensions: [UInt8] = [],
        over other: [UInt8]? = nil
    ) throws -> SignatureVerdict {
        let record = try stand.records()[0]
        let isSM2 = key == .sm2
        let algorithm: PayloadDigest.Algorithm = isSM2 ? .sm3 : .sha256
        let digest = isSM2 ? TestSignedData.sm3 : TestSignedData.sha256
        let stamped = time ?? stand.now.rfc3339.prefix(19).filter(\.isNumber) + "Z"
        let info = TestDER.sequence(
            TestDER.integer(1),
            TestDER.oid("1.2.3.4"),
            TestDER.sequence(digest, TestDER.octets(PayloadDigest(algorithm, of: Stand.signature(record)).bytes)),
            TestDER.integer(7),
            TestDER.element(0x18, Array(stamped.utf8)),
            extensions
        )
        let hash = PayloadDigest(.sha256, of: (referenced ?? certificate).der).bytes
        let reference = TestDER.sequence(
            TestDER.oid("1.2.840.113549.1.9.16.2.47"),
            TestDER.set(TestDER.sequence(TestDER.sequence(TestDER.sequence(TestDER.octets(hash)))))
        )
        let attributes = TestSignedData.attributes(
            type: type,
            digest: PayloadDigest(algorithm, of: other ?? info).bytes,
            withReference ? reference : []
        )
        try stand.openssl.write(TestDER.element(0x31, attributes), to: "signed")
        try stand.openssl.run(
            arguments: ["pkeyutl", "-sign", "-inkey", "tsa.key", "-rawin", "-in", "signed", "-out", "value"]
                + (isSM2 ? ["-digest", "sm3", "-pkeyopt", "distid:1234567812345678"] : ["-digest", "sha256"])
        )
        let token = TestSignedData(
            inner: "1.2.840.113549.1.9.16.1.4",
            content: info,
            certificates: [certificate.der],
            signers: [
                TestSignedData.Signer(
                    identifier: TestDER.issuerAndSerial(certificate.der),
                    digest: digest,
                    attributes: attributes,
                    algorithm: TestDER.sequence(
                        TestDER.oid(isSM2 ? "1.2.156.10197.1.501" : "1.2.840.10045.4.3.2")
                    ),
                    signature: try stand.openssl.read("value")
                )
            ]
        )
        return try stand.verifier().verify(Self.stamped(record, token.encoded), at: stand.now)
    }

    @Test(arguments: [KeyKind.p256, .sm2])
    func handMadeStamps(key: KeyKind) throws {
        guard let stand = try Stand(key) else { return }
        let certificate = try stand.issue(key: key)
        let verdict = try handMade(stand, key, certificate: certificate)
        let stamp = try #require(verdict.identity?.stamp, "\(verdict)")
        #expect(stamp.serial == "07")
        #expect(stamp.chain.leaf.thumbprint == certificate.thumbprint)
        // The attribute names another certificate, or is not there.
        let other = try handMade(stand, key, certificate: certificate, referenced: stand.leaf)
        #expect(other.refusalRules == ["trust.stamp.reference"])
        let none = try handMade(stand, key, certificate: certificate, withReference: false)
        #expect(none.refusalRules == ["trust.stamp.reference"])
        // The signed attributes are those of another content, by digest and by type.
        let content = try handMade(stand, key, certificate: certificate, over: [1, 2, 3])
        #expect(content.refusalRules == ["trust.stamp.signature"])
        let type = try handMade(stand, key, certificate: certificate, type: "1.2.840.113549.1.7.1")
        #expect(type.refusalRules == ["trust.stamp.form"])
        // Extensions [1]: an unknown one that is critical is not passed over, another one is (RFC 5280 §4.2).
        for isCritical in [true, false] {
            let single = TestDER.sequence(
                TestDER.oid("1.2.3.4.5"),
                isCritical ? [0x01, 0x01, 0xff] : [],
                TestDER.octets([5, 0])
            )
            let verdict = try handMade(
                stand,
                key,
                certificate: certificate,
                extensions: TestDER.element(0xa1, single)
            )
            #expect(isCritical ? verdict.refusalRules == ["trust.stamp.form"] : verdict.identity?.stamp != nil)
        }
        // From the future, and from before the certificate.
        let future = try handMade(stand, key, certificate: certificate, time: "20991231235959Z")
        #expect(future.refusalRules == ["trust.stamp.time"])
        let past = try handMade(stand, key, certificate: certificate, time: "20010101000000Z")
        #expect(past.refusalRules == ["trust.stamp.period"])
    }
}
