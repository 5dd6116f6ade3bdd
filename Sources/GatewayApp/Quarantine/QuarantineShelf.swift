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
    private var corrections: [AcceptedCorrection.Target: AcceptedCorrection] = [:]
    private let filter: QuarantineFilter

    /// An empty shelf that keeps what `filter` lets through.
    package init(_ filter: QuarantineFilter = QuarantineFilter()) {
        self.filter = filter
    }

    /// Takes in a record of a quarantine topic, of `redrive.<plane>` or of a receipt topic; anything else is passed over.
    package mutating func take(_ record: InboundRecord) {
        if let platform = TopicName.platform(ofReceipt: record.source.topic) {
            guard let correction = AcceptedCorrection(record, of: platform) else { return }
            // The same verdict again says nothing new.
            if corrections[correction.target] == nil { corrections[correction.target] = correction }
        } else if TopicName.plane(ofRedrive: record.source.topic) != nil {
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

    private func correction(of entry: ShelvedRecord) -> AcceptedCorrection? {
        let first = entry.first
        guard !first.isDelivery, let caseKey = first.caseKey, let id = first.id else { return nil }
        return corrections[AcceptedCorrection.Target(platform: first.platform, caseKey: caseKey, id: id)]
    }

    /// The entries that the filter wants, in the order in which they are redriven.
    package var wanted: [ShelvedRecord] {
        var wanted: [ShelvedRecord] = []
        for var entry in entries.values {
            entry.request = requests[entry.first.origin]
            entry.correction = correction(of: entry)
            if filter.matches(entry) { wanted.append(entry) }
        }
        return RedriveOrder.sorted(wanted)
    }
}
