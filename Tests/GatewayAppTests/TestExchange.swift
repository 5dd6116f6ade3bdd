import Bus
import Core
import Foundation
import GatewayApp
import Platform
import Trust

/// The files of a throw-away exchange in a temporary directory, found by `--config dev`.
final class TestExchange: Sendable {
    let directory: TemporaryDirectory
    let development: DevelopmentDirectory

    /// An exchange of ECDSA keys, quickly made; `hasUsualKeys` takes SM2 and RSA as `dev-broker` does.
    init(brokers: String = "127.0.0.1:1", partitions: Int = 2, hasUsualKeys: Bool = false) throws {
        directory = try TemporaryDirectory()
        development = DevelopmentDirectory(below: directory.path)
        let exchange = try DevelopmentExchange(in: development, contracts: Checkout.contracts, brokers: brokers)
        try exchange.write(
            now: SystemClock.now(),
            topics: TopicSettings(partitions: partitions, replication: 1, minInSyncReplicas: 1),
            ops: "127.0.0.1:0",
            credential: { platform, position in
                hasUsualKeys
                    ? DevelopmentExchange.usualCredential(of: platform, at: position)
                    : DevelopmentExchange.Credential(authority: .sm2, key: .p256)
            }
        )
    }

    func captured(input: String = "") -> CapturedConsole {
        CapturedConsole(in: directory.path, input: input)
    }

    /// The loaded configuration.
    func load() throws -> LoadedConfiguration {
        let captured = captured()
        let arguments = try ArgumentParser.parse(["--config", "dev"], by: CheckCommand.declaration)
        return try LoadedConfiguration.load(arguments, on: captured.console)
    }

    /// Replaces text in the trust list and signs it again.
    func editTrustList(_ old: String, _ new: String) throws {
        try edit("trust-list.json", old, new)
        try signTrustList()
    }

    /// An authority that the trust list recognises for encryption from now on, beside those that it has.
    func encryptionAuthority(_ kind: KeyKind = .p256) throws -> CertificateIssuer {
        let now = SystemClock.now()
        let day: Int64 = 86_400_000
        let issuer = try CertificateIssuer.root(
            .authority(
                "Encryption CA",
                notBefore: now.advanced(byMilliseconds: -20 * day),
                notAfter: now.advanced(byMilliseconds: 20 * day)
            ),
            key: .generate(kind)
        )
        let file = URL(fileURLWithPath: development.trustList)
        var list = try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any] ?? [:]
        let authority: [String: Any] = [
            "id": "encryption", "name": ["zh": "加密机构", "en": "Encryption authority"],
            "history": [
                ["status": "recognised", "from": now.advanced(byMilliseconds: -20 * day).rfc3339]
            ],
            "certificates": [issuer.certificate.pem], "uses": ["encryption"],
            "identity": [["oid": CertificateTemplate.identityExtension]], "revocation": ["check": "none"],
        ]
        list["authorities"] = (list["authorities"] as? [Any] ?? []) + [authority]
        try JSONSerialization.data(withJSONObject: list).write(to: file)
        try signTrustList()
        return issuer
    }

    /// Signs what stands in the trust list's file, whatever it is.
    func signTrustList() throws {
        let document = try TrustListDocument.signed(
            [UInt8](Data(contentsOf: URL(fileURLWithPath: development.trustList))),
            key: .load(contentsOfFile: development.trustAuthorityKey),
            certificate: SigningKeys.certificate(development.trustAuthority),
            origin: development.trustList
        )
        try Data(document.signature).write(to: URL(fileURLWithPath: development.trustList + ".p7s"))
    }

    /// Replaces text in one of the exchange's files.
    func edit(_ name: String, _ old: String, _ new: String) throws {
        let path = development.path + "/" + name
        let text = try String(contentsOfFile: path, encoding: .utf8)
        guard text.contains(old) else { throw CocoaError(.fileReadUnknown) }
        try text.replacingOccurrences(of: old, with: new).write(toFile: path, atomically: true, encoding: .utf8)
    }
}
