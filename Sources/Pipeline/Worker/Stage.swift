package import Core

/// One step of the pipeline: a function of a batch (and of what it has learnt) to the records that follow from it.
///
/// Owned by one worker thread.
package protocol Stage: AnyObject {
    /// True for a stage that remembers something of each partition; it is told of its assignment.
    var keepsState: Bool { get }

    /// The worker now holds `partitions` of its input; what is remembered of them has to be read anew.
    ///
    /// - Throws: ``BusFailure`` when that cannot be read.
    func assigned(_ partitions: [TopicPartition]) throws(BusFailure)

    /// The partitions for which something is to be done at `now` though no record came.
    func due(at now: Instant) -> Set<TopicPartition>

    /// How many records of an input topic the next batch may hold; topics without a limit are not named.
    var quotas: [String: Int] { get }

    /// Takes in what the stage follows beside its input; called once each time round the loop.
    func refresh() throws(BusFailure)

    /// The records that follow from `batch`. Nothing counts before ``committed()``.
    ///
    /// - Parameter now: wall-clock time, for decisions about the present; what a record's own time decides is decided
    ///   by its time stamp.
    /// - Throws: ``BusFailure`` when something that the stage has to read beside its input cannot be read; then the
    ///   batch comes to nothing.
    func process(_ batch: RecordBatch, at now: Instant) throws(BusFailure) -> BatchEffects

    /// The transaction of the last batch is durable.
    func committed()

    /// The last batch came to nothing or its fate is unknown: forget what it did in memory.
    func discard()
}

extension Stage {
    /// Most stages remember nothing of a partition.
    package var keepsState: Bool { false }

    /// No limits.
    package var quotas: [String: Int] { [:] }

    /// Nothing to read.
    package func assigned(_ partitions: [TopicPartition]) throws(BusFailure) {}

    /// No timers.
    package func due(at now: Instant) -> Set<TopicPartition> { [] }
}
