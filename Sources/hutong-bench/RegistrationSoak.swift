internal import Core
internal import Foundation
internal import Pipeline
internal import Platform
internal import RoutingPolicy
internal import Telemetry

/// Admission and registration at full load for a long time, with new cases all the while: does the memory grow by more
/// than what has to be remembered?
struct RegistrationSoak {
    private let exchange: BenchmarkExchange
    private let batch: Int

    /// Works on `exchange` in batches of `batch`.
    init(_ exchange: BenchmarkExchange, batch: Int) {
        self.exchange = exchange
        self.batch = batch
    }

    /// Works for `minutes`; a line on standard error each minute: records, cases, resident memory, and how much of it has
    /// come since the first minute for each message that was remembered since.
    ///
    /// - Returns: the figures of the whole time.
    func run(minutes: Int) throws -> [BenchmarkReport.Result] {
        let round = RoundSource()
        let stage = exchange.registration(from: round)
        let partition = TopicPartition(TopicName.admitted(.trading), 0)
        try stage.assigned([partition])
        var (records, cases, minute, verdicts) = (0, 0, 0, 0)
        var first: (records: Int, bytes: Int64) = (0, 0)
        var growth = 0.0
        let start = SystemClock.monotonicNanoseconds()
        while minute < minutes {
            let mix = try RegistrationMix(exchange, count: 20_000, firstCase: cases + 1, firstKey: records)
            cases += mix.cases
            round.fill(try exchange.admitted(mix), from: records, partition)
            for first in stride(from: 0, to: round.records.count, by: batch) {
                let part = Array(round.records[first..<min(first + batch, round.records.count)])
                let due = stage.due(at: BenchmarkExchange.now)
                let effects = try stage.process(RecordBatch(records: part, touched: due), at: BenchmarkExchange.now)
                stage.committed()
                records += part.count
                verdicts += effects.tally.acceptedRecords + effects.tally.refusedRecords
            }
            let elapsed = Int((SystemClock.monotonicNanoseconds() - start) / 60_000_000_000)
            guard elapsed > minute else { continue }
            minute = elapsed
            let bytes = try RegistrationMemory.resident()
            if first.bytes == 0 { first = (records, bytes) }
            growth = Double(bytes - first.bytes) / Double(max(records - first.records, 1))
            let line =
                "minute \(minute): \(records) records, \(cases) cases, \(bytes >> 20) MiB resident, "
                + "\(Int(growth)) bytes a record since the first minute\n"
            FileHandle.standardError.write(Data(line.utf8))
        }
        guard verdicts > records * 9 / 10 else {
            throw BenchmarkFailure(70, "\(verdicts) verdicts on \(records) records")
        }
        return [
            .init("soak.records", Double(records), "records"),
            .init("soak.cases", Double(cases), "cases"),
            .init("soak.growth", growth, "bytes/record"),
            .init("soak.resident", Double(try RegistrationMemory.resident()) / 1_048_576, "MiB"),
        ]
    }
}

/// The records of one round, wherever registration reads one of them once more; it begins with no state.
private final class RoundSource: PartitionSource {
    private(set) var records: [InboundRecord] = []
    private var start = 0

    /// Takes `admitted` for the records of `partition` from the offset `start` on.
    func fill(_ admitted: [OutboundRecord], from start: Int, _ partition: TopicPartition) {
        self.start = start
        records = admitted.enumerated().map { number, record in
            InboundRecord(
                source: partition,
                offset: Int64(start + number),
                timestamp: BenchmarkExchange.now,
                key: record.key,
                value: record.value,
                headers: record.headers
            )
        }
    }

    func restore(_ partitions: [TopicPartition], _ take: (InboundRecord) -> Void) throws(BusFailure) {}

    func records(of partition: TopicPartition, at offsets: [Int64]) throws(BusFailure) -> [InboundRecord] {
        offsets.compactMap { offset in
            let place = Int(offset) - start
            return records.indices.contains(place) ? records[place] : nil
        }
    }
}
