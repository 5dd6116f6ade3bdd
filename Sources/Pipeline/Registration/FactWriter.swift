import Core
import RoutingPolicy

/// Writes what one accepted record does to the facts of its case (docs/specs/topics.md §6).
struct FactWriter {
    private let admitted: AdmittedSubmission
    private let topic: String
    private let partitions: Int32

    /// For the facts that `admitted`, of a platform of `plane`, states or ends.
    init(_ admitted: AdmittedSubmission, plane: Plane, partitions: Int32) {
        self.admitted = admitted
        topic = TopicName.facts(plane)
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
