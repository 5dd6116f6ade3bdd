internal import Bus
internal import Core
internal import Foundation
internal import Platform

/// Submissions sent at an even pace to one topic while their arrival in another is watched.
struct PacedLoad {
    private let connection: ClusterConnection
    private let mix: RegistrationMix

    /// The load of `mix` over `connection`.
    init(_ mix: RegistrationMix, _ connection: ClusterConnection) {
        self.mix = mix
        self.connection = connection
    }

    /// Sends everything to `input` and reads `output` until nothing has come for three seconds after the last was sent.
    ///
    /// Submissions that are sent twice do not count.
    func run(from input: String, to output: String, perSecond: Double) throws -> Latencies {
        let reader = try TopicReader(connection, topics: [output], start: .end)
        defer { reader.close() }
        let sent = Locked<[String: UInt64]>([:])
        let failure = Locked<String?>(nil)
        let isDone = StopSignal()
        let (events, connection) = (mix.events, connection)
        let sender = NamedThread("load", stackSize: 1 << 20) {
            do {
                try PacedLoad.send(events, to: input, connection, perSecond: perSecond) { id, time in
                    sent.withLock { $0[id] = $0[id] == nil ? time : 0 }
                }
            } catch { failure.withLock { $0 = "\(error)" } }
            isDone.raise()
        }
        var arrived: [String: UInt64] = [:]
        var quiet = SystemClock.monotonicNanoseconds()
        while true {
            let records = try reader.read(maximum: 5000, wait: .milliseconds(5))
            let now = SystemClock.monotonicNanoseconds()
            if !records.isEmpty || !isDone.isSet { quiet = now }
            for record in records {
                guard let bytes = record.headers.first(where: { $0.name == "ce_id" })?.value else { continue }
                let id = String(decoding: bytes, as: UTF8.self)
                if arrived[id] == nil { arrived[id] = now }
            }
            if now - quiet > 3_000_000_000 { break }
        }
        _ = sender.join(within: .seconds(10))
        if let failure = failure.withLock({ $0 }) { throw BenchmarkFailure(69, failure) }
        let times = sent.withLock { $0 }
        return Latencies(
            arrived.compactMap { id, time in
                guard let start = times[id], start > 0, time > start else { return nil }
                return Double(time - start) / 1e6
            }
        )
    }

    private static func send(
        _ events: [RegistrationMix.Event],
        to topic: String,
        _ connection: ClusterConnection,
        perSecond: Double,
        note: (String, UInt64) -> Void
    ) throws {
        let producer = try EventProducer(connection, linger: .milliseconds(1))
        defer { producer.close() }
        let start = SystemClock.monotonicNanoseconds()
        let pause = StopSignal()
        for (number, event) in events.enumerated() {
            let due = start + UInt64(Double(number) / perSecond * 1e9)
            while SystemClock.monotonicNanoseconds() < due {
                _ = producer.takeReports(wait: .zero)
                _ = pause.wait(upTo: .milliseconds(1))
            }
            note(event.envelope.id, SystemClock.monotonicNanoseconds())
            try producer.send(event.record(for: topic), tag: number)
        }
        let reports = try producer.flush(deadline: .seconds(60))
        if let failure = reports.first(where: { $0.failure != nil })?.failure { throw failure }
    }
}

extension RegistrationMix.Event {
    /// The submission for `topic`.
    func record(for topic: String) -> OutboundRecord {
        OutboundRecord(
            topic: topic,
            key: Array(envelope.partitionKey.utf8),
            value: envelope.operation == .delete ? nil : payload,
            headers: envelope.headers
        )
    }
}
