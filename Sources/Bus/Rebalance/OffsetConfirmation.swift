import Core

/// Which commits are to be read back, and when. No I/O.
///
/// A broker that has just loaded a group may take the end of an older transaction of a producer late, and drop with it the
/// offsets of a newer one: its log is right then, what it answers is not, and whoever takes the partition over reads the
/// batch a second time (seen with Kafka 3.9 after a restart under load). So for a while after a transaction of this
/// identity came to nothing, or may have, what was committed is read back a few times a second. Later the answers are
/// believed.
struct OffsetConfirmation: Sendable {
    /// For how long commits are read back, in nanoseconds.
    static let span: UInt64 = 30_000_000_000
    /// The time between two questions, in nanoseconds.
    static let interval: UInt64 = 250_000_000

    private var until: UInt64 = 0
    private var next: UInt64 = 0
    private var open: [TopicPartition: Int64] = [:]

    /// A transaction came to nothing, or nobody knows: what is committed from now on is read back.
    mutating func doubt(at now: UInt64) {
        until = now &+ Self.span
    }

    /// `offsets` are committed.
    mutating func committed(_ offsets: [TopicPartition: Int64], at now: UInt64) {
        guard now < until else { return }
        open.merge(offsets) { _, new in new }
    }

    /// The offsets to be read back now; they are forgotten here.
    ///
    /// - Parameter all: does not wait for the next turn.
    mutating func takeDue(at now: UInt64, all: Bool) -> [TopicPartition: Int64] {
        guard !open.isEmpty, all || now >= next else { return [:] }
        next = now &+ Self.interval
        defer { open = [:] }
        return open
    }

    /// `offsets` could not be read back.
    mutating func keep(_ offsets: [TopicPartition: Int64]) {
        open.merge(offsets) { newer, _ in newer }
    }

    /// Those of `committed` of which `answer` tells an older offset.
    ///
    /// A partition without an answer is left out: a cluster that keeps no transactional offsets (the embedded broker)
    /// answers nothing, and to write them again would change nothing.
    static func behind(
        _ committed: [TopicPartition: Int64],
        answer: [TopicPartition: Int64]
    ) -> [TopicPartition: Int64] {
        committed.filter { partition, offset in answer[partition].map { $0 < offset } ?? false }
    }
}
