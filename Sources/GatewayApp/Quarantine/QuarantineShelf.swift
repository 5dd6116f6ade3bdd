package import Core
import Pipeline
import RoutingPolicy

/// What stands in quarantine, submission by submission, and what was asked for already.
package struct QuarantineShelf: Sendable {
    /// One record may be undeliverable to several platforms.
    private struct Key: Hashable {
        let platform: String
        let origin: RecordPlace
    }

    private var entries: [Key: ShelvedRecord] = [:]
    /// Refusals that say nothing of the record itself and came before the one that does.
    private var loose: [Key: [QuarantineRecord]] = [:]
    private var requests: [RecordPlace: (place: RecordPlace, request: RedriveRequest)] = [:]
    private let filter: QuarantineFilter

    /// An empty shelf that keeps what `filter` lets through.
    package init(_ filter: QuarantineFilter = QuarantineFilter()) {
        self.filter = filter
    }

    /// Takes in a record of a quarantine topic or of `redrive.<plane>`; anything else is passed over.
    package mutating func take(_ record: InboundRecord) {
        if TopicName.plane(ofRedrive: record.source.topic) != nil {
            guard let request = RedriveRequest(record.value) else { return }
            let place = RecordPlace(of: record)
            if let known = requests[request.origin], known.place.offset > place.offset { return }
            requests[request.origin] = (place, request)
        } else if let refusal = QuarantineRecord(record) {
            take(refusal)
        }
    }

    private mutating func take(_ refusal: QuarantineRecord) {
        let key = Key(platform: refusal.platform, origin: refusal.origin)
        if entries[key] != nil {
            entries[key]?.add(refusal)
        } else if refusal.codes.contains(RejectionCode.redriveGone.rawValue)
            || refusal.codes.contains(RejectionCode.redriveMismatch.rawValue)
        {
            loose[key, default: []].append(refusal)
        } else if filter.mayMatch(refusal) {
            var entry = ShelvedRecord(refusal)
            for earlier in loose.removeValue(forKey: key) ?? [] { entry.add(earlier) }
            entries[key] = entry
        }
    }

    /// The entries that the filter wants, in the order in which they are redriven.
    package var wanted: [ShelvedRecord] {
        var wanted: [ShelvedRecord] = []
        for var entry in entries.values {
            entry.request = requests[entry.first.origin]
            if filter.matches(entry) { wanted.append(entry) }
        }
        return RedriveOrder.sorted(wanted)
    }
}
