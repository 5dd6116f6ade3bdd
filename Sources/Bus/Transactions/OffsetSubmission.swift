internal import CRDKafka
internal import Core
internal import Dispatch
internal import Platform

/// One call of `rd_kafka_send_offsets_to_transaction`, made on another thread so that the worker can stop waiting.
///
/// The library does not keep to the call's time-out while the group coordinator is away, up to version 2.16 at least,
/// and newer versions may never return from it. Waiting in the worker's thread would cost it its group membership.
///
/// `@unchecked Sendable`: list and group metadata are made by the worker before the call starts, used by the calling
/// thread only, and freed when the last of both lets go; the outcome is behind a lock.
@safe final class OffsetSubmission: @unchecked Sendable {
    private let offsets: PartitionList
    private let group: OpaquePointer
    private let outcome = Locked<Outcome>(.waiting)
    private let done = DispatchSemaphore(value: 0)

    private enum Outcome {
        case waiting
        case returned(LibraryError?)
    }

    /// Takes the offsets and the group's present generation; nil when `consumer` has no group.
    init?(_ offsets: [TopicPartition: Int64], of consumer: Client) {
        // Ours until `deinit`.
        guard let group = unsafe rd_kafka_consumer_group_metadata(consumer.handle) else { return nil }
        unsafe self.group = unsafe group
        self.offsets = PartitionList(offsets)
    }

    deinit {
        unsafe rd_kafka_consumer_group_metadata_destroy(group)
    }

    /// Makes the call, on the thread that may block.
    func call(_ producer: Client, timeout: Duration) {
        // The producer outlives the call: its owner closes it on the queue that runs this.
        let error = unsafe offsets.withPointer { list in
            unsafe LibraryError.taking(
                rd_kafka_send_offsets_to_transaction(producer.handle, list, group, timeout.milliseconds)
            )
        }
        outcome.withLock { $0 = .returned(error) }
        done.signal()
    }

    /// Waits at most `wait`; nil while the call has not returned.
    func result(within wait: Duration) -> Result<Void, LibraryError>? {
        guard done.wait(timeout: .now() + .milliseconds(Int(wait.milliseconds))) == .success else { return nil }
        switch outcome.withLock({ $0 }) {
        case .waiting: return nil
        case .returned(nil): return .success(())
        case .returned(let error?): return .failure(error)
        }
    }
}
