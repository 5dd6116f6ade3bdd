import Core
import Foundation
import Trust

/// Knows every record that was ever signed under its authorities: the published test vectors. Whatever else verifies is
/// a forgery.
///
/// An input is a record as the vectors' `headers.txt` writes it, one header a line, then an empty line and the payload.
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
        signed = Set(
            names.compactMap { name in
                guard let headers = FileManager.default.contents(atPath: "\(Self.directory)/\(name)/headers.txt") else {
                    return nil
                }
                let payload = FileManager.default.contents(atPath: "\(Self.directory)/\(name)/payload.json") ?? Data()
                return Self.statement(EventEnvelope.parse(Self.headers([UInt8](headers))).envelope, [UInt8](payload))
            }
        )
        precondition(!signed.isEmpty, "no vectors in \(Self.directory)")
    }

    /// What is wrong with the verifier's answer to `input`; nil when nothing is.
    func violation(by input: [UInt8]) -> String? {
        let (head, payload) = Self.split(input)
        let headers = Self.headers(head)
        let (envelope, problems) = EventEnvelope.parse(headers)
        guard !problems.refuses else { return nil }
        // A verifier of its own, so that an input's outcome does not depend on those before it.
        let verdict = SignatureVerifier(store: store).verify(
            envelope,
            headers: headers,
            payload: payload,
            registered: registered,
            expectedPlatformCode: Self.code,
            at: Self.instant
        )
        switch verdict {
        case .refused(let problems):
            return problems.isEmpty ? "a refusal without a reason" : nil
        case .verified:
            return signed.contains(Self.statement(envelope, payload)) ? nil : "accepted what nobody signed"
        }
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
