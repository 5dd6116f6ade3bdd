import Core
import Foundation
import RoutingPolicy
import Testing

@testable import GatewayApp

/// What a configuration costs to load grows with its platforms, not with their square: in a registry of ten thousand
/// nothing takes much more than ten times what it takes in one of a thousand.
@Suite(.serialized) struct RegistryScaleTests {
    /// A nation of `count` platforms of all planes; each with a body, a certificate and a principal of its own, but that
    /// every hundredth shares its body with one of another function.
    private func file(_ count: Int) throws -> Data {
        let planes = ["trading", "service", "supervision", "adjacent"]
        let platforms = (0..<count).map { number -> [String: Any] in
            let plane = planes[number % 4]
            let digits = String(100_000 + number)
            let code = "123501000000\(digits)"
            var entry: [String: Any] = [
                "id": "p-\(number)", "code": code,
                "body": number % 100 == 2 ? "123501000000\(100_000 + number - 2)" : code,
                "name": ["zh": "平台", "en": "Platform"], "plane": plane, "level": "city",
                "region": "35\(10 + number / 40 % 80)00", "sectors": ["*"], "certificates": ["p-\(number).pem"],
                "certification": [
                    "state": "certified", "from": "2020-01-01T00:00:00Z", "until": "2030-01-01T00:00:00Z",
                ],
            ]
            if plane == "adjacent" { entry["system"] = "archive" }
            return entry
        }
        return try JSONSerialization.data(withJSONObject: ["platforms": platforms])
    }

    /// The shortest run, in seconds of the thread's own processor time: others use this machine too.
    private func seconds(_ runs: Int = 3, _ body: () throws -> Void) rethrows -> Double {
        func clock() -> Double {
            var time = timespec()
            unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        var best = Double.infinity
        for _ in 0..<runs {
            let start = clock()
            try body()
            best = min(best, clock() - start)
        }
        return best
    }

    @Test(.timeLimit(.minutes(10))) func tenTimesThePlatformsTakeTenTimesAsLong() throws {
        let flows = try #require(FlowTable.load(file: Checkout.contracts + "/flows/national.json").table)
        let configuration = try #require(ProvincePolicy.configuration)
        var costs: [[(name: String, seconds: Double)]] = []
        for count in [1_000, 10_000] {
            let data = try file(count)
            let loaded = Registry.load(data, name: "registry.json")
            // Bodies in two functions, by hand: every hundredth, of supervision beside trading.
            #expect(loaded.mistakes.count == count / 100)
            #expect(loaded.mistakes.allSatisfy { $0.code == .separation && $0.key.hasSuffix(".body") })
            let registry = try #require(Registry.load(data, name: "registry.json", leavingToProof: true).registry)
            let policy = ExchangePolicy(registry: registry, flows: flows)
            let apart = [RoleSeparation(.trading, .supervision, source: "R6")] + flows.apart
            #expect(registry.mistakes(against: apart, file: "registry.json").count == count / 100)
            let plans = WorkerPlan.all(policy, GatewayScope())
            #expect(plans.count == count + 12)
            costs.append([
                ("load", seconds { _ = Registry.load(data, name: "registry.json") }),
                ("roles apart", seconds { _ = registry.mistakes(against: apart, file: "registry.json") }),
                ("workers", seconds { _ = WorkerPlan.all(policy, GatewayScope()) }),
                (
                    "principals",
                    seconds {
                        _ = AccessRules(
                            configuration.access,
                            registry,
                            configuration: "hutong.json",
                            registryFile: "registry.json"
                        )
                        .problems()
                    }
                ),
            ])
        }
        judge(costs[0], costs[1])
    }

    /// The plan of rights has some fifty for each platform; ten times as many of a tenth of the size will do.
    @Test(.timeLimit(.minutes(10))) func rightsGrowWithThePlatforms() throws {
        let flows = try #require(FlowTable.load(file: Checkout.contracts + "/flows/national.json").table)
        let configuration = try #require(ProvincePolicy.configuration)
        var costs: [[(name: String, seconds: Double)]] = []
        var rights: [Int] = []
        for count in [200, 2_000] {
            let registry = try #require(Registry.load(try file(count), name: "r", leavingToProof: true).registry)
            let access = ExchangeAccess(ExchangePolicy(registry: registry, flows: flows), configuration)
            rights.append(access.plan.rights.count)
            costs.append([("rights", seconds(1) { _ = access.plan.rights.count })])
        }
        #expect(rights[1] < rights[0] * 11)
        judge(costs[0], costs[1])
    }

    private func judge(_ small: [(name: String, seconds: Double)], _ large: [(name: String, seconds: Double)]) {
        for (small, large) in zip(small, large) {
            let ratio = large.seconds / small.seconds
            print("\(small.name): \(small.seconds) s, \(large.seconds) s for ten times the platforms: × \(ratio)")
            // A square would be a hundred.
            #expect(ratio < 30, "\(small.name)")
        }
    }
}
