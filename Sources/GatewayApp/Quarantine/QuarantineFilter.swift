package import Core
package import Pipeline

/// Which entries of quarantine are wanted; what is empty or nil asks for nothing.
package struct QuarantineFilter: Sendable, Hashable {
    /// Any of these codes among those of the last refusal.
    package var codes: Set<String> = []
    /// Wire names of data sets.
    package var datasets: Set<String> = []
    /// The case.
    package var caseKey: String?
    /// `ce_id` of the submission.
    package var id: String?
    /// The record from which the entry was made, or the entry itself.
    package var place: RecordPlace?
    /// Time of the record, from this on.
    package var since: Instant?
    /// Time of the record, before this.
    package var until: Instant?
    /// How it stands.
    package var states: Set<ShelvedRecord.State> = []

    /// A filter that lets everything through.
    package init() {}

    /// False when no entry that begins with `refusal` can be wanted.
    func mayMatch(_ refusal: QuarantineRecord) -> Bool {
        if !datasets.isEmpty, !datasets.contains(refusal.dataset ?? "") { return false }
        if let caseKey, refusal.caseKey != caseKey { return false }
        if let id, refusal.id != id { return false }
        // Another refusal of the same record may stand at the place that is asked for.
        if let place, place.partition.topic != refusal.place.partition.topic, place != refusal.origin { return false }
        if let since, refusal.time.map({ $0 < since }) ?? true { return false }
        if let until, refusal.time.map({ $0 >= until }) ?? true { return false }
        return true
    }

    /// True when `entry` is wanted.
    func matches(_ entry: ShelvedRecord) -> Bool {
        guard mayMatch(entry.first) else { return false }
        if !codes.isEmpty, codes.isDisjoint(with: entry.last.codes) { return false }
        if !states.isEmpty, !states.contains(entry.state) { return false }
        guard let place else { return true }
        return entry.first.origin == place || entry.refusals.contains { $0.place == place }
    }
}
