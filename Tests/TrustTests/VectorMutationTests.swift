import Core
import Testing

@testable import Trust

/// The mutation oracle over the published vectors, which Hutong did not make: both families of CMS documents, several signers,
/// identifiers of every kind, time stamps. One changed bit of what is signed, or of a signature or certificate, and the record
/// is refused.
@Suite struct VectorMutationTests {
    private static func flip(_ bytes: inout [UInt8], at place: Int, _ random: inout SeededGenerator) {
        bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    }

    private static func verdict(
        _ verifier: SignatureVerifier,
        _ headers: [RecordHeader],
        _ payload: [UInt8]
    ) -> SignatureVerdict {
        let (envelope, problems) = EventEnvelope.parse(headers)
        if problems.refuses { return .refused(problems.problems) }
        return verifier.verify(headers, envelope: envelope, payload: payload, at: TestVectorTests.instant)
    }

    private static func decoded(_ headers: [RecordHeader], _ name: String) -> [UInt8]? {
        headers.text(name).flatMap { Base64.decode(Array($0.utf8), limit: 1 << 16) }
    }

    @Test(arguments: TestVectorTests.names)
    func oneBit(name: String) throws {
        let headers = try TestVectorTests.headers(name)
        let payload = try TestVectorTests.bytes("\(name)/payload.json")
        var verifier = try TestVectorTests.verifier()
        let good = try #require(Self.verdict(verifier, headers, payload).identity)
        let isDocument = headers.text(SignatureHeader.form) == "cms"
        var random = SeededGenerator(seed: name.utf8.reduce(5) { $0 &* 31 &+ UInt64($1) })
        for place in payload.indices {
            var changed = payload
            Self.flip(&changed, at: place, &random)
            #expect(Self.verdict(verifier, headers, changed).refusalCodes == [.signatureInvalid], "payload \(place)")
        }
        for header in headers where !(isDocument && header.name == SignatureHeader.signature) {
            let text = Array((headers.text(header.name) ?? "").utf8)
            for place in text.indices.shuffled(using: &random).prefix(40) {
                if random.next() % 32 == 0 { verifier = try TestVectorTests.verifier() }
                var changed = text
                Self.flip(&changed, at: place, &random)
                let others = headers.filter { $0.name != header.name }
                let verdict = Self.verdict(verifier, others + [RecordHeader(header.name, bytes: changed)], payload)
                #expect(
                    verdict.identity == nil || Self.isOnlyRespelt(header.name, good, verdict),
                    "\(header.name) \(place)"
                )
            }
        }
        verifier = try TestVectorTests.verifier()
        for part in [SignatureHeader.certificate, SignatureHeader.path, SignatureHeader.signature] {
            guard !isDocument, let bytes = Self.decoded(headers, part) else { continue }
            for place in bytes.indices.shuffled(using: &random).prefix(60) {
                var changed = bytes
                Self.flip(&changed, at: place, &random)
                let verdict = Self.verdict(verifier, headers.setting(part, Base64.encode(changed)), payload)
                #expect(verdict.identity == nil, "\(part) \(place)")
            }
        }
        guard isDocument, let document = Self.decoded(headers, SignatureHeader.signature) else { return }
        let covered = try MutationOracleTests.covered(document)
        var accepted = 0
        for place in document.indices.shuffled(using: &random).prefix(600) {
            var changed = document
            Self.flip(&changed, at: place, &random)
            let respelt = headers.setting(SignatureHeader.signature, Base64.encode(changed))
            guard let identity = Self.verdict(verifier, respelt, payload).identity else { continue }
            accepted += 1
            #expect(!covered.contains { $0.contains(place) }, "byte \(place)")
            #expect(identity.chain.leaf.thumbprint == good.chain.leaf.thumbprint)
            #expect(Self.verdict(verifier, respelt, payload + [0]).identity == nil)
        }
        // Versions, digestAlgorithms, the spelling of names: a small part of a document.
        #expect(accepted < 60, "\(accepted)")
    }

    /// A time stamp is not all signed; what it says is.
    private static func isOnlyRespelt(_ name: String, _ good: SignerIdentity, _ verdict: SignatureVerdict) -> Bool {
        name == SignatureHeader.stamp && verdict.identity?.stamp?.time == good.stamp?.time
            && verdict.identity?.stamp?.serial == good.stamp?.serial
            && verdict.identity?.stamp?.chain.leaf.thumbprint == good.stamp?.chain.leaf.thumbprint
    }
}
