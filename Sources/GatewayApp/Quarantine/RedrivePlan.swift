package import Core
import Pipeline

/// Which entries are asked for, in which order, and why the others are not. Pure.
package struct RedrivePlan: Sendable {
    /// Why an entry is left out.
    package enum Obstacle: String, Sendable, Hashable {
        /// A delivery: its record is in the ledger.
        case delivery
        /// Asked for already, and not refused since.
        case requested
        /// The submission is not kept any more.
        case gone
    }

    /// One entry and what is done about it.
    package struct Step: Sendable, Hashable {
        /// The entry.
        package let entry: ShelvedRecord
        /// Why it is left out; nil when it is asked for.
        package let obstacle: Obstacle?
    }

    /// All entries in the order in which they are asked for.
    package let steps: [Step]

    /// A plan for `entries`, which stand in their order.
    ///
    /// - Parameters:
    ///   - oldest: oldest offset that is kept of partitions of submit topics, as far as it is known.
    ///   - again: asks also for what was asked for already.
    package init(_ entries: [ShelvedRecord], oldest: [TopicPartition: Int64], again: Bool) {
        steps = entries.map { entry in
            let origin = entry.first.origin
            let obstacle: Obstacle? =
                if entry.state == .delivery {
                    .delivery
                } else if oldest[origin.partition].map({ origin.offset < $0 }) ?? false {
                    .gone
                } else if entry.state == .requested, !again {
                    .requested
                } else {
                    nil
                }
            return Step(entry: entry, obstacle: obstacle)
        }
    }

    /// The entries that are asked for, in order.
    package var asked: [ShelvedRecord] { steps.filter { $0.obstacle == nil }.map(\.entry) }

    /// How many entries are left out for `obstacle`.
    package func count(_ obstacle: Obstacle) -> Int { steps.count { $0.obstacle == obstacle } }
}
