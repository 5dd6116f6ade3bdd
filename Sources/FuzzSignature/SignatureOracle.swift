import Core
import Foundation
import Trust

/// Knows every record that was ever signed under its authorities: the published test vectors. Whatever else verifies is
/// a forgery.
///
/// An input is a record as the vectors' `headers.txt` writes it, one header a line, then an empty line and the payload; or, where
/// it begins with a control character, one part of a record in its bytes (``SignaturePart``), without base64 around it.
/// `@unchecked Sendable`: libFuzzer calls from one thread, which is the only one that ever touches it.
final class SignatureOracle: @unchecked Sendable {
    /// Made when the first input comes.
    static let shared = try? SignatureOracle()
    /// 2027-01-15T08:00:00Z, at which the certificates of the vectors are valid.
    private static let instant = Instant(milliseconds: 1_800_000_000_000)
    private static let code = "91350200M00013FA1N"
    private static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/specs/test-vectors").path

    private let store: TrustStore
    private let registered: [CertificateThumbprint: Certificate]
    /// The records of the vectors, in the order of their names.
    private let records: [SignedRecord]
    /// What was signed: the attributes and the payload's digest, as one text each.
    private let signed: Set<[UInt8]>

    private init() throws {
        var authorities: [TrustAuthority] = []
        var registered: [CertificateThumbprint: Certificate] = [:]
        for kind in ["rsa", "ecdsa", "sm2", "p384", "p521", "tsa"] {
            authorities.append(
                TrustAuthority(
                    id: kind,
                    name: BilingualText(zh: kind, en: kind),
                    history: [RecognitionPeriod(.recognised, from: Instant(milliseconds: 0))],
                    certificates: [try Self.certificate("\(kind)-ca.pem")],
                    uses: kind == "tsa" ? [.timeStamping] : [.platformSigning],
                    identity: [.extension(oid: CertificateTemplate.identityExtension)]
                )
            )
            let leaf = try Self.certificate("\(kind).pem")
            registered[leaf.thumbprint] = leaf
        }
        store = try TrustStore(list: TrustList(authorities: authorities), generation: 1)
        self.registered = registered
        let names = (try? FileManager.default.contentsOfDirectory(atPath: Self.directory)) ?? []
        records = names.sorted().compactMap { name in
            guard let headers = FileManager.default.contents(atPath: "\(Self.directory)/\(name)/headers.txt") else {
                return nil
            }
            let payload = FileManager.default.contents(atPath: "\(Self.directory)/\(name)/payload.json") ?? Data()
            return SignedRecord(name: name, headers: Self.headers([UInt8](headers)), payload: [UInt8](payload))
        }
        signed = Set(records.map { Self.statement(EventEnvelope.parse($0.headers).envelope, $0.payload) })
        precondition(!signed.isEmpty, "no vectors in \(Self.directory)")
    }

    /// What is wrong with the verifier's answer to `input`; nil when nothing is.
    func violation(by input: [UInt8]) -> String? {
        // What follows is no signature but ciphertext, which the same parser takes apart.
        if input.first == 7 { return CiphertextLaws.violation(by: Array(input.dropFirst())) }
        if let part = input.first.flatMap(SignaturePart.init) { return violation(part, Array(input.dropFirst())) }
        let (head, payload) = Self.split(input)
        let headers = Self.headers(head)
        let (envelope, problems) = EventEnvelope.parse(headers)
        guard !problems.refuses else { return nil }
        switch verdict(headers, envelope, payload) {
        case .refused(let problems):
            return problems.isEmpty ? "a refusal without a reason" : nil
        case .verified:
            return signed.contains(Self.statement(envelope, payload)) ? nil : "accepted what nobody signed"
        }
    }

    /// What is wrong with the answers to the records of which `bytes` replace one part; the first byte says which record.
    private func violation(_ part: SignaturePart, _ bytes: [UInt8]) -> String? {
        let candidates = records.filter { part.occurs(in: $0) }
        guard let selector = bytes.first, !candidates.isEmpty else { return nil }
        let record = candidates[Int(selector) % candidates.count]
        let value = Array(bytes.dropFirst())
        let headers = part.replaced(in: record, by: value)
        if case .verified(let identity) = verdict(headers, EventEnvelope.parse(headers).envelope, record.payload) {
            guard let original = verdict(record.headers, record.envelope, record.payload).identity else {
                return "refused the vector \(record.name)"
            }
            if part.isExact, value != part.value(in: record) { return "accepted another \(part) for \(record.name)" }
            if identity.chain.leaf.thumbprint != original.chain.leaf.thumbprint { return "took another signer" }
            if identity.stamp?.time != original.stamp?.time || identity.stamp?.serial != original.stamp?.serial {
                return "read another time stamp"
            }
        }
        // The same over a record that nobody signed.
        if case .verified = verdict(headers, record.forged, record.payload) {
            return "accepted a forgery of \(record.name)"
        }
        if case .verified = verdict(headers, record.envelope, record.payload + [0]) {
            return "accepted another payload"
        }
        return nil
    }

    /// A verifier of its own, so that an input's outcome does not depend on those before it.
    private func verdict(_ headers: [RecordHeader], _ envelope: EventEnvelope, _ payload: [UInt8]) -> SignatureVerdict {
        SignatureVerifier(store: store).verify(
            envelope,
            headers: headers,
            payload: payload,
            registered: registered,
            expectedPlatformCode: Self.code,
            at: Self.instant
        )
    }

    private static func statement(_ envelope: EventEnvelope, _ payload: [UInt8]) -> [UInt8] {
        SigningBase.bytes(
            of: envelope,
            digestName: "sha-256",
            digest: Base64.characters(of: PayloadDigest(.sha256, of: payload).bytes),
            algorithm: "",
            keyID: ""
        )
    }

    private static func split(_ input: [UInt8]) -> (head: [UInt8], payload: [UInt8]) {
        for index in input.indices.dropLast() where input[index] == 0x0a && input[index + 1] == 0x0a {
            return (Array(input[..<index]), Array(input[(index + 2)...]))
        }
        return (input, [])
    }

    private static func headers(_ lines: [UInt8]) -> [RecordHeader] {
        lines.split(separator: 0x0a).map { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else {
                return RecordHeader(String(decoding: line, as: UTF8.self), bytes: nil)
            }
            return RecordHeader(
                String(decoding: line[..<colon], as: UTF8.self),
                bytes: Array(line[(colon + 1)...].drop { $0 == 0x20 })
            )
        }
    }

    /// The first certificate of a vector's file.
    private static func certificate(_ name: String) throws -> Certificate {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(directory)/\(name)"))
        guard let found = Certificate.certificates(pem: String(decoding: data, as: UTF8.self))?.first else {
            throw CocoaError(.fileReadCorruptFile)
        }
        return found
    }
}

extension SignatureVerdict {
    /// The identity established; nil when refused.
    fileprivate var identity: SignerIdentity? {
        if case .verified(let identity) = self { return identity }
        return nil
    }
}
