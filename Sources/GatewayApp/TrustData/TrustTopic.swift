import Bus
import Core
import Platform
import RoutingPolicy

/// The topic `trust` as one thread uses it: reads it whole, writes to it, and comes back by itself when the bus was away.
///
/// Owned by one thread.
final class TrustTopic {
    /// How long to wait before connecting anew, in nanoseconds.
    private static let pause: UInt64 = 2_000_000_000
    private static let batch = 1000

    private let connection: ClusterConnection
    private var table: KafkaBroadcastTable?
    private var producer: EventProducer?
    private var retryAt: UInt64 = 0
    /// Why the topic cannot be used now; nil while it can.
    private(set) var failure: BusFailure?
    /// True once everything that stood in the topic when it was first opened has been read.
    private(set) var isCaughtUp = false

    init(_ connection: ClusterConnection) {
        self.connection = connection
    }

    deinit {
        close()
    }

    /// The records that have arrived, at most a thousand; none while the bus is away.
    func read(wait: Duration) -> [InboundRecord] {
        do throws(BusFailure) {
            guard let table = try opened() else {
                _ = StopSignal().wait(upTo: wait)
                return []
            }
            let records = try table.poll(maximum: TrustTopic.batch, wait: wait)
            failure = nil
            if table.isCaughtUp { isCaughtUp = true }
            return records
        } catch {
            lose(error)
            return []
        }
    }

    /// Writes `records`, in order; what the bus does not take is left to the next turn of whoever wanted it.
    ///
    /// - Returns: false when the bus refused some.
    @discardableResult
    func write(_ records: [OutboundRecord], deadline: Duration = .seconds(10)) -> Bool {
        guard !records.isEmpty else { return true }
        do throws(BusFailure) {
            let writer: EventProducer
            if let producer {
                writer = producer
            } else {
                writer = try EventProducer(connection, messageTimeout: deadline)
                producer = writer
            }
            let refused = try writer.publish(records, deadline: deadline).compactMap(\.failure).first
            if let refused { failure = refused }
            return refused == nil
        } catch {
            failure = error
            producer?.close()
            producer = nil
            return false
        }
    }

    /// Ends both clients; harmless the second time.
    func close() {
        table?.close()
        table = nil
        producer?.close()
        producer = nil
    }

    private func opened() throws(BusFailure) -> KafkaBroadcastTable? {
        if let table { return table }
        guard SystemClock.monotonicNanoseconds() >= retryAt else { return nil }
        let made = try KafkaBroadcastTable(connection, topic: TopicName.trust, patience: .seconds(5))
        table = made
        return made
    }

    private func lose(_ error: BusFailure) {
        failure = error
        table?.close()
        table = nil
        retryAt = SystemClock.monotonicNanoseconds() + TrustTopic.pause
    }
}
