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
          --platforms N (10000), --synthetic-flows N (100000), --questions N (1000), --rounds N (5), --seed N (1)
        """

    static func run(_ options: BenchmarkOptions) throws -> BenchmarkReport {
        let rounds = try options.count("rounds", default: 5)
        let questions = try options.count("questions", default: 1000)
        let seed = UInt64(try options.count("seed", default: 1))
        guard let time = Instant(rfc3339: "2026-11-22T00:00:00Z") else { throw BenchmarkFailure(70, "no time") }
        func figures(_ policy: ExchangePolicy) throws -> RoutingCourse.Figures {
            var random = BenchmarkRandom(seed: seed)
            let load = try RoutingLoad(questions, about: policy, by: &random)
            let course = RoutingCourse(policy: policy, load: load, time: time)
            try course.check()
            return try course.measure(rounds: rounds)
        }
        let province = try figures(
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
        let large = try figures(try synthetic.load())
        return BenchmarkReport(
            benchmark: "policy",
            results: province.results("province") + large.results("large") + [
                .init("policy.growth", large.routing.own, "ns", baseline: province.routing.own)
            ]
        )
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
