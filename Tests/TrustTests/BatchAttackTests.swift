import Core
import Testing

@testable import Trust

/// What somebody may try with batches: of others, of its own, and with what the verifier remembers of them.
@Suite struct BatchAttackTests {
    private static let created = "2026-11-21T03:18:00Z"

    /// The record of the test event under a statement that its sender signed, whatever the statement says. Hashes are put
    /// together here by hand, from docs/specs/envelope.md §9; `left` tells the levels at which the sibling stands on the left.
    private static func record(
        _ pki: TestPKI,
        count: Int,
        index: Int,
        siblings: [[UInt8]],
        left: [Int]? = nil,
        root other: [UInt8]? = nil
    ) throws -> BatchFormTests.Record {
        let envelope = BatchFormTests.envelope(0)
        let keyID = pki.leaf.thumbprint.keyID
        var base = ""
        for name in AttributeName.allCases {
            if let value = envelope[name] { base += "\"\(name.rawValue)\": \(value)\n" }
        }
        base += "\"content-digest\": sha-256=:\(PayloadDigest(.sha256, of: TestEvent.payload).base64):\n"
        base += "\"@signature-params\": alg=\"batch/ecdsa-p256-sha256\";keyid=\"\(keyID)\""
        // In a full tree left and right are the bits of the index.
        let left = left ?? (0..<17).filter { index >> $0 & 1 == 1 }
        var hash = PayloadDigest(.sha256, of: [0] + Array(base.utf8)).bytes
        for (level, sibling) in siblings.enumerated() {
            hash = PayloadDigest(.sha256, of: [1] + (left.contains(level) ? sibling + hash : hash + sibling)).bytes
        }
        let root = Base64.encode(other ?? hash)
        let statement = """
            "@batch": 1
            "source": /platforms/\(TestPKI.code)
            "count": \(count)
            "created": \(created)
            "root": sha-256=:\(root):
            "@signature-params": alg="ecdsa-p256-sha256";keyid="\(keyID)"
            """
        let signature = try pki.key.signature(over: Array(statement.utf8), SignatureAlgorithm.ecdsaP256SHA256.scheme)
        var headers =
            envelope.headers + [
                RecordHeader("ce_sigform", "batch"), RecordHeader("ce_sigalg", "ecdsa-p256-sha256"),
                RecordHeader("ce_sigkeyid", keyID), RecordHeader("ce_sigcert", Base64.encode(pki.leaf.der)),
                RecordHeader("ce_signature", Base64.encode(signature)),
                RecordHeader("ce_sigbatch", "count=\(count);index=\(index);created=\(created);root=\(root)"),
            ]
        if !siblings.isEmpty {
            headers.append(RecordHeader("ce_sigpath", Base64.encode(Array(siblings.joined()))))
        }
        return BatchFormTests.Record(envelope: envelope, payload: TestEvent.payload, headers: headers)
    }

    private static func siblings(_ count: Int) -> [[UInt8]] {
        (0..<count).map { [UInt8](repeating: UInt8($0 + 1), count: 32) }
    }

    /// Every count at the edge, signed by the sender itself: the bound is the verifier's, not the signer's.
    @Test func countsAtTheEdges() throws {
        let pki = try TestPKI.of(.p256)
        for (count, index, length, isAccepted) in [
            (1, 0, 0, true), (2, 1, 1, true), (65_536, 0, 16, true), (65_536, 65_535, 16, true),
            (65_536, 40_000, 16, true), (0, 0, 0, false), (65_537, 0, 17, false), (65_537, 65_536, 1, false),
            (131_072, 0, 17, false), (65_536, 65_536, 16, false),
        ] {
            let record = try Self.record(pki, count: count, index: index, siblings: Self.siblings(length))
            let verdict = try pki.verifier().verify(record)
            if isAccepted {
                #expect(verdict.identity?.form == .batch, "\(count) \(index): \(verdict)")
            } else {
                #expect(verdict.refusalCodes == [.signatureMalformed], "\(count) \(index)")
            }
        }
    }

    /// A path is exactly as long as index and count demand, even where its sender signed the root that another length leads to.
    @Test func pathsOfOtherTrees() throws {
        let pki = try TestPKI.of(.p256)
        // By RFC 9162 §2.1.3.1: a last leaf without neighbour rises, and its first sibling stands further up.
        let places: [(count: Int, index: Int, length: Int, left: [Int])] = [
            (5, 4, 1, [0]), (5, 3, 3, [0, 1]), (6, 5, 2, [0, 1]), (7, 6, 2, [0, 1]), (7, 2, 3, [1]),
            (8, 7, 3, [0, 1, 2]),
            (9, 8, 1, [0]), (1, 0, 0, []),
        ]
        for (count, index, length, left) in places {
            for other in 0...4 {
                let siblings = Self.siblings(other)
                let record = try Self.record(pki, count: count, index: index, siblings: siblings, left: left)
                let verdict = try pki.verifier().verify(record)
                if other == length {
                    #expect(verdict.identity != nil, "\(count) \(index): \(verdict)")
                } else {
                    #expect(verdict.refusalCodes == [.signatureMalformed], "\(count) \(index) \(other)")
                }
            }
        }
    }

    /// Two platforms under one authority; what the one signed and what is remembered of it is of no use to the other, whoever
    /// comes first.
    @Test(arguments: [true, false])
    func theRootOfAnotherSender(isRemembered: Bool) throws {
        let pki = try TestPKI.of(.p256)
        let key = try SigningKey.generate(.p256)
        let thief = try pki.issuing.issue(TestPKI.template(code: TestPKI.otherCode), for: key)
        let verifier = try pki.verifier()
        let records = try BatchFormTests.batch(pki, count: 4)
        if isRemembered { #expect(verifier.verify(records[0]).identity != nil) }
        let (victim, other) = (records[1], BatchFormTests.envelope(1, code: TestPKI.otherCode))
        func verdict(_ envelope: EventEnvelope, _ headers: [RecordHeader]) -> SignatureVerdict {
            verifier.verify(headers, envelope: envelope, payload: victim.payload, code: TestPKI.otherCode)
        }
        let own = victim.headers.setting("ce_sigkeyid", thief.thumbprint.keyID)
            .setting("ce_sigcert", Base64.encode(thief.der))
        // As it came; under the thief's source; with the thief's certificate under either source.
        #expect(verdict(victim.envelope, victim.headers).refusalCodes == [.certificateIdentity])
        #expect(verdict(other, victim.headers).refusalCodes == [.certificateIdentity])
        #expect(verdict(victim.envelope, own).refusalRules == ["trust.batch.signature"])
        #expect(verdict(other, own).refusalRules == ["trust.batch.signature"])
        // The thief signs the root of the other's tree: the leaves name source and certificate of whom they are.
        let place = try #require(victim.headers.text("ce_sigbatch"))
        let root = try #require(Base64.decode(Array(place.utf8.suffix(44)), limit: 32))
        for source in [TestPKI.code, TestPKI.otherCode] {
            let statement = BatchStatement(
                source: "/platforms/\(source)",
                count: 4,
                created: "2026-11-21T03:18:00.000Z",
                root: root,
                algorithm: .ecdsaP256SHA256,
                keyID: thief.thumbprint.keyID
            )
            let signature = try key.signature(over: statement.bytes, SignatureAlgorithm.ecdsaP256SHA256.scheme)
            let signed = own.setting("ce_signature", Base64.encode(signature))
            let envelope = source == TestPKI.code ? victim.envelope : other
            #expect(verdict(envelope, signed).refusalRules == ["trust.batch.path"])
        }
        // Nothing of it is held against the victim.
        for record in records { #expect(verifier.verify(record).identity != nil) }
    }

    /// Another certificate of the same platform for the same key, as after a renewal: the statement names the one it was
    /// signed under.
    @Test func anotherCertificateForTheKey() throws {
        let pki = try TestPKI.of(.p256)
        let renewed = try pki.issuing.issue(TestPKI.template(), for: pki.key)
        let verifier = try pki.verifier()
        let record = try BatchFormTests.batch(pki, count: 3)[0]
        for isRemembered in [false, true] {
            if isRemembered { #expect(verifier.verify(record).identity != nil) }
            var changed = record
            changed.headers = record.headers.setting("ce_sigkeyid", renewed.thumbprint.keyID)
                .setting("ce_sigcert", Base64.encode(renewed.der))
            #expect(verifier.verify(changed).refusalRules == ["trust.batch.signature"])
        }
    }

    private static func store(_ pki: TestPKI, revokedAt date: Instant?, generation: UInt64) throws -> TrustStore {
        let described = pki.authority()
        let list = TrustList(authorities: [
            TrustAuthority(
                id: described.id,
                name: described.name,
                history: described.history,
                certificates: described.certificates,
                uses: described.uses,
                identity: described.identity,
                revocation: RevocationPolicy(check: .crl)
            )
        ])
        var book = RevocationBook()
        for issuer in [pki.root, pki.issuing] {
            let entries = date.map { [RevocationTemplate.Entry(pki.leaf, at: $0, reason: .keyCompromise)] } ?? []
            let template = RevocationTemplate(
                number: 7,
                thisUpdate: TestPKI.now.advanced(byMilliseconds: -1000),
                nextUpdate: TestPKI.at(6),
                entries: issuer.certificate.der == pki.issuing.certificate.der ? entries : []
            )
            _ = try book.add(crl: try issuer.revocationList(template), list: list, at: TestPKI.now).get()
        }
        return try TrustStore(list: list, revocation: book, generation: generation)
    }

    /// A remembered root does not outlive its signer's certificate: not under new data, and under the same data not past the
    /// date of revocation.
    @Test(arguments: [KeyKind.p256, .sm2])
    func revocationEndsWhatIsRemembered(kind: KeyKind) throws {
        let pki = try TestPKI.of(kind)
        let records = try BatchFormTests.batch(pki, count: 6)
        let date = TestPKI.now.advanced(byMilliseconds: 60_000)
        let before = TestPKI.now.advanced(byMilliseconds: 59_999)
        let verifier = SignatureVerifier(store: try Self.store(pki, revokedAt: nil, generation: 1))
        for record in records { #expect(verifier.verify(record, at: date).identity != nil) }
        verifier.use(try Self.store(pki, revokedAt: date, generation: 2))
        for _ in 0..<2 {
            for record in records {
                #expect(verifier.verify(record, at: before).identity != nil)
                #expect(verifier.verify(record, at: date).refusalCodes == [.certificateRevoked])
            }
        }
    }

    /// What is remembered of roots counts under its own generation of trust alone, the good ones and the bad ones; what a
    /// sender did of late stays.
    @Test func rootsAreRememberedUnderTheirGeneration() throws {
        let pki = try TestPKI.of(.p256)
        let verifier = try pki.verifier()
        let good = try BatchFormTests.batch(pki, count: 2)
        #expect(verifier.verify(good[0]).identity != nil)
        let spent = (0..<64).map { number in
            var record = good[0]
            record.headers = record.headers.changingSignature { $0[$0.count - 1] ^= 1 }
            let place = record.headers.text("ce_sigbatch") ?? ""
            record.headers = record.headers.setting(
                "ce_sigbatch",
                place.replacing("03:18:00.000Z", with: "03:18:00.\(100 + number)Z")
            )
            return record
        }
        for record in spent { #expect(verifier.verify(record).refusalRules == ["trust.batch.signature"]) }
        // Both are remembered: neither is asked of the spent budget.
        #expect(verifier.verify(good[1]).identity != nil)
        #expect(verifier.verify(spent[63]).refusalRules == ["trust.batch.signature"])
        verifier.use(try pki.store(generation: 2))
        #expect(verifier.verify(good[1]).refusalCodes == [.signatureBudget])
        #expect(verifier.verify(spent[63]).refusalCodes == [.signatureBudget])
        let later = TestPKI.now.advanced(byMilliseconds: BatchRoots.window)
        #expect(verifier.verify(good[1], at: later).identity != nil)
    }

    /// Bad roots are not a way to grow the verifier, nor good ones.
    @Test func theMemoryOfRootsIsBounded() throws {
        let digest = PayloadDigest(.sha256, of: []).bytes
        let signer = try TestPKI.of(.p256).leaf.thumbprint
        var roots = BatchRoots(capacity: 8)
        var known = 0
        let keys = (0..<2000).map {
            BatchRoots.Key(digest: digest + [UInt8($0 >> 8), UInt8($0 & 255)], signer: signer, generation: 1)
        }
        for key in keys { roots.add([], under: key, sender: "sender", at: TestPKI.now) }
        for key in keys {
            if case .bad = roots.known(key, sender: "another", at: TestPKI.now) { known += 1 }
        }
        #expect((1...8).contains(known))
        for key in keys { roots.add(VerifiedRoot(digest, count: 1), under: key) }
        known = keys.count { key in
            if case .good = roots.known(key, sender: "another", at: TestPKI.now) { true } else { false }
        }
        #expect((1...8).contains(known))
    }

    /// Headers of one form beside those of another, where each by itself is in order.
    @Test func headersOfAnotherForm() throws {
        let pki = try TestPKI.of(.p256)
        let verifier = try pki.verifier()
        let batch = try BatchSigner(key: pki.key, certificate: pki.leaf).headers(
            for: [BatchSigner.Event(TestEvent.envelope, payload: TestEvent.payload)]
                + (1...2).map { BatchSigner.Event(BatchFormTests.envelope($0), payload: []) },
            created: TestPKI.now
        )[0]
        #expect(verifier.verify(batch).identity != nil)
        let raw = try EventSigner(key: pki.key, certificate: pki.leaf)
            .headers(for: TestEvent.envelope, payload: TestEvent.payload)
        let cms = try EventSigner(
            key: pki.key,
            certificate: pki.leaf,
            form: .cms(includesCertificate: true, signedAttributes: true)
        ).headers(for: TestEvent.envelope, payload: TestEvent.payload)
        let added = ["ce_sigbatch", "ce_sigpath", "ce_sigalg", "ce_sigkeyid", "ce_sigcert"].map {
            RecordHeader($0, batch.text($0) ?? "")
        }
        let stamp = RecordHeader("ce_sigstamp", "MAA=")
        for own in [raw, cms] {
            #expect(verifier.verify(own).identity != nil)
            for header in added + [stamp] where own.text(header.name) == nil {
                let verdict = verifier.verify(own + [header])
                #expect(verdict.refusalCodes == [.signatureMalformed], "\(header.name)")
                #expect(verdict.refusalRules == ["trust.signature.form"])
            }
        }
        // Each header of a batch once: twice is refused even where both say the same.
        for header in batch + [stamp] where header.name.hasPrefix(SignatureHeader.prefix) {
            let once = batch.setting(header.name, nil) + [header]
            #expect(verifier.verify(once + [header]).refusalRules == ["trust.signature.form"], "\(header.name)")
            let null = batch.setting(header.name, nil) + [RecordHeader(header.name, bytes: nil)]
            #expect(verifier.verify(null).refusalRules?.first == "trust.signature.form", "\(header.name)")
        }
    }

    @Test(arguments: [
        "9999-12-31T23:59:59Z", "2026-11-21T03:23:00.001Z", "2026-11-21T11:23:00.001+08:00",
        "2027-01-01T00:00:00-14:00",
    ])
    func timesToCome(created: String) throws {
        let pki = try TestPKI.of(.p256)
        let record = try BatchFormTests.batch(pki, count: 1)[0]
        let place = record.headers.text("ce_sigbatch")?.replacing("2026-11-21T03:18:00.000Z", with: created)
        var changed = record
        changed.headers = record.headers.setting("ce_sigbatch", place)
        #expect(try pki.verifier().verify(changed).refusalCodes == [.clockSkew])
    }

    /// A sender's tree whose inner nodes it shows as leaves, or whose leaves as nodes: with the first byte of each hash as
    /// §9.2 says, neither leads to the root that was signed.
    @Test func withoutSeparationOfLeavesAndNodes() throws {
        let pki = try TestPKI.of(.p256)
        let good = try Self.record(pki, count: 2, index: 0, siblings: Self.siblings(1))
        #expect(try pki.verifier().verify(good).identity != nil)
        let base = try BatchSigner(key: pki.key, certificate: pki.leaf)
            .signingBase(of: BatchSigner.Event(good.envelope, payload: good.payload))
        let (leaf, bare) = (PayloadDigest(.sha256, of: [0] + base).bytes, PayloadDigest(.sha256, of: base).bytes)
        let sibling = Self.siblings(1)[0]
        let roots = [
            PayloadDigest(.sha256, of: leaf + sibling).bytes, PayloadDigest(.sha256, of: [0] + leaf + sibling).bytes,
            PayloadDigest(.sha256, of: [1] + bare + sibling).bytes,
            PayloadDigest(.sha256, of: [1] + sibling + leaf).bytes,
            PayloadDigest(.sm3, of: [1] + leaf + sibling).bytes, leaf, sibling,
        ]
        for (number, root) in roots.enumerated() {
            let record = try Self.record(pki, count: 2, index: 0, siblings: [sibling], root: root)
            #expect(try pki.verifier().verify(record).refusalRules == ["trust.batch.path"], "\(number)")
        }
    }
}
