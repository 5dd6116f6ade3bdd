import Testing

@testable import GatewayApp
@testable import RoutingPolicy

/// What `run --strict` finds too much (docs/specs/configuration.md §8).
@Suite struct StrictAccessTests {
    @Test func strictCountsWhatTheProcessHasByNameOrAsAnybody() throws {
        let access = try ExchangeAccessTests.access()
        let admission = access.workers.filter { $0.name == "admission.trading" }
        let plan = access.plan(of: admission)
        let own = Principal(user: "hutong.admission.trading")
        let more: Set<AccessRight> = [
            AccessRight(own, .read, .topic("ledger.trading")),
            AccessRight(Principal(reported: "User:*"), .read, .topic("weather")),
            AccessRight(Principal(user: "hutong.admission.service"), .read, .topic("weather")),
            AccessRight(Principal(reported: "User:*"), .describe, .topic("trust")),
        ]
        let found = StrictAccess.surplus(of: own, in: Set(plan.rights).union(more), beyond: plan)
        #expect(
            found.map(\.text) == [
                "User:* Read topic weather", "User:hutong.admission.trading Read topic ledger.trading",
            ]
        )
    }
}
