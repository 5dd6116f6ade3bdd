package import Core
package import Pipeline
import RoutingPolicy

/// One record of `quarantine.<platform>` (docs/specs/topics.md §5) without its payload: a refused submission, or a ledger
/// record that could not be delivered.
///
/// What Hutong says of the record stands behind the last `hutong-reasons`; what stands before is the sender's and counts
/// for nothing, whatever its name.
package struct QuarantineRecord: Sendable, Hashable {
    /// Where it stands.
    package let place: RecordPlace
    /// Registry id of the platform in whose quarantine it stands.
    package let platform: String
    /// Its key, which a request to judge it once more takes over; nil where there was none or it was too long.
    package let key: [UInt8]?
    /// The record from which it was made, `topic/partition/offset`.
    package let origin: RecordPlace
    /// `sha-256:<hex>` of the sender's payload.
    package let digest: String
    /// Time of the record at ``origin``; nil where it cannot be read.
    package let time: Instant?
    /// The codes of the errors.
    package let codes: [String]
    /// The problems one by one and how many were left out, as on the receipt; nil where they are not kept.
    package let account: JSONNode?
    /// The request that was answered by this refusal; nil for the first one.
    package let redrive: RecordPlace?
    /// True when the payload is kept here.
    package let keepsPayload: Bool
    /// `ce_id`; nil where it could not be read, as all that follow.
    package let id: String?
    /// Wire name of the data set.
    package let dataset: String?
    /// The case.
    package let caseKey: String?
    /// `ce_datakey`.
    package let datakey: String?
    /// Number of headers that came with the record, in front of Hutong's own.
    package let foreignHeaders: Int

    /// Reads `record`; nil for one that Hutong did not write.
    package init?(_ record: InboundRecord) {
        let prefix = "quarantine."
        guard record.source.topic.hasPrefix(prefix),
            let start = record.headers.lastIndex(where: { $0.name == RecordHeaderName.reasons })
        else { return nil }
        let own = record.headers[start...]
        func text(_ name: String) -> String? {
            own.first { $0.name == name }?.value.flatMap { String(validating: $0, as: UTF8.self) }
        }
        guard let origin = text(RecordHeaderName.origin).flatMap(RecordPlace.init),
            let digest = text(RecordHeaderName.digest),
            case .array(let codes)? = own.first?.value.flatMap({ try? JSONNode.parse($0) })
        else { return nil }
        place = RecordPlace(of: record)
        platform = String(record.source.topic.dropFirst(prefix.count))
        key = record.key
        self.origin = origin
        self.digest = digest
        time = text(RecordHeaderName.time).flatMap { Instant(rfc3339: $0) }
        self.codes = codes.compactMap(\.text)
        account = own.first { $0.name == RecordHeaderName.problems }?.value
            .flatMap { try? JSONNode.parse($0, limits: JSONLimits(size: 4 << 20)) }
        redrive = text(RecordHeaderName.redrive).flatMap(RecordPlace.init)
        keepsPayload = record.value != nil
        let (envelope, _) = EventEnvelope.parse(Array(record.headers[..<start]))
        id = envelope[.id]
        dataset = envelope.dataSetName
        caseKey = envelope[.partitionkey]
        datakey = envelope[.datakey]
        foreignHeaders = start
    }

    /// True for a delivery to the platform that could not be made: the record itself is in the ledger.
    package var isDelivery: Bool { TopicName.platform(ofSubmit: origin.partition.topic) == nil }
}
