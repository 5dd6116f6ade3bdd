internal import Core
internal import Foundation

/// `hutong-bench outage`: admission over the embedded broker while the sources of revocation data answer, are down or hang.
///
/// Each lap is the gateway's own trust service, with its fetching threads, beside the gateway's own admission over the
/// transactional bus: the same signed records, the same CRL in force. The laps of all manners are taken in turns; the rate is
/// by the clock on the wall, from the first batch to the last commit, processor time that of all threads. The baseline is
/// the sources that answer; `unfetched` is the same without any fetching.
enum OutageBenchmark {
    static let help = """
        hutong-bench outage: admission while the sources of revocation data answer, refuse, hang or drip
          outage.M.rate     records/s on the embedded broker with sources of manner M; baseline: sources that answer
          outage.M.cpu      µs of processor time a record; the same baseline
          outage.M.paired   the rate beside that of the healthy lap of its round, in the middle
          outage.unfetched  the same without any fetching
        options: --contracts DIR (Contracts), --records N (10000), --batch N (1000), --rounds N (5), --sources N (64), each
          asked again and again
        """

    static func run(_ options: BenchmarkOptions) throws -> BenchmarkReport {
        if let file = options["serve"] { try OutageSources.serve(file) }
        let course = try OutageCourse(
            contracts: options["contracts"] ?? "Contracts",
            records: options.count("records", default: 10_000),
            batch: options.count("batch", default: 1000),
            sources: options.count("sources", default: 64)
        )
        defer { course.clear() }
        let manners: [OutageSources.Manner?] = OutageSources.Manner.allCases + [nil]
        var laps: [String: [OutageCourse.Lap]] = [:]
        for round in 0...(try options.count("rounds", default: 5)) {
            // Another one begins each time.
            for index in manners.indices {
                let manner = manners[(index + round) % manners.count]
                let lap = try course.lap(manner, round: round)
                // The first of each does not count.
                if round > 0 { laps[manner?.rawValue ?? "unfetched", default: []].append(lap) }
            }
        }
        let healthy = laps[OutageSources.Manner.healthy.rawValue] ?? []
        var results: [BenchmarkReport.Result] = []
        for manner in manners {
            let name = manner?.rawValue ?? "unfetched"
            guard let found = laps[name] else { continue }
            results += [
                .init(
                    "outage.\(name).rate",
                    SampleRecords.median(found.map(\.rate)),
                    "records/s",
                    baseline: SampleRecords.median(healthy.map(\.rate))
                ),
                .init(
                    "outage.\(name).cpu",
                    SampleRecords.median(found.map(\.cost)),
                    "µs/record",
                    baseline: SampleRecords.median(healthy.map(\.cost))
                ),
                .init(
                    "outage.\(name).paired",
                    SampleRecords.median(pairs(found, healthy)),
                    "of the healthy lap of its round"
                ),
                .init("outage.\(name).slowest", found.map(\.rate).min() ?? 0, "records/s"),
                .init("outage.\(name).fastest", found.map(\.rate).max() ?? 0, "records/s"),
                .init("outage.\(name).attempts", SampleRecords.median(found.map(\.attempts)), "ended or running"),
            ]
        }
        return BenchmarkReport(benchmark: "outage", results: results)
    }

    /// The rate of each lap through that of the healthy one of the same round: what else the machine does changes slowly.
    private static func pairs(_ laps: [OutageCourse.Lap], _ healthy: [OutageCourse.Lap]) -> [Double] {
        zip(laps, healthy).map { $0.rate / max($1.rate, 1e-9) }
    }
}
