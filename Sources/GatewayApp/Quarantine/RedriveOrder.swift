import Core
import Pipeline

/// The order in which submissions are judged once more: that in which they were submitted.
///
/// Within a partition of a submit topic the offsets say it. Between partitions, which may hold records of one case by
/// different senders, the log-append times do: the earliest of those that are next in their partitions goes first.
enum RedriveOrder {
    static func sorted(_ entries: [ShelvedRecord]) -> [ShelvedRecord] {
        var queues = Dictionary(grouping: entries) { $0.first.origin.partition }
            .sorted { $0.key < $1.key }
            // The next one stands at the end.
            .map { $0.value.sorted { $0.first.origin.offset > $1.first.origin.offset } }
        var sorted: [ShelvedRecord] = []
        sorted.reserveCapacity(entries.count)
        while let next = queues.indices.min(by: { time(of: queues[$0]) < time(of: queues[$1]) }),
            let entry = queues[next].popLast()
        {
            sorted.append(entry)
            if queues[next].isEmpty { queues.remove(at: next) }
        }
        return sorted
    }

    private static func time(of queue: [ShelvedRecord]) -> Instant {
        queue.last?.first.time ?? Instant(milliseconds: .min)
    }
}
