import Core
import RoutingPolicy

/// The delivery of a record that is encrypted for its recipient: byte for byte, to that platform alone, by the registry and
/// the flows in force now. Nobody here can cut it to a view or translate it; its sender did the former.
struct CiphertextDelivery {
    let entry: LedgerRecord
    let sender: RegisteredPlatform

    /// A delivery of `entry`; nil for a record in clear.
    init?(of entry: LedgerRecord, from sender: RegisteredPlatform) {
        guard entry.envelope.contentForm.isEncrypted || entry.envelope[.encryptedfor] != nil else { return nil }
        self.entry = entry
        self.sender = sender
    }

    /// The record for `deliver.<recipient>`; nil where it is not `recipient`'s, or may not go there any more.
    func outbound(to recipient: RegisteredPlatform, by policy: ExchangePolicy, at now: Instant) -> OutboundRecord? {
        guard entry.envelope[.encryptedfor] == recipient.id else { return nil }
        let obstacles = policy.ciphertextObstacles(
            of: entry.dataset,
            sender: sender,
            sector: entry.envelope[.sector],
            region: entry.envelope[.region],
            department: entry.envelope[.supervisedept],
            openness: Openness(of: entry.envelope),
            to: recipient.id,
            at: now
        )
        guard obstacles.isEmpty else { return nil }
        let value = entry.record.value ?? []
        return OutboundRecord(
            topic: TopicName.deliver(recipient.id),
            key: Array(entry.envelope.partitionKey.utf8),
            value: value.isEmpty ? nil : value,
            headers: entry.envelope.headers + [
                RecordHeader(RecordHeaderName.origin, entry.origin),
                RecordHeader(RecordHeaderName.digest, entry.digest),
                RecordHeader(RecordHeaderName.view, RecordHeaderName.encryptedView + entry.dataset),
                RecordHeader(RecordHeaderName.sender, sender.id),
            ]
        )
    }
}
