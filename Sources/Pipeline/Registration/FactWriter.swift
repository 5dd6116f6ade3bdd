import Core
import RoutingPolicy

/// Writes what becomes of the facts of a case (docs/specs/topics.md §6).
struct FactWriter {
    /// `facts.<plane>`.
    let topic: String
    /// Its partitions.
    let partitions: Int32

    /// The record that states `fact` about the case `caseKey` as of `time`, or takes it back.
    ///
    /// - Parameter holds: false for the tombstone.
    func record(of fact: StatedFact, about caseKey: String, at time: Instant, holds: Bool) -> OutboundRecord {
        FactEntry(caseKey: caseKey, fact: fact.fact, section: fact.section, at: time, by: fact.by)
            .outbound(topic: topic, partitions: partitions, holds: holds)
    }

    /// The record of what `admitted` does to a fact.
    func record(of change: FactChange, by admitted: AdmittedSubmission) -> OutboundRecord {
        record(
            of: StatedFact(fact: change.fact, section: change.section, by: admitted.sender),
            about: admitted.caseKey,
            at: admitted.timestamp,
            holds: change.holds
        )
    }
}
