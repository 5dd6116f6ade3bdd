internal import Core
internal import Foundation
internal import RoutingPolicy

/// `hutong-bench policy`: the whole decision about one record and one recipient, on one core, at two sizes.
///
/// `admission` is what is asked once of a record: who sent it, may he, and which attributes it needs. `delivery` is what
/// a recipient's stage asks of each record that it reads, one stage after another: who sent it, and what of it this
/// recipient receives, if anything. Records come from any sender and carry any data set. `routing` is both
/// together, as if each recipient's record were admitted by itself. `recipients` is the list of everybody, for each one in
/// it. The baseline looks at every platform and every flow; every answer is compared with its answer before anything is
/// measured. `growth` is `routing` at the large size, its baseline `routing` at the small one.
enum PolicyBenchmark {
    static let help = """
        hutong-bench policy: routing of a record to a recipient, ns of processor time; baseline: the same answer by looking
        at every platform and every flow. The province example, and a large synthetic exchange.
        options: --config DIR (Ops/examples/province: its registry.json), --flows FILE (Contracts/flows/national.json),
          --platforms N (10000), --synthetic-flows N (100000), --questions N (1000), --rounds N (9), --seed N (1)
        """

    static func run(_ options: BenchmarkOptions) throws -> BenchmarkReport {
        let rounds = try options.count("rounds", default: 9)
        let questions = try options.count("questions", default: 1000)
        let seed = UInt64(try options.count("seed", default: 1))
        guard let time = Instant(rfc3339: "2026-11-22T00:00:00Z") else { throw BenchmarkFailure(70, "no time") }
        func course(_ policy: ExchangePolicy) throws -> RoutingCourse {
            var random = BenchmarkRandom(seed: seed)
            let load = try RoutingLoad(questions, about: policy, by: &random)
            let course = RoutingCourse(policy: policy, load: load, time: time)
            try course.check()
            return course
        }
        let province = try course(
            example(
                (options["config"] ?? "Ops/examples/province") + "/registry.json",
                options["flows"] ?? "Contracts/flows/national.json"
            )
        )
        var synthetic = SyntheticPolicy(
            platforms: try options.count("platforms", default: 10_000),
            flows: try options.count("synthetic-flows", default: 100_000),
            seed: seed
        )
        let large = try course(try synthetic.load())
        // In turns, so that both sizes meet the same moods of the machine.
        let taken = try (0..<rounds).map { _ in (small: try province.figures(), large: try large.figures()) }
        let small = RoutingCourse.Figures.median(of: taken.map(\.small))
        let grown = RoutingCourse.Figures.median(of: taken.map(\.large))
        return BenchmarkReport(
            benchmark: "policy",
            results: results("province", of: province, small, try province.baseline())
                + results("large", of: large, grown, try large.baseline()) + [
                    .init("policy.growth", grown.routing, "ns", baseline: small.routing)
                ]
        )
    }

    /// The figures under the name of a size.
    private static func results(
        _ size: String,
        of course: RoutingCourse,
        _ own: RoutingCourse.Figures,
        _ naive: RoutingCourse.Figures
    ) -> [BenchmarkReport.Result] {
        let figures: [(String, KeyPath<RoutingCourse.Figures, Double>)] = [
            ("routing", \.routing), ("admission", \.admission), ("delivery", \.delivery), ("recipients", \.recipients),
        ]
        return figures.map { name, path in
            .init("policy.\(size).\(name)", own[keyPath: path], "ns", baseline: naive[keyPath: path])
        } + [
            .init("policy.\(size).platforms", Double(course.policy.registry.platforms.count), "platforms"),
            .init("policy.\(size).flows", Double(course.policy.flows.flows.count), "flows"),
            .init("policy.\(size).recipients-per-record", course.recipientsPerRecord, "recipients"),
        ]
    }

    private static func example(_ registry: String, _ flows: String) throws -> ExchangePolicy {
        let platforms = Registry.load(file: registry)
        let table = FlowTable.load(file: flows)
        guard let loaded = platforms.registry, let flows = table.table else {
            throw BenchmarkFailure(66, "\((platforms.mistakes + table.mistakes).prefix(3))")
        }
        return ExchangePolicy(registry: loaded, flows: flows)
    }
}
