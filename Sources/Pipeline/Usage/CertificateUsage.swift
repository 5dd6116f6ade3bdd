import Core
import RoutingPolicy
import Trust

/// What the certificates of one batch were used for: one record for each certificate, scene and sender, for the topic
/// `cert-usage` (docs/specs/topics.md §12).
struct CertificateUsage {
    private struct Key: Hashable {
        let thumbprint: CertificateThumbprint
        let scene: UsageScene
        let platform: String
    }

    private struct Entry {
        let scene: UsageScene
        let platform: RegisteredPlatform
        var presented: PresentedCertificate
        var first: Instant
        var last: Instant
        var count = 0
        var refused = 0
    }

    private var places: [Key: Int] = [:]
    private var entries: [Entry] = []

    /// Counts one use.
    ///
    /// - Parameters:
    ///   - presented: the certificate.
    ///   - isRefused: true when the signature was not accepted.
    ///   - time: log-append time of the submission.
    mutating func add(
        _ presented: PresentedCertificate,
        _ scene: UsageScene,
        of platform: RegisteredPlatform,
        at time: Instant,
        isRefused: Bool
    ) {
        let key = Key(thumbprint: presented.certificate.thumbprint, scene: scene, platform: platform.id)
        let place: Int
        if let known = places[key] {
            place = known
        } else {
            place = entries.count
            places[key] = place
            entries.append(
                Entry(scene: scene, platform: platform, presented: presented, first: time, last: time)
            )
        }
        // What was established once in the batch says more than a use that failed before it.
        if entries[place].presented.authority == nil { entries[place].presented = presented }
        entries[place].first = min(entries[place].first, time)
        entries[place].last = max(entries[place].last, time)
        entries[place].count += 1
        if isRefused { entries[place].refused += 1 }
    }

    /// Forgets everything.
    mutating func removeAll() {
        places.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
    }

    /// The records, in the order of first use.
    ///
    /// - Parameter component: code of the component that reports (组件编码).
    func records(component: String) -> [OutboundRecord] {
        entries.map { entry in
            let certificate = entry.presented.certificate
            var writer = JSONWriter(capacity: 512)
            writer.beginObject()
            writer.member("componentsCode", component)
            writer.member("tradingSystemCode", entry.platform.code)
            writer.member("tradingSystemName", entry.platform.name.zh)
            writer.member("certSn", certificate.serial)
            writer.member("certName", certificate.subject)
            writer.member("certType", certificate.type.rawValue)
            writer.member("publicKeyAlgorithm", CertificateUsage.algorithm(of: certificate.publicKey))
            writer.member("subjectType", entry.presented.isPerson ? "person" : "organisation")
            writer.member("usageScene", entry.scene.rawValue)
            writer.member("keyid", certificate.thumbprint.keyID)
            writer.member("authority", entry.presented.authority)
            writer.member("platform", entry.platform.id)
            writer.member("count", entry.count)
            writer.member("refused", entry.refused)
            writer.member("first", entry.first.rfc3339)
            writer.member("last", entry.last.rfc3339)
            writer.endObject()
            return OutboundRecord(
                topic: TopicName.certificateUsage,
                key: Array(certificate.thumbprint.keyID.utf8),
                value: writer.bytes
            )
        }
    }

    /// The word of the regulator for RSA and SM2, ours for what it has none for.
    private static func algorithm(of key: PublicKeyKind) -> String {
        switch key {
        case .rsa, .rsaPSS: "RSA"
        case .sm2: "SM2"
        case .p256, .p384, .p521: "ECDSA"
        case .other(let name): name
        }
    }
}
