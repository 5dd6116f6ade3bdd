package import Core
import RoutingPolicy
package import Trust

/// Makes the records of the topic `trust`.
package enum TrustRecords {
    /// The topic has one partition, so that pieces, manifest and removals stand in the order in which they were written.
    package static let partition: Int32 = 0

    /// The records that put `content` under `key`: its pieces, then the manifest, then the removal of the pieces of what
    /// stood there before.
    ///
    /// - Parameters:
    ///   - replaced: what stood under `key`, if anything did.
    ///   - needed: digests of contents that other keys refer to; their pieces stay.
    package static func content(
        _ content: [UInt8],
        _ manifest: TrustManifest,
        under key: TrustRecordKey,
        replacing replaced: TrustManifest? = nil,
        needed: Set<PayloadDigest> = []
    ) -> [OutboundRecord] {
        var records: [OutboundRecord] = []
        for index in 0..<manifest.chunks {
            let start = min(content.count, index * TrustManifest.chunkLength)
            let end = min(content.count, start + TrustManifest.chunkLength)
            records.append(record(.chunk(manifest.digest, index: index), Array(content[start..<end])))
        }
        records.append(record(key, manifest.value))
        if let replaced, replaced.digest != manifest.digest, !needed.contains(replaced.digest) {
            records += removal(of: replaced)
        }
        return records
    }

    /// The removal of `key` and, unless another key needs them, of the pieces behind it.
    package static func removal(
        of key: TrustRecordKey,
        _ manifest: TrustManifest?,
        needed: Set<PayloadDigest> = []
    ) -> [OutboundRecord] {
        var records = [record(key, nil)]
        if let manifest, !needed.contains(manifest.digest) { records += removal(of: manifest) }
        return records
    }

    /// The record of `value` under `key`; nil removes it.
    package static func record(_ key: TrustRecordKey, _ value: [UInt8]?) -> OutboundRecord {
        OutboundRecord(topic: TopicName.trust, partition: partition, key: key.bytes, value: value)
    }

    private static func removal(of manifest: TrustManifest) -> [OutboundRecord] {
        (0..<manifest.chunks).map { record(.chunk(manifest.digest, index: $0), nil) }
    }
}
