internal import Bus
internal import Core
internal import Foundation
internal import Pipeline
internal import Platform
internal import RoutingPolicy

/// Reading the state of many cases back from a broker.
struct BrokerRestore {
    private let connection: ClusterConnection
    private let exchange: BenchmarkExchange
    private let cases: SyntheticCases
    private let rounds: Int
    private let prefix = "bench-\(String(UInt32.random(in: .min ... .max), radix: 16))-"

    /// Measures with the entries of `cases`.
    init(_ exchange: BenchmarkExchange, brokers: [String], cases: SyntheticCases, rounds: Int) {
        connection = ClusterConnection(brokers: brokers, clientID: "hutong-bench")
        self.exchange = exchange
        self.cases = cases
        self.rounds = rounds
    }

    /// Seconds and entries per second; the baseline reads the same partitions and drops what comes.
    func results() throws -> [BenchmarkReport.Result] {
        let topic = prefix + TopicName.cases(.trading)
        let administrator = try TopicAdministrator(connection, deadline: .seconds(60))
        defer { administrator.close() }
        try administrator.create([
            TopicSpecification(
                name: topic,
                partitions: Int32(RegistrationMemory.partitions),
                config: ["cleanup.policy": "compact"]
            )
        ])
        defer { try? administrator.delete([topic]) }
        try fill(topic)
        let source = KafkaPartitionSource(connection)
        let partitions = (0..<RegistrationMemory.partitions).map { Int32(clamping: $0) }
        var (own, bare): ([Double], [Double]) = ([], [])
        for _ in 0..<rounds {
            var seen = 0
            bare.append(
                try seconds { try source.restore(partitions.map { TopicPartition(topic, $0) }) { _ in seen += 1 } }
            )
            var progress = RestoreProgress(partitions: partitions.count)
            let stage = exchange.registration(from: RenamedSource(source, prefix: prefix)) { progress = $0 }
            own.append(
                try seconds { try stage.assigned(partitions.map { TopicPartition(TopicName.admitted(.trading), $0) }) }
            )
            guard seen == cases.entries, progress.entries == seen, progress.cases == cases.cases else {
                throw BenchmarkFailure(70, "\(seen) of \(cases.entries) entries, \(progress.cases) cases came back")
            }
        }
        let (time, base) = (SampleRecords.median(own), SampleRecords.median(bare))
        let entries = Double(cases.entries)
        return [
            .init("restore.broker.time", time, "s", baseline: base),
            .init("restore.broker.rate", entries / time, "entries/s", baseline: entries / base),
        ]
    }

    private func fill(_ topic: String) throws {
        let producer = try EventProducer(connection, linger: .milliseconds(50))
        defer { producer.close() }
        var number = 0
        var failure: (any Error)?
        for partition in 0..<Int32(RegistrationMemory.partitions) {
            cases.visit(partition) { key, value in
                guard failure == nil else { return }
                do {
                    try producer.send(
                        OutboundRecord(topic: topic, partition: partition, key: key, value: value),
                        tag: number
                    )
                    number += 1
                    if number % 1000 == 0 { try check(producer.takeReports(wait: .zero)) }
                } catch { failure = error }
            }
            if let failure { throw failure }
        }
        try check(producer.flush(deadline: .seconds(300)))
    }

    private func check(_ reports: [DeliveryReport]) throws {
        if let failure = reports.first(where: { $0.failure != nil })?.failure { throw failure }
    }

    /// Seconds by the clock: waiting for the broker counts.
    private func seconds(_ body: () throws -> Void) throws -> Double {
        let start = SystemClock.monotonicNanoseconds()
        try body()
        return Double(SystemClock.monotonicNanoseconds() - start) / 1e9
    }
}
