package import Core
package import RoutingPolicy

/// The operator's request to judge one refused submission once more (docs/specs/topics.md §5a).
///
/// It names the submission and carries nothing of it: admission reads it again where it stands.
package struct RedriveRequest: Sendable, Hashable {
    /// Longest reason that is written, in characters.
    package static let maximumReason = 500
    /// The version of the form.
    private static let version = "1"

    /// Where the submission stands in its submit topic.
    package let origin: RecordPlace
    /// `sha-256:<hex>` of its payload.
    package let digest: String
    /// Why it is to be judged again, in the operator's words.
    package let reason: String
    /// When it was asked for.
    package let time: Instant

    /// A request for the submission at `origin`.
    package init(origin: RecordPlace, digest: String, reason: String, time: Instant) {
        self.origin = origin
        self.digest = digest
        self.reason = reason
        self.time = time
    }

    /// Reads the value of a record of `redrive.<plane>`; nil for anything that is no request.
    package init?(_ value: [UInt8]?) {
        guard let value, let node = try? JSONNode.parse(value), case .number(RedriveRequest.version)? = node["version"],
            let origin = node["origin"]?.text.flatMap(RecordPlace.init), let digest = node["digest"]?.text,
            let reason = node["reason"]?.text, let time = node["time"]?.text.flatMap({ Instant(rfc3339: $0) })
        else { return nil }
        self.init(origin: origin, digest: digest, reason: reason, time: time)
    }

    /// The record of `redrive.<plane>`.
    ///
    /// - Parameter key: the Kafka key of the submission, which is its case where it is in order: requests about one case
    ///   stay in the order in which they are written.
    package func outbound(plane: Plane, key: [UInt8]?) -> OutboundRecord {
        var writer = JSONWriter(capacity: 256)
        writer.beginObject()
        writer.member("version", 1)
        writer.member("origin", origin.text)
        writer.member("digest", digest)
        writer.member("reason", reason)
        writer.member("time", time.rfc3339)
        writer.endObject()
        return OutboundRecord(
            topic: TopicName.redrive(plane),
            key: key,
            value: writer.bytes,
            headers: [RecordHeader("content-type", "application/json")]
        )
    }
}
