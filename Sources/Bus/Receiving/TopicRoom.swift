internal import Core

/// What is left of the quotas of topics while one batch is put together. No I/O.
///
/// A partition is paused only after it has brought a record in this batch: the library resumes a paused partition behind
/// the last record that was taken of it, so nothing hangs on where it resumes one of which nothing was taken yet. A batch
/// may hold, beyond the quota, one record of each further partition of the topic.
struct TopicRoom {
    private var left: [String: Int]
    /// Partitions with a quota that have brought a record and are not paused.
    private var flowing: [String: Set<TopicPartition>] = [:]

    /// The room of a new batch.
    init(_ quotas: [String: Int]) {
        left = quotas
    }

    /// A record of `partition` was taken: the partitions to pause now.
    mutating func take(_ partition: TopicPartition) -> [TopicPartition] {
        guard !left.isEmpty, let room = left[partition.topic] else { return [] }
        left[partition.topic] = room - 1
        flowing[partition.topic, default: []].insert(partition)
        guard room <= 1 else { return [] }
        return (flowing.removeValue(forKey: partition.topic) ?? []).sorted { $0.partition < $1.partition }
    }
}
