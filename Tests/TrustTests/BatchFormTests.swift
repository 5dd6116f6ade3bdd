import Core
import Testing
import Trust

/// Form `batch` (docs/specs/envelope.md §9): one signature for many records.
@Suite struct BatchFormTests {
    /// A record of the batch: its envelope, payload and headers.
    struct Record {
        let envelope: EventEnvelope
        let payload: [UInt8]
        var headers: [RecordHeader]
    }

    static func envelope(_ number: Int, code: String = TestPKI.code) -> EventEnvelope {
        var attributes: [AttributeName: String] = [:]
        for name in AttributeName.allCases { attributes[name] = TestEvent.envelope[name] }
        attributes[.id] = "record-\(number)"
        attributes[.source] = "/platforms/\(code)"
        return EventEnvelope(attributes: attributes)
    }

    /// A batch of `count` records, as a platform signs it.
    static func batch(
        _ pki: TestPKI,
        count: Int,
        algorithm: SignatureAlgorithm? = nil,
        attaches: Bool = true,
        created: Instant = TestPKI.now
    ) throws -> [Record] {
        let signer = try BatchSigner(
            key: pki.key,
            certificate: pki.leaf,
            attachesCertificate: attaches,
            algorithm: algorithm
        )
        let events = (0..<count).map { number in
            BatchSigner.Event(envelope(number), payload: Array("{\"NUMBER\":\(number)}".utf8))
        }
        return zip(events, try signer.headers(for: events, created: created)).map {
            Record(envelope: $0.envelope, payload: $0.payload, headers: $1)
        }
    }

    @Test(arguments: RoundTripTests.algorithms)
    func everyRecordOfABatch(_ kind: KeyKind, _ algorithm: SignatureAlgorithm) throws {
        let pki = try TestPKI.of(kind)
        for count in [1, 2, 3, 6, 33] {
            for attaches in [true, false] {
                let verifier = try pki.verifier()
                for record in try Self.batch(pki, count: count, algorithm: algorithm, attaches: attaches) {
                    let verdict = verifier.verify(record, registered: attaches ? [] : [pki.leaf])
                    let identity = try #require(verdict.identity, "\(verdict)")
                    #expect(identity.form == .batch)
                    #expect(identity.algorithm == algorithm)
                    #expect(identity.platformCode == TestPKI.code)
                    #expect(identity.stamp == nil)
                }
            }
        }
    }

    /// What the sender signs, line by line as §9.3 writes it, and the leaf as §9.2 does; rebuilt here from the headers.
    @Test(arguments: [(KeyKind.p256, "ecdsa-p256-sha256", "sha-256"), (.sm2, "sm2-sm3", "sm3")])
    func statementAndLeaf(kind: KeyKind, algorithm: String, digest: String) throws {
        let pki = try TestPKI.of(kind)
        let openssl = try CommandLineOpenSSL()
        guard openssl.isAvailable else { return }
        let record = try #require(try Self.batch(pki, count: 1).first)
        let place = try #require(record.headers.text("ce_sigbatch"))
        let root = try #require(place.split(separator: ";").last?.dropFirst("root=".count))
        let statement = """
            "@batch": 1
            "source": /platforms/\(TestPKI.code)
            "count": 1
            "created": 2026-11-21T03:18:00.000Z
            "root": \(digest)=:\(root):
            "@signature-params": alg="\(algorithm)";keyid="\(pki.leaf.thumbprint.keyID)"
            """
        #expect(place == "count=1;index=0;created=2026-11-21T03:18:00.000Z;root=\(root)")
        #expect(record.headers.text("ce_sigpath") == nil)
        try openssl.write(statement, to: "statement")
        let signature = try #require(record.headers.text("ce_signature"))
        try openssl.write(try #require(Base64.decode(Array(signature.utf8), limit: 1024)), to: "signature")
        try openssl.write(pki.leaf.pem, to: "leaf.pem")
        try openssl.write(try openssl.run("x509", "-in", "leaf.pem", "-pubkey", "-noout"), to: "public.pem")
        try openssl.run(
            arguments: [
                "pkeyutl", "-verify", "-pubin", "-inkey", "public.pem", "-rawin", "-in", "statement", "-sigfile",
                "signature",
            ] + (kind == .sm2 ? ["-digest", "sm3", "-pkeyopt", "distid:1234567812345678"] : ["-digest", "sha256"])
        )
        // The root of a tree of one leaf is the leaf: the digest of a zero byte and the signing base.
        try openssl.write(record.payload, to: "payload")
        let tool = kind == .sm2 ? "-sm3" : "-sha256"
        try openssl.run("dgst", tool, "-binary", "-out", "digest", "payload")
        var base = ""
        for name in AttributeName.allCases {
            if let value = record.envelope[name] { base += "\"\(name.rawValue)\": \(value)\n" }
        }
        base += "\"content-digest\": \(digest)=:\(Base64.encode(try openssl.read("digest"))):\n"
        base += "\"@signature-params\": alg=\"batch/\(algorithm)\";keyid=\"\(pki.leaf.thumbprint.keyID)\""
        try openssl.write([0] + Array(base.utf8), to: "leaf")
        try openssl.run("dgst", tool, "-binary", "-out", "root", "leaf")
        #expect(Base64.encode(try openssl.read("root")) == root)
    }

    @Test func aRecordElsewhereIsRefused() throws {
        let pki = try TestPKI.of(.p256)
        let verifier = try pki.verifier()
        let records = try Self.batch(pki, count: 7)
        let others = try Self.batch(pki, count: 7, created: TestPKI.now.advanced(byMilliseconds: -1))
        for record in records { #expect(verifier.verify(record).identity != nil) }
        // The content of one under the headers of another, and another place, path or batch for the same content.
        for (left, right) in zip(records, records.dropFirst() + records.prefix(1)) {
            var moved = Record(envelope: left.envelope, payload: left.payload, headers: right.headers)
            #expect(verifier.verify(moved).refusalRules == ["trust.batch.path"])
            moved.headers = left.headers.setting("ce_sigpath", right.headers.text("ce_sigpath"))
            #expect(verifier.verify(moved).identity == nil)
            moved.headers = left.headers.setting("ce_sigbatch", right.headers.text("ce_sigbatch"))
            #expect(verifier.verify(moved).identity == nil)
        }
        for (record, other) in zip(records, others) {
            var mixed = record
            mixed.headers = record.headers.setting("ce_signature", other.headers.text("ce_signature"))
            #expect(verifier.verify(mixed).refusalRules == ["trust.batch.signature"])
            mixed.headers = record.headers.setting("ce_sigbatch", other.headers.text("ce_sigbatch"))
            #expect(verifier.verify(mixed).refusalRules == ["trust.batch.signature"])
            // The same records in another batch have the same paths; time and signature go together.
            #expect(record.headers.text("ce_sigpath") == other.headers.text("ce_sigpath"))
        }
    }

    /// Every value of the statement is signed: count, time, root, source.
    @Test func everythingStatedIsSigned() throws {
        let pki = try TestPKI.of(.rsa2048)
        let verifier = try pki.verifier()
        let record = try #require(try Self.batch(pki, count: 4).first)
        let place = try #require(record.headers.text("ce_sigbatch"))
        let changes = [
            place.replacing("count=4", with: "count=3"), place.replacing("03:18:00.000Z", with: "03:18:00Z"),
            place.replacing("03:18:00.000Z", with: "03:17:59.999Z"),
            String(place.dropLast(44)) + Base64.encode([UInt8](repeating: 7, count: 32)),
        ]
        for change in changes {
            var changed = record
            changed.headers = record.headers.setting("ce_sigbatch", change)
            #expect(verifier.verify(changed).refusalCodes == [.signatureInvalid], "\(change)")
        }
        #expect(verifier.verify(record).identity != nil)
        let foreign = Record(
            envelope: Self.envelope(0, code: TestPKI.otherCode),
            payload: record.payload,
            headers: record.headers
        )
        #expect(verifier.verify(foreign).refusalCodes == [.signatureInvalid])
    }

    @Test(arguments: [
        ("ce_sigbatch", nil as String?), ("ce_sigbatch", ""), ("ce_sigbatch", "count=4"),
        ("ce_sigbatch", "count=04;index=0;"), ("ce_sigbatch", "index=0;count=4;"), ("ce_sigbatch", "count=4;index=00;"),
        ("ce_sigbatch", "count=4;index=4;"), ("ce_sigbatch", "count=4;index=-1;"), ("ce_sigbatch", "count=+4;index=0;"),
        ("ce_sigbatch", "count=0;index=0;"), ("ce_sigbatch", "count=65537;index=0;"),
        ("ce_sigbatch", "count=99999999999999999999;index=0;"), ("ce_sigbatch", "count= 4;index=0;"),
        ("ce_sigbatch", "Count=4;index=0;"), ("ce_sigbatch", "count=4;index=0;index=0;"),
        ("ce_sigpath", nil), ("ce_sigpath", ""), ("ce_sigpath", "AAAA"), ("ce_sigpath", "?"),
    ])
    func malformed(name: String, value: String?) throws {
        let pki = try TestPKI.of(.p256)
        let record = try #require(try Self.batch(pki, count: 4).first)
        let rest = record.headers.text("ce_sigbatch")?.split(separator: ";").suffix(2).joined(separator: ";") ?? ""
        let value = value.map { $0.hasSuffix(";") ? $0 + rest : $0 }
        let headers = record.headers.setting(name, value)
        #expect(try pki.verifier().verify(headers).refusalCodes == [.signatureMalformed])
    }

    @Test func moreMalformedPlaces() throws {
        let pki = try TestPKI.of(.p256)
        let verifier = try pki.verifier()
        let record = try #require(try Self.batch(pki, count: 4).first)
        let place = try #require(record.headers.text("ce_sigbatch"))
        let path = try #require(record.headers.text("ce_sigpath"))
        let siblings = try #require(Base64.decode(Array(path.utf8), limit: 64))
        let changes: [(String, String)] = [
            ("ce_sigbatch", place + ";"), ("ce_sigbatch", place + ";extra=1"), ("ce_sigbatch", " " + place),
            ("ce_sigbatch", place.replacing("2026-11-21T03:18:00.000Z", with: "yesterday")),
            ("ce_sigbatch", place.replacing("2026-11-21T03:18:00.000Z", with: "")),
            ("ce_sigbatch", place.replacing("root=", with: "root=AA")),
            ("ce_sigbatch", String(place.dropLast(44)) + Base64.encode([UInt8](repeating: 7, count: 31))),
            ("ce_sigbatch", String(place.dropLast(44)) + Base64.encode([UInt8](repeating: 7, count: 33))),
            ("ce_sigbatch", place + String(repeating: " ", count: 300)),
            ("ce_sigpath", Base64.encode(siblings + [0])), ("ce_sigpath", Base64.encode(siblings.dropLast())),
            ("ce_sigpath", Base64.encode(siblings + siblings.prefix(32))),
            ("ce_sigpath", Base64.encode(Array(siblings.dropLast(32)))),
        ]
        for (name, value) in changes {
            let verdict = verifier.verify(record.headers.setting(name, value))
            #expect(verdict.refusalCodes == [.signatureMalformed], "\(name) \(value)")
        }
        // A batch of one has no path.
        let single = try #require(try Self.batch(pki, count: 1).first)
        #expect(verifier.verify(single).identity != nil)
        for value in ["", Base64.encode([UInt8](repeating: 0, count: 32))] {
            let verdict = verifier.verify(single.headers.setting("ce_sigpath", value))
            #expect(verdict.refusalCodes == [.signatureMalformed])
        }
        for name in ["ce_sigbatch", "ce_sigpath"] {
            let twice = record.headers + [RecordHeader(name, record.headers.text(name) ?? "")]
            #expect(verifier.verify(twice).refusalCodes == [.signatureMalformed])
            let null = record.headers.setting(name, nil) + [RecordHeader(name, bytes: nil)]
            #expect(verifier.verify(null).refusalCodes?.first == .signatureMalformed)
        }
    }

    @Test func aBatchFromTheFuture() throws {
        let pki = try TestPKI.of(.p256)
        let verifier = try pki.verifier()
        let tolerance: Int64 = 5 * 60 * 1000
        for (offset, isAccepted) in [(tolerance, true), (tolerance + 1, false), (-TestPKI.day * 50, true)] {
            let created = TestPKI.now.advanced(byMilliseconds: offset)
            let record = try #require(try Self.batch(pki, count: 2, created: created).first)
            let verdict = verifier.verify(record)
            #expect(isAccepted ? verdict.identity != nil : verdict.refusalCodes == [.clockSkew], "\(offset)")
        }
    }

    /// The time that a batch states rescues no certificate: the log-append time decides.
    @Test func anOldBatchUnderAnExpiredCertificate() throws {
        let pki = try TestPKI.of(.p256)
        let verifier = try pki.verifier()
        let record = try #require(try Self.batch(pki, count: 2).first)
        #expect(verifier.verify(record).identity != nil)
        #expect(verifier.verify(record, at: TestPKI.at(200)).refusalCodes == [.certificateNotValid])
        #expect(verifier.verify(record).identity != nil)
    }

    /// Neither a root nor an inner node passes for a leaf, nor a signature over a statement for one over a record.
    @Test func leafAndRootAreNotConfused() throws {
        let pki = try TestPKI.of(.p256)
        let verifier = try pki.verifier()
        let records = try Self.batch(pki, count: 4)
        let first = records[0]
        let path = try #require(first.headers.text("ce_sigpath").flatMap { Base64.decode(Array($0.utf8), limit: 64) })
        let root = first.headers.text("ce_sigbatch")?.suffix(44) ?? ""
        // A tree of two leaves with the inner nodes as its leaves has the same root; a leaf that hashes to a node does not
        // exist, so the record under a shorter path leads elsewhere, and the count is signed.
        var shorter = first
        shorter.headers = first.headers
            .setting("ce_sigbatch", "count=2;index=0;created=2026-11-21T03:18:00.000Z;root=\(root)")
            .setting("ce_sigpath", Base64.encode(Array(path.suffix(32))))
        #expect(verifier.verify(shorter).refusalRules == ["trust.batch.signature"])
        // The root itself as the only leaf.
        var alone = first
        alone.headers = first.headers
            .setting("ce_sigbatch", "count=1;index=0;created=2026-11-21T03:18:00.000Z;root=\(root)")
            .setting("ce_sigpath", nil)
        #expect(verifier.verify(alone).refusalRules == ["trust.batch.signature"])
        // The batch's signature as that of the record, and the record's as that of a batch.
        let bare = first.headers.setting("ce_sigform", "raw").setting("ce_sigbatch", nil).setting("ce_sigpath", nil)
        #expect(
            verifier.verify(Record(envelope: first.envelope, payload: first.payload, headers: bare)).refusalRules
                == ["trust.signature.valid"]
        )
        let raw = try EventSigner(key: pki.key, certificate: pki.leaf)
            .headers(for: first.envelope, payload: first.payload)
        let leaf = try #require(try Self.batch(pki, count: 1).first?.headers.text("ce_sigbatch"))
        let claimed = raw.setting("ce_sigform", "batch").setting("ce_sigbatch", leaf)
        #expect(
            verifier.verify(Record(envelope: first.envelope, payload: first.payload, headers: claimed)).refusalRules
                == ["trust.batch.signature"]
        )
    }

    /// Hashes that verified paths have shown are compared, not computed again; a path that differs is refused either way, at
    /// any level, in any order of arrival.
    @Test(arguments: [2, 5, 16, 21])
    func pathsInAnyOrder(count: Int) throws {
        let pki = try TestPKI.of(.p256)
        let records = try Self.batch(pki, count: count)
        var random = SeededGenerator(seed: UInt64(count))
        for _ in 0..<6 {
            let verifier = try pki.verifier()
            for index in records.indices.shuffled(using: &random) + records.indices.shuffled(using: &random) {
                let record = records[index]
                let path = record.headers.text("ce_sigpath").flatMap { Base64.decode(Array($0.utf8), limit: 512) }
                for level in 0..<((path?.count ?? 0) / 32) {
                    var changed = path ?? []
                    changed[level * 32 + Int.random(in: 0..<32, using: &random)] ^= 0x10
                    var spoilt = record
                    spoilt.headers = record.headers.setting("ce_sigpath", Base64.encode(changed))
                    #expect(verifier.verify(spoilt).refusalRules == ["trust.batch.path"])
                }
                #expect(verifier.verify(record).identity != nil)
                let other = Record(envelope: record.envelope, payload: [1], headers: record.headers)
                #expect(verifier.verify(other).refusalRules == ["trust.batch.path"])
            }
        }
    }

    /// Beyond 4,096 records nothing is remembered of the tree; paths are computed to the root.
    @Test func aLargeBatch() throws {
        let pki = try TestPKI.of(.p256)
        let records = try Self.batch(pki, count: 5000)
        let verifier = try pki.verifier()
        for index in [0, 1, 4095, 4096, 4999] {
            #expect(verifier.verify(records[index]).identity != nil)
            let other = Record(envelope: records[index].envelope, payload: [1], headers: records[index].headers)
            #expect(verifier.verify(other).refusalRules == ["trust.batch.path"])
        }
    }

    /// What is remembered under one trust list ends with it.
    @Test func aWithdrawalEndsWhatIsRemembered() throws {
        let pki = try TestPKI.of(.sm2)
        let records = try Self.batch(pki, count: 8)
        let verifier = try pki.verifier()
        for record in records { #expect(verifier.verify(record).identity != nil) }
        let others = try TestPKI.of(.p256)
        verifier.use(try others.store(generation: 2))
        for record in records { #expect(verifier.verify(record).refusalCodes == [.certificateAuthorityUnknown]) }
        verifier.use(try pki.store(generation: 3))
        for record in records { #expect(verifier.verify(record).identity != nil) }
    }

    @Test func theBudgetOfBadRoots() throws {
        let pki = try TestPKI.of(.p256)
        let verifier = try pki.verifier()
        let good = try Self.batch(pki, count: 2)
        #expect(verifier.verify(good[0]).identity != nil)
        /// The record with another time in its statement: a root nobody signed.
        func bad(_ number: Int) -> Record {
            var record = good[0]
            let place = "count=2;index=0;created=2026-11-20T00:00:00.\(1000 + number)Z;root="
            let root = good[0].headers.text("ce_sigbatch")?.suffix(44) ?? ""
            record.headers = record.headers.setting("ce_sigbatch", place + root)
            return record
        }
        for number in 0..<64 {
            #expect(verifier.verify(bad(number)).refusalRules == ["trust.batch.signature"])
            // The same root again is remembered, not counted.
            #expect(verifier.verify(bad(number)).refusalRules == ["trust.batch.signature"])
        }
        let verdict = verifier.verify(bad(64))
        #expect(verdict.refusalCodes == [.signatureBudget])
        #expect(RejectionCode.signatureBudget.isRetryable)
        // A good root that is not known yet has to wait too; what is known is known.
        let next = try Self.batch(pki, count: 3)
        #expect(verifier.verify(next[0]).refusalCodes == [.signatureBudget])
        #expect(verifier.verify(good[1]).identity != nil)
        #expect(verifier.verify(bad(3)).refusalRules == ["trust.batch.signature"])
        // Ten minutes later.
        let later = TestPKI.now.advanced(byMilliseconds: 10 * 60 * 1000)
        #expect(verifier.verify(next[0], at: later.advanced(byMilliseconds: -1)).refusalCodes == [.signatureBudget])
        #expect(verifier.verify(next[0], at: later).identity != nil)
        #expect(verifier.verify(bad(64), at: later).refusalRules == ["trust.batch.signature"])
        // Single signatures have no part in it.
        let raw = try EventSigner(key: pki.key, certificate: pki.leaf)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        #expect(verifier.verify(raw).identity != nil)
    }

    /// One sender's bad roots are not held against another.
    @Test func theBudgetIsEachSendersOwn() throws {
        let pki = try TestPKI.of(.p256)
        let key = try SigningKey.generate(.p256)
        let other = try pki.issuing.issue(TestPKI.template(code: TestPKI.otherCode), for: key)
        let verifier = try pki.verifier()
        let good = try Self.batch(pki, count: 2)
        let root = good[0].headers.text("ce_sigbatch")?.suffix(44) ?? ""
        for number in 0..<65 {
            var record = good[0]
            let place = "count=2;index=0;created=2026-11-20T00:00:00.\(1000 + number)Z;root=\(root)"
            record.headers = record.headers.setting("ce_sigbatch", place)
            _ = verifier.verify(record)
        }
        #expect(verifier.verify(good[0]).refusalCodes == [.signatureBudget])
        let signer = try BatchSigner(key: key, certificate: other)
        let event = BatchSigner.Event(Self.envelope(0, code: TestPKI.otherCode), payload: [])
        let headers = try #require(try signer.headers(for: [event], created: TestPKI.now).first)
        let verdict = verifier.verify(headers, envelope: event.envelope, payload: [], code: TestPKI.otherCode)
        #expect(verdict.identity != nil)
    }

    @Test func batchesThatAreNotSigned() throws {
        let pki = try TestPKI.of(.p256)
        let signer = try BatchSigner(key: pki.key, certificate: pki.leaf)
        #expect(throws: TrustFailure.self) { try signer.headers(for: [], created: TestPKI.now) }
        let mixed = [TestPKI.code, TestPKI.otherCode].map {
            BatchSigner.Event(Self.envelope(0, code: $0), payload: [])
        }
        #expect(throws: TrustFailure.self) { try signer.headers(for: mixed, created: TestPKI.now) }
        let other = try TestPKI.of(.sm2)
        #expect(throws: TrustFailure.self) { try BatchSigner(key: other.key, certificate: pki.leaf) }
        #expect(throws: TrustFailure.self) {
            try BatchSigner(key: pki.key, certificate: pki.leaf, algorithm: .sm2SM3)
        }
    }
}

extension SignatureVerifier {
    /// Verifies a record of a batch.
    func verify(
        _ record: BatchFormTests.Record,
        registered: [Certificate] = [],
        at instant: Instant = TestPKI.now
    ) -> SignatureVerdict {
        verify(
            record.headers,
            envelope: record.envelope,
            payload: record.payload,
            registered: registered,
            at: instant
        )
    }
}
