import Core
import Foundation
import Trust

/// What stands in the files of the throw-away exchange.
enum DevelopmentContent {
    /// Id of the development gateway.
    static let gateway = "dev-gateway"

    /// Path of an authority's certificate, relative to the development directory.
    static func authority(_ kind: KeyKind) -> String { "authorities/\(kind.rawValue).pem" }

    /// The trust list that names the authorities of `kinds`.
    static func trustList(_ kinds: [KeyKind], from: Instant) -> [UInt8] {
        var writer = JSONWriter(capacity: 1024)
        writer.beginObject()
        writer.member("format", 2)
        writer.key("publisher")
        writer.bilingual(BilingualText(zh: "开发用", en: "development"))
        writer.key("authorities")
        writer.beginArray()
        for kind in kinds {
            writer.beginObject()
            writer.member("id", "dev-\(kind.rawValue)")
            writer.key("name")
            writer.bilingual(
                BilingualText(zh: "开发用认证机构 \(kind.rawValue)", en: "development authority \(kind.rawValue)")
            )
            writer.key("history")
            writer.beginArray()
            writer.beginObject()
            writer.member("status", TrustAuthority.Status.recognised.rawValue)
            writer.member("from", from.rfc3339)
            writer.endObject()
            writer.endArray()
            writer.key("certificates")
            writer.beginArray()
            writer.string(authority(kind))
            writer.endArray()
            writer.key("identity")
            writer.beginArray()
            writer.beginObject()
            writer.member("oid", CertificateTemplate.identityExtension)
            writer.endObject()
            writer.endArray()
            writer.key("uses")
            writer.beginArray()
            writer.string(TrustAuthority.Use.platformSigning.rawValue)
            writer.string(TrustAuthority.Use.personalSigning.rawValue)
            writer.endArray()
            writer.key("revocation")
            writer.beginObject()
            writer.member("check", RevocationPolicy.Check.none.rawValue)
            writer.endObject()
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
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
        writer.key("seal")
        writer.beginObject()
        writer.member("id", gateway)
        writer.member("key", "keys/gateway/key.pem")
        writer.member("certificate", "keys/gateway/cert.pem")
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
