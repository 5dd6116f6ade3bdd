internal import Bus
internal import Core
internal import Foundation
internal import Platform

/// `hutong-bench exchange`: admission, registration and delivery on a real broker, end to end.
///
/// Throughput at full load: all submissions stand in the topic when the stages begin. Latency at half of that rate: from
/// handing a submission to the producer to its arrival at a client that reads the deliveries, committed ones only. The
/// baseline is three bare loops of librdkafka one behind the other, each a transaction of its own, over the same
/// submissions in the same run. Signatures are not checked and no seal is put on: they are measured by `trust`.
enum ExchangeBenchmark {
    static let help = """
        hutong-bench exchange: admission, registration and delivery end to end on a real broker, without signatures; records/s
        at full load, milliseconds from submission to delivery at half load; baseline: three bare librdkafka loops
        options: --brokers HOST:PORT,…, --contracts DIR (Contracts), --records N (60000), --seconds N (15: of half load)
        """

    static func run(_ options: BenchmarkOptions) throws -> BenchmarkReport {
        guard let list = options["brokers"], !list.isEmpty else {
            throw BenchmarkFailure(64, "exchange needs --brokers HOST:PORT,…")
        }
        let connection = ClusterConnection(
            brokers: list.split(separator: ",").map(String.init),
            clientID: "hutong-bench"
        )
        let exchange = try BenchmarkExchange(contracts: options["contracts"] ?? "Contracts")
        let records = try options.count("records", default: 60_000)
        let seconds = try options.count("seconds", default: 15)
        let mix = try RegistrationMix(exchange, count: records)
        let course = try ExchangeCourse(exchange, connection)
        defer { course.clear() }
        try course.fill(mix)
        let bare = try course.bareRate(records: mix.events.count)
        let full = try course.start()
        let rate = try full.rate(of: mix)
        // Both at the same load: half of what the exchange does at most.
        let load = min(rate, bare) / 2
        let paced = try RegistrationMix(
            exchange,
            count: Int(load) * seconds,
            firstCase: mix.cases + 1,
            firstKey: records * 2
        )
        let own = try full.latencies(of: paced, perSecond: load)
        try full.end()
        let base = try course.bareLatencies(of: paced, perSecond: load)
        return BenchmarkReport(
            benchmark: "exchange",
            results: [
                .init("exchange.rate", rate, "records/s", baseline: bare),
                .init("exchange.half-load", load, "records/s"),
                .init("exchange.latency.p50", own.percentile(50), "ms", baseline: base.percentile(50)),
                .init("exchange.latency.p99", own.percentile(99), "ms", baseline: base.percentile(99)),
                .init("exchange.latency.max", own.percentile(100), "ms", baseline: base.percentile(100)),
                .init("exchange.delivered", Double(own.count), "records", baseline: Double(base.count)),
            ]
        )
    }
}
