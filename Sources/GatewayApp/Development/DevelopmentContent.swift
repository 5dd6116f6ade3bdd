import Core
import Foundation
import Trust

/// What stands in the files of the throw-away exchange.
enum DevelopmentContent {
    /// Id of the development gateway.
    static let gateway = "dev-gateway"

    /// Path of an authority's certificate, relative to the development directory.
    static func authority(_ kind: KeyKind) -> String { "authorities/\(kind.rawValue).pem" }

    /// The name under which the gateway seals.
    static let gatewayID = "dev-gateway"

    /// The trust list that names the authorities `issuers`, one for each kind of key, and the gateway.
    static func trustList(
        _ issuers: [(kind: KeyKind, certificate: Certificate)],
        gateway: [Certificate],
        from: Instant,
        at now: Instant
    ) -> TrustList {
        TrustList(
            serial: 1,
            issued: now,
            publisher: BilingualText(zh: "开发用认可机构", en: "development recognising authority"),
            authorities: issuers.map { kind, certificate in
                TrustAuthority(
                    id: "dev-\(kind.rawValue)",
                    name: BilingualText(
                        zh: "开发用认证机构 \(kind.rawValue)",
                        en: "development authority \(kind.rawValue)"
                    ),
                    history: [RecognitionPeriod(.recognised, from: from)],
                    certificates: [certificate],
                    uses: [.platformSigning, .personalSigning, .encryption],
                    identity: [.extension(oid: CertificateTemplate.identityExtension)]
                )
            },
            gateways: [
                RecognisedGateway(
                    id: gatewayID,
                    name: BilingualText(zh: "开发用网关", en: "development gateway"),
                    certificates: gateway,
                    from: from
                )
            ]
        )
    }

    /// The demonstration's registry with the certificates of the development directory, ids renamed.
    ///
    /// - Throws: ``CommandFailure`` with code 66 when the demonstration's registry cannot be read.
    static func registry(contracts: String, rename: (String) -> String) throws(CommandFailure) -> [UInt8] {
        let path = contracts + "/demo/registry.json"
        guard let data = FileManager.default.contents(atPath: path),
            let root = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
            let platforms = root["platforms"] as? [[String: Any]]
        else { throw CommandFailure(.inputMissing, zh: "无法读取 \(path)", en: "cannot read \(path)") }
        let entries = platforms.map { platform in
            let id = rename(platform["id"] as? String ?? "")
            return platform.merging(["id": id, "certificates": ["keys/\(id).cert.pem"]]) { _, new in new }
        }
        let bytes = try? JSONSerialization.data(withJSONObject: ["platforms": entries])
        return Array(bytes ?? Data())
    }

    /// The configuration of the development exchange.
    static func configuration(
        brokers: String,
        servicePlatform: String,
        contracts: String,
        platforms: [String],
        topics: TopicSettings,
        ops: String,
        isEmbedded: Bool
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 2048)
        writer.beginObject()
        writer.member("brokers", brokers)
        if isEmbedded { writer.member("embedded", true) }
        writer.member("servicePlatform", servicePlatform)
        writer.member("contracts", contracts)
        writer.member("registry", "registry.json")
        writer.member("trustList", "trust-list.json")
        writer.member("trustAuthority", "trust-authority.pem")
        writer.key("seal")
        writer.beginObject()
        writer.member("id", gateway)
        writer.member("key", "keys/gateway/key.pem")
        writer.member("certificate", "keys/gateway/cert.pem")
        writer.endObject()
        writer.key("masking")
        writer.beginObject()
        writer.member("key", "file:keys/gateway/masking.key")
        writer.endObject()
        writer.key("keys")
        writer.beginObject()
        for platform in platforms {
            writer.key(platform)
            writer.beginObject()
            writer.member("key", "keys/\(platform).key.pem")
            writer.member("certificate", "keys/\(platform).cert.pem")
            writer.member("form", "raw")
            writer.endObject()
        }
        writer.endObject()
        writer.key("topics")
        writer.beginObject()
        writer.member("partitions", topics.partitions)
        writer.member("replication", topics.replication)
        writer.member("minInSyncReplicas", topics.minInSyncReplicas)
        writer.endObject()
        writer.key("ops")
        writer.beginObject()
        writer.member("listen", ops)
        writer.endObject()
        writer.endObject()
        return writer.bytes
    }
}
