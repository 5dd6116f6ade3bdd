internal import Core
internal import Foundation
internal import Pipeline
internal import RoutingPolicy

/// `hutong-bench registration`: judging and keeping by the second stage, on one core, in memory; reading its state back;
/// and what that state takes.
///
/// `registration.stage` is what the stage does by itself, `registration.turn` the whole turn of a worker on the in-memory
/// bus; the baseline of both is the whole turn of a stage that copies each record once. `registration.copies` is the turn
/// of a stage that copies each record as often as registration writes records for it, rounded down: what writing alone
/// costs; `registration.copies-stage` is that stage by itself. `registration.loaded` is the stage with a million cases in
/// its memory. `restore` reads the state of a million cases; its baseline makes the same entries and drops them.
/// `memory` is the growth of a process that holds the cases and nothing else, with all indexes and the slack in them.
enum RegistrationBenchmark {
    static let help = """
        hutong-bench registration: the second stage in memory, records/s of processor time; baseline: a stage that copies.
        Reading the state of a million cases, with 5 and with 1 live records and messages in each; baseline: the same
        entries made and dropped. Resident bytes of a case, a live record and a remembered message.
        options: --contracts DIR (Contracts), --records N (50000), --batch N (1000), --rounds N (3), --cases N (1000000),
          --parts mix,restore,memory (all), --brokers HOST:PORT,… (reads the state back from a broker too, by the clock;
          baseline: the same read and dropped), --entries N (1: live records and messages of each case there)
        hutong-bench registration --soak MINUTES: admission and registration without a pause, always new cases, each closed
        and then forgotten after --keep ROUNDS (100) of 20,000 records without one of its own; the resident memory each
        minute on standard error, and at last beside that of half of the time before
        """

    static func run(_ options: BenchmarkOptions) throws -> BenchmarkReport {
        let contracts = options["contracts"] ?? "Contracts"
        let exchange = try BenchmarkExchange(contracts: contracts)
        if let text = options["measure"] { try RegistrationMemory.measure(text, exchange) }
        if options["soak"] != nil {
            let soak = RegistrationSoak(
                exchange,
                batch: try options.count("batch", default: 1000),
                rounds: try options.count("keep", default: 100)
            )
            return BenchmarkReport(
                benchmark: "registration",
                results: try soak.run(minutes: options.count("soak", default: 60))
            )
        }
        let cases = try options.count("cases", default: 1_000_000)
        let rounds = try options.count("rounds", default: 3)
        let parts = options["parts"]?.split(separator: ",").map(String.init)
        func has(_ part: String) -> Bool { parts?.contains(part) ?? true }
        var results: [BenchmarkReport.Result] = []
        if has("mix") {
            let course = try RegistrationCourse(
                exchange,
                records: options.count("records", default: 50_000),
                batch: options.count("batch", default: 1000)
            )
            results += try mix(course, rounds: rounds, cases: cases)
        }
        if has("restore") {
            for number in [5, 1] {
                results += try restore(exchange, cases: cases, number: number, rounds: rounds)
            }
        }
        if let brokers = options["brokers"], has("restore") {
            let number = try options.count("entries", default: 1)
            let restore = BrokerRestore(
                exchange,
                brokers: brokers.split(separator: ",").map(String.init),
                cases: SyntheticCases(
                    cases: cases,
                    records: number,
                    messages: number,
                    partitions: RegistrationMemory.partitions
                ),
                rounds: rounds
            )
            results += try restore.results()
        }
        if has("memory") { results += try RegistrationMemory(contracts: contracts, cases: cases).results() }
        return BenchmarkReport(benchmark: "registration", results: results)
    }

    private static func mix(_ course: RegistrationCourse, rounds: Int, cases: Int) throws -> [BenchmarkReport.Result] {
        let state = SyntheticCases(cases: cases, records: 5, messages: 5, partitions: BenchmarkExchange.partitions)
        var (own, copies, loaded): ([RegistrationCourse.Lap], [RegistrationCourse.Lap], [Double]) = ([], [], [])
        for round in 0...rounds {
            let copy = try course.copy()
            let lap = try course.register()
            // The first of each does not count.
            guard round > 0 else { continue }
            copies.append(copy)
            own.append(lap)
            // Reading a million cases takes longer than the lap.
            if round == rounds { loaded.append(try course.register(after: state).stage) }
        }
        let outputs = SampleRecords.median(own.map(\.outputs))
        let written = Array(try (0...rounds).map { _ in try course.copy(Int(outputs)) }.dropFirst())
        let copying = SampleRecords.median(copies.map(\.turn))
        func rate(_ name: String, _ rates: [Double]) -> BenchmarkReport.Result {
            .init("registration.\(name)", SampleRecords.median(rates), "records/s", baseline: copying)
        }
        return [
            rate("stage", own.map(\.stage)), rate("turn", own.map(\.turn)), rate("loaded", loaded),
            rate("copies", written.map(\.turn)), rate("copies-stage", written.map(\.stage)),
            .init("registration.outputs", outputs, "records/record"),
            .init("record.mean-size", course.meanSize, "bytes"),
            .init("record.per-case", course.recordsPerCase, "records"),
        ]
    }

    /// Reads the state of `cases` cases with `number` records and `number` messages in each.
    private static func restore(
        _ exchange: BenchmarkExchange,
        cases: Int,
        number: Int,
        rounds: Int
    ) throws -> [BenchmarkReport.Result] {
        let count = RegistrationMemory.partitions
        let source = SyntheticCases(cases: cases, records: number, messages: number, partitions: count)
        let partitions = (0..<count).map { TopicPartition(TopicName.admitted(.trading), Int32(clamping: $0)) }
        var (own, bare): ([Double], [Double]) = ([], [])
        for _ in 0..<rounds {
            var seen = 0
            bare.append(try seconds { try source.restore(partitions) { _ in seen += 1 } })
            var progress = RestoreProgress(partitions: count)
            own.append(try seconds { try exchange.registration(from: source) { progress = $0 }.assigned(partitions) })
            guard seen == source.entries, progress.entries == seen, progress.cases == cases else {
                throw BenchmarkFailure(70, "\(progress.cases) cases and \(progress.entries) entries came back")
            }
        }
        let (time, base) = (SampleRecords.median(own), SampleRecords.median(bare))
        let entries = Double(source.entries)
        return [
            .init("restore.\(number)-records.time", time, "s", baseline: base),
            .init("restore.\(number)-records.rate", entries / time, "entries/s", baseline: entries / base),
        ]
    }

    /// Processor seconds of `body`.
    private static func seconds(_ body: () throws -> Void) throws -> Double {
        let start = clock()
        try body()
        return Double(max(clock() - start, 1)) / Double(CLOCKS_PER_SEC)
    }
}
