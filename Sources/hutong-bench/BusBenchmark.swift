internal import Bus
internal import Core
internal import Foundation
internal import Platform

/// `hutong-bench bus`: the transactional bus with a stage that only passes on, against the least a C program does.
///
/// Both read the same preloaded topic with the same librdkafka settings, batch policy and transactions, in turns; the
/// clock runs from the first batch received to the last commit, processor time is that of all threads.
/// Options: `--brokers HOST:PORT,…` or `--embedded`; `--records N` (200000; 20000 embedded), `--size BYTES` (300),
/// `--batch N` (2000), `--rounds N` (3), `--headers N` (8, in the second scenario with one topic).
enum BusBenchmark {
    static let help = """
        hutong-bench bus: the transactional bus with a stage that only passes on; baseline: the least a C program does
        options: --brokers HOST:PORT,… or --embedded, --records N (200000; 20000 embedded), --size BYTES (300),
          --batch N (2000), --rounds N (3), --headers N (8)
        """

    /// One arrangement of topics and records.
    struct Scenario {
        /// Its part in the names of the results.
        let name: String
        /// Output topics, taken in turns.
        let outputs: Int
        /// Headers on each record.
        let headers: Int
    }

    /// What one pass took.
    struct Pass {
        let records: Double
        let seconds: Double
        let processor: Double

        /// Records per second.
        var rate: Double { records / max(seconds, 1e-9) }
        /// Microseconds of processor time per record.
        var cost: Double { processor * 1_000_000 / max(records, 1) }
    }

    static func run(_ options: BenchmarkOptions) throws -> BenchmarkReport {
        if options["serve"] != nil { try EmbeddedBrokerProcess.serve() }
        let child: EmbeddedBrokerProcess?
        let brokers: [String]
        if let list = options["brokers"], !list.isEmpty {
            child = nil
            brokers = list.split(separator: ",").map(String.init)
        } else if options["embedded"] != nil {
            let started = try EmbeddedBrokerProcess()
            child = started
            brokers = started.brokers
        } else {
            throw BenchmarkFailure(64, "bus needs --brokers HOST:PORT,… or --embedded")
        }
        defer { child?.stop() }
        var course = try BusCourse(
            connection: ClusterConnection(brokers: brokers, clientID: "hutong-bench"),
            records: options.count("records", default: child == nil ? 200_000 : 20_000),
            size: options.count("size", default: 300),
            batch: options.count("batch", default: 2000),
            isEmbedded: child != nil
        )
        let rounds = try options.count("rounds", default: 3)
        let scenarios = [
            Scenario(name: "1-topic", outputs: 1, headers: 0),
            Scenario(name: "100-topics", outputs: 100, headers: 0),
            Scenario(name: "1-topic-with-headers", outputs: 1, headers: try options.count("headers", default: 8)),
        ]
        var results: [BenchmarkReport.Result] = []
        for scenario in scenarios {
            let (ours, bare) = try measure(scenario, rounds, &course)
            results += [
                .init(
                    "bus.\(scenario.name).rate",
                    median(ours.map(\.rate)),
                    "records/s",
                    baseline: median(bare.map(\.rate))
                ),
                .init(
                    "bus.\(scenario.name).cpu",
                    median(ours.map(\.cost)),
                    "µs/record",
                    baseline: median(bare.map(\.cost))
                ),
            ]
        }
        return BenchmarkReport(benchmark: "bus", results: results)
    }

    /// Runs both in turns, after one pass each that does not count.
    private static func measure(
        _ scenario: Scenario,
        _ rounds: Int,
        _ course: inout BusCourse
    ) throws -> (ours: [Pass], bare: [Pass]) {
        try course.prepare(scenario)
        defer { course.clear() }
        var ours: [Pass] = []
        var bare: [Pass] = []
        for round in 0...rounds {
            let first = try course.runBare(round)
            let second = try course.runOurs(round)
            guard round > 0 else { continue }
            bare.append(first)
            ours.append(second)
        }
        return (ours, bare)
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
