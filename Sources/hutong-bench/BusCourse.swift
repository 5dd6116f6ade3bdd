internal import Bus
internal import Core
internal import Foundation
internal import Platform

/// The track of the bus benchmark: its topics, its records, and one lap by either runner.
struct BusCourse {
    private let connection: ClusterConnection
    private let records: Int
    private let size: Int
    private let batch: Int
    private let isEmbedded: Bool
    private let run = String(UInt32.random(in: .min ... .max), radix: 16)
    private var input = ""
    private var outputs: [String] = []

    /// A track on `connection` with `records` records of `size` bytes, read in batches of `batch`.
    init(connection: ClusterConnection, records: Int, size: Int, batch: Int, isEmbedded: Bool) throws {
        self.connection = connection
        self.records = records
        self.size = size
        self.batch = batch
        self.isEmbedded = isEmbedded
    }

    /// Creates the topics of `scenario` and fills its input.
    mutating func prepare(_ scenario: BusBenchmark.Scenario) throws {
        input = "bench-\(run)-\(scenario.name)-in"
        outputs = (0..<scenario.outputs).map { "bench-\(run)-\(scenario.name)-out-\($0)" }
        let administrator = try TopicAdministrator(connection, deadline: .seconds(60))
        defer { administrator.close() }
        let topics = [TopicSpecification(name: input, partitions: isEmbedded ? 4 : 8)]
        try administrator.create(topics + outputs.map { TopicSpecification(name: $0, partitions: isEmbedded ? 4 : 2) })
        try fill(scenario)
    }

    /// Deletes the topics, where the broker can.
    func clear() {
        guard !isEmbedded, let administrator = try? TopicAdministrator(connection, deadline: .seconds(60)) else {
            return
        }
        defer { administrator.close() }
        try? administrator.delete([input] + outputs)
    }

    private func fill(_ scenario: BusBenchmark.Scenario) throws {
        let value = [UInt8](repeating: UInt8(ascii: "x"), count: size)
        let headers = (0..<scenario.headers).map { RecordHeader("ce_attribute\($0)", "value of attribute \($0)") }
        var capacity = EmbeddedCapacity(partitionCounts: [input: 4])
        let producer = try EventProducer(connection, linger: .milliseconds(50))
        defer { producer.close() }
        for number in 0..<records {
            let record = OutboundRecord(
                topic: input,
                key: Array("E3502000001\(number % 5000)".utf8),
                value: value,
                headers: headers
            )
            if isEmbedded, capacity.add(record) != nil {
                throw BenchmarkFailure(64, "the embedded broker does not hold \(records) records of \(size) bytes")
            }
            try producer.send(record, tag: number)
            if number % 1000 == 999 { try check(producer.takeReports(wait: .zero)) }
        }
        try check(producer.flush(deadline: .seconds(120)))
    }

    private func check(_ reports: [DeliveryReport]) throws {
        if let failure = reports.first(where: { $0.failure != nil })?.failure { throw failure }
    }

    private func configuration(_ round: Int, _ runner: String) -> BusConfiguration {
        var configuration = BusConfiguration(
            connection: connection,
            groupID: "\(input)-\(runner)-\(round)",
            groupInstanceID: "\(input)-\(runner)-\(round)",
            transactionalIDPrefix: "txn."
        )
        configuration.sessionTimeout = .seconds(30)
        return configuration
    }

    /// One lap of the gateway's bus with a stage that only passes records on.
    func runOurs(_ round: Int) throws -> BusBenchmark.Pass {
        let bus = try KafkaBatchBus(configuration(round, "ours"), topics: [input])
        defer { bus.close() }
        try bus.prepare(outputs: outputs)
        var done = 0
        var start: (wall: UInt64, processor: Int) = (0, 0)
        var idle = 0
        while done < records {
            let batch = try bus.receive(maximum: self.batch, wait: .seconds(1))
            guard !batch.isEmpty else {
                idle += 1
                guard idle < 30 else { throw BenchmarkFailure(70, "nothing came for 30 s") }
                continue
            }
            idle = 0
            // The clock starts when the first batch is there, as the baseline's does.
            if done == 0, start.wall == 0 { start = (SystemClock.monotonicNanoseconds(), clock()) }
            let outputs = batch.records.map { record in
                OutboundRecord(
                    topic: self.outputs[Int(record.offset % Int64(self.outputs.count))],
                    key: record.key,
                    value: record.value,
                    headers: record.headers
                )
            }
            if try bus.commit(outputs, consuming: batch) == .committed { done += batch.records.count }
        }
        return BusBenchmark.Pass(
            records: Double(done),
            seconds: Double(SystemClock.monotonicNanoseconds() - start.wall) / 1e9,
            processor: Double(clock() - start.processor) / Double(CLOCKS_PER_SEC)
        )
    }

    /// One lap of the bare loop, in its own process, which measures itself.
    func runBare(_ round: Int) throws -> BusBenchmark.Pass {
        let configuration = configuration(round, "bare")
        var arguments = ["--input", input, "--records", String(records), "--batch", String(batch)]
        arguments += ["--drain-ms", String(configuration.drainWait / .milliseconds(1))]
        for output in outputs { arguments += ["--output", output] }
        let newerConsumer = BusConfiguration.newerConsumerProperties
        for (key, value) in configuration.consumerProperties.merging(newerConsumer, uniquingKeysWith: { own, _ in own })
        {
            arguments += ["--consumer", "\(key)=\(value)"]
        }
        let newerProducer = BusConfiguration.newerProducerProperties
        for (key, value) in configuration.producerProperties.merging(newerProducer, uniquingKeysWith: { own, _ in own })
        {
            arguments += ["--producer", "\(key)=\(value)"]
        }
        let output = try NeighbourProgram.output(of: "BareLoop", arguments)
        let figures = output.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
        guard figures.count == 4 else { throw BenchmarkFailure(70, "the bare loop said: \(output)") }
        return BusBenchmark.Pass(records: figures[0], seconds: figures[1], processor: figures[2])
    }

    /// Runs a program that lies beside this one and returns what it printed.
}
