import ContractEngine
import Core
import RoutingPolicy

/// What one recipient was shown in one batch: one record for each plane of senders and view, for the topic
/// `view-usage.<recipient>` (docs/specs/topics.md §12a).
struct ViewUsage {
    private struct Key: Hashable {
        let view: String
        let plane: Plane
    }

    private struct Entry {
        let view: View
        let plane: Plane
        var records = 0
        var fields: ShownFields
        var last: RecordPlace
    }

    private let recipient: String
    private let groups: [FieldGroup]
    private var places: [Key: Int] = [:]
    private var entries: [Entry] = []

    /// Nothing yet of what `recipient` is shown, in accounts by `groups`.
    init(recipient: String, groups: [FieldGroup]) {
        self.recipient = recipient
        self.groups = groups
    }

    /// Counts one record that was delivered.
    ///
    /// - Parameters:
    ///   - plane: that of its sender.
    ///   - fields: what it showed.
    ///   - ledger: where it stands in the ledger.
    mutating func add(_ view: View, from plane: Plane, _ fields: ShownFields, at ledger: RecordPlace) {
        let key = Key(view: view.label, plane: plane)
        let place: Int
        if let known = places[key] {
            place = known
        } else {
            place = entries.count
            places[key] = place
            entries.append(
                Entry(view: view, plane: plane, fields: ShownFields(groups: groups.count), last: ledger)
            )
        }
        entries[place].records += 1
        entries[place].last = ledger
        entries[place].fields.add(fields)
    }

    /// Forgets everything.
    mutating func removeAll() {
        places.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
    }

    /// The records, in the order of first delivery; each names what stands before it by `chain`, which goes on behind them.
    ///
    /// - Parameter time: when the deliveries were made.
    func records(at time: Instant, _ chain: inout AccountChain) -> [OutboundRecord] {
        entries.map { entry in
            var writer = JSONWriter(capacity: 512)
            writer.beginObject()
            writer.member("recipient", recipient)
            writer.member("from", entry.plane.rawValue)
            writer.member("dataset", entry.view.contract)
            writer.member("view", entry.view.label)
            writer.member("time", time.rfc3339)
            writer.member("records", entry.records)
            writer.key("groups")
            writer.beginObject()
            for (number, group) in groups.enumerated() where entry.fields.shown[number] > 0 {
                writer.key(group.id)
                writer.beginObject()
                writer.member("shown", entry.fields.shown[number])
                writer.member("masked", entry.fields.masked[number])
                writer.endObject()
            }
            writer.endObject()
            writer.member("through", entry.last.text)
            writer.key("previous")
            writer.beginArray()
            for digest in chain.ends { writer.string(digest) }
            writer.endArray()
            writer.endObject()
            let value = writer.bytes
            chain.append(value)
            return OutboundRecord(
                topic: TopicName.viewUsage(recipient),
                key: Array(entry.view.label.utf8),
                value: value
            )
        }
    }
}
