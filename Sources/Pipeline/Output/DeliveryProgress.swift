import Core
import RoutingPolicy

/// Tells the sender on `receipt.<platform>` that its record was delivered (docs/specs/topics.md §4, Progress).
///
/// The recipient is named by its class alone, plane and level: who is told what is no business of the sender's.
struct DeliveryProgress {
    let entry: LedgerRecord
    let recipient: RegisteredPlatform
    /// Everybody to whom the record goes by the flows in force, each once.
    let entitled: [RegisteredPlatform]
    /// When the delivery was made.
    let time: Instant

    /// Header of the W3C trace context, which a sender may give along.
    private static let trace = "traceparent"

    var outbound: OutboundRecord {
        ProgressEvent(
            envelope: entry.envelope,
            sender: entry.sender,
            name: name,
            state: "delivered",
            stage: "delivery",
            time: time.rfc3339,
            submission: RecordPlace(entry.origin),
            digest: entry.digest,
            headers: traceContext
        ) { writer in
            ProgressEvent.write("ledger", RecordPlace(of: entry.record), to: &writer)
            writer.key("recipient")
            writer.beginObject()
            writer.member("plane", recipient.plane.rawValue)
            writer.member("level", recipient.level.rawValue)
            writer.endObject()
            writer.member("classes", classes)
        }.outbound
    }

    /// The trace context that the sender gave along, if it is one.
    private var traceContext: [RecordHeader] {
        guard let trace = entry.record.headers.first(where: { $0.name == DeliveryProgress.trace }),
            trace.value.map({ $0.count <= EventEnvelope.maximumValueLength }) ?? false
        else { return [] }
        return [trace]
    }

    /// Each delivery is an event of its own: within a class they are told apart by a number, which says nothing else.
    private var name: String {
        let number = entitled.filter { isOfSameClass($0) }.firstIndex { $0.id == recipient.id } ?? 0
        return "delivered/\(recipient.plane.rawValue)-\(recipient.level.rawValue)-\(number + 1)"
            + "/\(entry.record.source.partition)/\(entry.record.offset)"
    }

    private func isOfSameClass(_ other: RegisteredPlatform) -> Bool {
        other.plane == recipient.plane && other.level == recipient.level
    }

    private var classes: Int {
        Set(entitled.map { "\($0.plane.rawValue)-\($0.level.rawValue)" }).count
    }
}
