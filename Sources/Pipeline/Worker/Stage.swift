package import Core

/// One step of the pipeline: a function of a batch (and of what it has learnt) to the records that follow from it.
///
/// Admission and delivery implement it; registration will. Owned by one worker thread.
package protocol Stage: AnyObject {
    /// Takes in what the stage follows beside its input; called once each time round the loop.
    func refresh() throws(BusFailure)

    /// The records that follow from `batch`. Nothing counts before ``committed()``.
    ///
    /// - Parameter now: wall-clock time, for decisions about the present; what a record's own time decides is decided
    ///   by its time stamp.
    func process(_ batch: RecordBatch, at now: Instant) -> BatchEffects

    /// The transaction of the last batch is durable.
    func committed()

    /// The last batch came to nothing or its fate is unknown: forget what it did in memory.
    func discard()
}
