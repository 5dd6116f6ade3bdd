internal import Core
internal import Foundation
internal import Pipeline
internal import Platform
internal import RoutingPolicy
internal import Telemetry

/// Admission and registration at full load for a long time, with new cases all the while: does the memory grow?
///
/// A round of submissions counts for one second of the broker's time. Cases in which nothing was accepted for
/// ``rounds`` seconds are closed, and forgotten as long afterwards, so as many cases are in memory at the end as soon
/// after the beginning. The facts go from registration to admission as they do in an exchange.
struct RegistrationSoak {
    private let exchange: BenchmarkExchange
    private let batch: Int
    /// How many rounds a case is kept.
    private let rounds: Int

    private static let round = 20_000
    /// The samples' codes have room for so many cases; by then the first are long forgotten.
    private static let names = 900_000

    /// Works on `exchange` in batches of `batch`; cases are kept for `rounds` rounds of 20,000 submissions.
    init(_ exchange: BenchmarkExchange, batch: Int, rounds: Int) {
        self.exchange = exchange
        self.batch = batch
        self.rounds = rounds
    }

    /// Works for `minutes`; a line on standard error each minute: records, cases made and cases kept, resident memory.
    ///
    /// - Returns: the figures of the whole time; the growth is that of the second half.
    func run(minutes: Int) throws -> [BenchmarkReport.Result] {
        let source = RoundSource()
        let table = FactQueue()
        var policy = ClosingPolicy(closeAfter: Int64(rounds) * 1000, forgetAfter: Int64(rounds) * 1000)
        policy.granularity = 1000
        policy.grace = 0
        let registration = exchange.registration(from: source, closing: policy)
        let facts = FactsTable(sources: [table])
        let admission = exchange.admission(signatures: BenchmarkIdentity.passAll, facts: facts, trust: nil)
        let partition = TopicPartition(TopicName.admitted(.trading), 0)
        try registration.assigned([partition])
        var (records, cases, closed, minute, verdicts) = (0, 0, 0, 0, 0)
        var resident: [Int64] = []
        var time = BenchmarkExchange.now
        let start = SystemClock.monotonicNanoseconds()
        while minute < minutes {
            time = time.advanced(byMilliseconds: 1000)
            let mix = try RegistrationMix(
                exchange,
                count: Self.round,
                firstCase: cases % Self.names + 1,
                firstKey: records
            )
            cases += mix.cases
            source.fill(try exchange.admitted(mix, by: admission, at: time), from: records, at: time, partition)
            for first in stride(from: 0, to: source.records.count, by: batch) {
                let part = Array(source.records[first..<min(first + batch, source.records.count)])
                let batch = RecordBatch(records: part, touched: registration.due(at: time))
                let effects = try registration.process(batch, at: time)
                registration.committed()
                table.take(effects.outputs)
                records += part.count
                closed += effects.tally.closedCases
                verdicts += effects.tally.acceptedRecords + effects.tally.refusedRecords
            }
            let elapsed = Int((SystemClock.monotonicNanoseconds() - start) / 60_000_000_000)
            guard elapsed > minute else { continue }
            minute = elapsed
            resident.append(try RegistrationMemory.resident())
            let line =
                "minute \(minute): \(records) records, \(cases) cases, \(cases - closed) of them open, \(facts.count) facts, "
                + "\(resident[resident.count - 1] >> 20) MiB resident\n"
            FileHandle.standardError.write(Data(line.utf8))
        }
        guard verdicts > records * 9 / 10, closed > cases / 2 else {
            throw BenchmarkFailure(70, "\(verdicts) verdicts on \(records) records, \(closed) of \(cases) cases closed")
        }
        let half = resident.suffix(resident.count / 2 + 1)
        return [
            .init("soak.records", Double(records), "records"),
            .init("soak.cases", Double(cases), "cases"),
            .init("soak.open", Double(cases - closed), "cases"),
            .init(
                "soak.resident",
                Double(half.last ?? 0) / 1_048_576,
                "MiB",
                baseline: Double(half.first ?? 0) / 1_048_576
            ),
        ]
    }
}

/// The facts that registration writes, on their way to admission.
private final class FactQueue: BroadcastTable {
    private var waiting: [InboundRecord] = []

    var isCaughtUp: Bool { waiting.isEmpty }

    /// Takes those of `outputs` that are facts.
    func take(_ outputs: [OutboundRecord]) {
        for output in outputs where output.topic == TopicName.facts(.trading) {
            waiting.append(
                InboundRecord(
                    source: TopicPartition(output.topic, 0),
                    offset: 0,
                    timestamp: BenchmarkExchange.now,
                    key: output.key,
                    value: output.value,
                    headers: []
                )
            )
        }
    }

    func poll(maximum: Int) throws(BusFailure) -> [InboundRecord] {
        let taken = Array(waiting.prefix(maximum))
        waiting.removeFirst(taken.count)
        return taken
    }
}

/// The records of one round, wherever registration reads one of them once more; it begins with no state.
private final class RoundSource: PartitionSource {
    private(set) var records: [InboundRecord] = []
    private var start = 0

    /// Takes `admitted`, written at `time`, for the records of `partition` from the offset `start` on.
    func fill(_ admitted: [OutboundRecord], from start: Int, at time: Instant, _ partition: TopicPartition) {
        self.start = start
        records = admitted.enumerated().map { number, record in
            InboundRecord(
                source: partition,
                offset: Int64(start + number),
                timestamp: time,
                key: record.key,
                value: record.value,
                headers: Array(record.headers)
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
