import Core
import RoutingPolicy

/// Writes what one accepted record does to the facts of its case (docs/specs/topics.md §6).
struct FactWriter {
    private let admitted: AdmittedSubmission
    private let topic: String
    private let partitions: Int32

    /// For the facts that `admitted` states or ends, in `topic` of `partitions` partitions.
    init(_ admitted: AdmittedSubmission, topic: String, partitions: Int32) {
        self.admitted = admitted
        self.topic = topic
        self.partitions = partitions
    }

    /// The record for `facts.<plane>`: the fact, or the tombstone that takes it back.
    func record(of change: FactChange) -> OutboundRecord {
        let entry = FactEntry(
            caseKey: admitted.caseKey,
            fact: change.fact,
            section: change.section,
            at: admitted.submission.timestamp,
            by: admitted.sender
        )
        return entry.outbound(topic: topic, partitions: partitions, holds: change.holds)
    }
}
