import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing
import Trust

/// What may pass encrypted in a test: the shipped flow table and the registry with leave for it, and real certificates.
struct TestCiphertext {
    /// Planes to whose platforms a sealed data set may go, by number.
    var encrypted: [Int: [String]] = [505: ["supervision"]]
    /// Ids of the platforms that take it.
    var accepting: Set<String> = [TestPlatform.cityConstruction.id]
    /// Days after the events of the tests at which the certificates end.
    var days: Int64 = 100
    /// Judges certificates of the test's own in place of these.
    var judging: EncryptionCheck?

    private static let issuer = Result {
        try CertificateIssuer.root(
            .authority("Encryption CA", notBefore: at(-1000), notAfter: at(1000)),
            key: .generate(.p256)
        )
    }

    /// Key and certificate of each platform, made once.
    private static let pairs = Result {
        try Dictionary(
            uniqueKeysWithValues: TestPlatform.all.map { platform in
                let key = try SigningKey.generate(.p256)
                return (platform.id, (key: key, certificate: try certificate(platform, key, until: 100)))
            }
        )
    }

    static func at(_ days: Int64) -> Instant { TestEvent.now.advanced(byMilliseconds: days * 86_400_000) }

    private static func certificate(
        _ platform: TestPlatform,
        _ key: SigningKey,
        until days: Int64
    ) throws -> Certificate {
        var template = CertificateTemplate.platform(
            platform.id,
            code: platform.code,
            notBefore: at(-500),
            notAfter: at(days)
        )
        template.keyUsage = [.keyEncipherment]
        return try issuer.get().issue(template, for: key)
    }

    static func key(of platform: TestPlatform) throws -> SigningKey { try #require(pairs.get()[platform.id]).key }

    static func certificate(of platform: TestPlatform) throws -> Certificate {
        try #require(pairs.get()[platform.id]).certificate
    }

    /// The shipped table with this leave.
    func flows() throws -> FlowTable {
        let data = try Data(contentsOf: URL(filePath: Repository.path("Contracts/flows/national.json")))
        var table = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        table["sealed"] = (table["sealed"] as? [[String: Any]] ?? []).map { rule in
            guard let planes = (rule["dataset"] as? Int).flatMap({ encrypted[$0] }) else { return rule }
            return rule.merging(["encrypted": planes]) { $1 }
        }
        let (flows, mistakes) = FlowTable.load(
            try JSONSerialization.data(withJSONObject: table),
            name: "flows.json",
            leavingToProof: true
        )
        #expect(mistakes == [])
        return try #require(flows)
    }

    /// The check of the registered certificates, by a trust list with their authority.
    func check() throws -> EncryptionCheck {
        if let judging { return judging }
        let authority = TrustAuthority(
            id: "encryption-ca",
            name: BilingualText(zh: "加密机构", en: "Encryption authority"),
            history: [RecognitionPeriod(.recognised, from: Self.at(-1000))],
            certificates: [try Self.issuer.get().certificate],
            uses: [.encryption],
            identity: [.extension(oid: CertificateTemplate.identityExtension)]
        )
        let store = try TrustStore(list: TrustList(authorities: [authority]), generation: 1)
        return .verifier(SignatureVerifier(store: store), certificates: try certificates())
    }

    /// The registered certificates.
    func certificates() throws -> [String: [Certificate]] {
        var certificates: [String: [Certificate]] = [:]
        for platform in TestPlatform.all where accepting.contains(platform.id) {
            let (key, certificate) = try #require(Self.pairs.get()[platform.id])
            certificates[platform.id] = [
                days == 100 ? certificate : try Self.certificate(platform, key, until: days)
            ]
        }
        return certificates
    }
}

extension TestEvent {
    /// Encrypts the payload for `recipient`, or for the certificates given, until a day later.
    mutating func encrypt(for recipient: TestPlatform, with certificates: [Certificate]? = nil) throws {
        let writer = try CiphertextWriter(certificates ?? [TestCiphertext.certificate(of: recipient)])
        payload = try writer.encrypt(payload ?? [])
        attributes[.contenttype] = writer.form.mediaType
        attributes[.encryptedfor] = recipient.id
        attributes[.releasetime] = TestCiphertext.at(1).rfc3339
    }
}
