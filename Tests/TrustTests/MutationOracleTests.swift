import Core
import Testing
import Trust

/// The mutation oracle over every form and algorithm: one changed bit of what is signed, of the signature, of the certificate,
/// of the path or of the statement, and the record is refused. What is documented as not signed (docs/specs/envelope.md §6.6)
/// may change, and then the signer stays the same.
@Suite struct MutationOracleTests {
    private static let forms: [SignatureForm] = [
        .raw(attachesCertificate: true), .batch(attachesCertificate: true),
        .cms(includesCertificate: true, signedAttributes: true),
        .cms(includesCertificate: true, signedAttributes: false),
    ]

    private static func flip(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    }

    private static func record(
        _ pki: TestPKI,
        _ algorithm: SignatureAlgorithm,
        _ form: SignatureForm
    ) throws -> BatchFormTests.Record {
        guard case .batch = form else {
            let signer = try EventSigner(key: pki.key, certificate: pki.leaf, form: form, algorithm: algorithm)
            return BatchFormTests.Record(
                envelope: TestEvent.envelope,
                payload: TestEvent.payload,
                headers: try signer.headers(for: TestEvent.envelope, payload: TestEvent.payload)
            )
        }
        return try BatchFormTests.batch(pki, count: 6, algorithm: algorithm)[3]
    }

    private static func verify(
        _ verifier: SignatureVerifier,
        _ headers: [RecordHeader],
        _ payload: [UInt8]
    ) -> SignatureVerdict {
        let (envelope, problems) = EventEnvelope.parse(headers)
        if problems.refuses { return .refused(problems.problems) }
        return verifier.verify(headers, envelope: envelope, payload: payload)
    }

    /// The parts of a CMS document that its signatures cover, the signatures and the certificates, as places in it.
    static func covered(_ document: [UInt8]) throws -> [Range<Int>] {
        let body = TestDER.children(TestDER.children(TestDER.children(document)[1])[0])
        let certificates = TestDER.children(body[3])
        let signers = TestDER.children(try #require(body.last)).map(TestDER.children)
        // Signed attributes where there are any, and the signature; version, algorithms and the signer's name may be spelt
        // otherwise.
        let parts = certificates + signers.flatMap { $0.dropFirst(3).filter { $0[0] == 0xa0 || $0[0] == 0x04 } }
        return try parts.map { part in
            let start = try #require(document.indices.last { document[$0...].starts(with: part) })
            return start..<(start + part.count)
        }
    }

    @Test(arguments: RoundTripTests.algorithms, forms)
    func oneBit(_ pair: (kind: KeyKind, algorithm: SignatureAlgorithm), form: SignatureForm) throws {
        let pki = try TestPKI.of(pair.kind)
        let record = try Self.record(pki, pair.algorithm, form)
        var verifier = try pki.verifier()
        var random = SeededGenerator(seed: pair.algorithm.rawValue.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) })
        #expect(Self.verify(verifier, record.headers, record.payload).identity != nil)
        let names = record.headers.map(\.name)
        for round in 0..<120 {
            // So that the budget of bad roots is never what refuses.
            if round % 50 == 0 { verifier = try pki.verifier() }
            var payload = record.payload
            Self.flip(&payload, &random)
            #expect(Self.verify(verifier, record.headers, payload).refusalCodes == [.signatureInvalid], "\(round)")

            // One bit of any header as it travels, attributes and signature alike.
            let name = names[round % names.count]
            var text = Array((record.headers.text(name) ?? "").utf8)
            let isDocument = name == SignatureHeader.signature && record.headers.text(SignatureHeader.form) == "cms"
            if !isDocument {
                Self.flip(&text, &random)
                let changed =
                    record.headers.filter { $0.name != name } + [RecordHeader(name, bytes: text)]
                let verdict = Self.verify(verifier, changed, record.payload)
                #expect(verdict.identity == nil, "\(name) in round \(round)")
                #expect(verdict.refusalCodes != [.signatureBudget])
            }
            // One bit of what stands in base64 there.
            for name in [SignatureHeader.signature, SignatureHeader.certificate, SignatureHeader.path] {
                guard let text = record.headers.text(name),
                    var bytes = Base64.decode(Array(text.utf8), limit: 1 << 16), !isDocument,
                    !(name == SignatureHeader.signature && record.headers.text(SignatureHeader.form) == "cms")
                else { continue }
                Self.flip(&bytes, &random)
                let changed = record.headers.setting(name, Base64.encode(bytes))
                #expect(Self.verify(verifier, changed, record.payload).identity == nil, "\(name) in round \(round)")
            }
        }
        guard case .cms = form else { return }
        let document = try #require(
            record.headers.text(SignatureHeader.signature).flatMap { Base64.decode(Array($0.utf8), limit: 1 << 16) }
        )
        let covered = try Self.covered(document)
        for round in 0..<300 {
            let place = Int.random(in: 0..<document.count, using: &random)
            var changed = document
            changed[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            let headers = record.headers.setting(SignatureHeader.signature, Base64.encode(changed))
            let verdict = Self.verify(verifier, headers, record.payload)
            if covered.contains(where: { $0.contains(place) }) {
                #expect(verdict.identity == nil, "byte \(place) in round \(round)")
            } else if let identity = verdict.identity {
                #expect(identity.chain.leaf.thumbprint == pki.leaf.thumbprint)
                #expect(Self.verify(verifier, headers, record.payload + [0]).identity == nil)
            }
        }
    }

    /// Several bits, bytes and pieces at once, over batches: whatever is accepted is what was signed.
    @Test(arguments: [KeyKind.p256, .sm2, .rsa2048])
    func piecesOfBatches(kind: KeyKind) throws {
        let pki = try TestPKI.of(kind)
        let batches = try (0..<3).map { number in
            try BatchFormTests.batch(pki, count: 5, created: TestPKI.now.advanced(byMilliseconds: Int64(-number)))
        }
        let records = batches.flatMap(\.self)
        var signed: Set<[RecordHeader]> = []
        for record in records { signed.insert(record.headers.sorted { $0.name < $1.name }) }
        var random = SeededGenerator(seed: 9162)
        var verifier = try pki.verifier()
        var accepted = 0
        for round in 0..<1500 {
            if round % 40 == 0 { verifier = try pki.verifier() }
            // A record put together of pieces of others.
            let base = records[Int.random(in: 0..<records.count, using: &random)]
            var headers = base.headers
            for _ in 0..<Int.random(in: 0...3, using: &random) {
                let donor = records[Int.random(in: 0..<records.count, using: &random)]
                let name = donor.headers[Int.random(in: 0..<donor.headers.count, using: &random)].name
                headers = headers.setting(name, donor.headers.text(name))
            }
            let payload = Bool.random(using: &random) ? base.payload : records[round % records.count].payload
            guard Self.verify(verifier, headers, payload).identity != nil else { continue }
            accepted += 1
            #expect(signed.contains(headers.sorted { $0.name < $1.name }), "round \(round)")
        }
        #expect(accepted > 50)
    }
}
