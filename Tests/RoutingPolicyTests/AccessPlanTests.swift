import Testing

@testable import RoutingPolicy

/// The words of Kafka's documentation ("Authorization and ACLs"): which right implies which, how patterns match.
@Suite struct AccessPlanTests {
    private let trade = Principal(user: "trade")
    private let roads = Principal(user: "roads")
    private let everybody = Principal(reported: "User:*")

    private var plan: AccessPlan {
        AccessPlan(
            [
                AccessRight(trade, .write, .topic("submit.trade")), AccessRight(trade, .read, .topic("receipt.trade")),
                AccessRight(trade, .read, AccessResource(.group, "platform.trade.", .prefixed)),
                AccessRight(roads, .read, .topic("deliver.roads")), AccessRight(roads, .read, .topic("deliver.roads")),
            ],
            domain: [AccessResource(.topic, "submit.", .prefixed)],
            administrators: [Principal(user: "broker")]
        )
    }

    private func difference(_ more: [AccessRight], denied: Set<AccessRight> = []) -> AccessDifference {
        plan.difference(to: AccessList(allowed: Set(plan.rights + more), denied: denied))
    }

    @Test func eachRightStandsOnceAndInOrder() {
        #expect(
            plan.rights.map(\.text) == [
                "User:roads Read topic deliver.roads", "User:trade Read group platform.trade.*",
                "User:trade Read topic receipt.trade", "User:trade Write topic submit.trade",
            ]
        )
        #expect(plan.principals == [trade, roads])
    }

    @Test func whatIsThereAndPlannedIsNoDifference() {
        #expect(difference([]).isEmpty)
        #expect(plan.difference(to: AccessList()).missing == plan.rights)
    }

    /// Rights that go beyond the plan, whoever has them and however they reach it.
    @Test func surplusIsFound() {
        let surplus = [
            AccessRight(trade, .read, .topic("deliver.roads")),
            AccessRight(trade, .read, .topic("somebody.elses")),
            AccessRight(trade, .write, AccessResource(.topic, "submit.", .prefixed)),
            AccessRight(trade, .read, .group("platform.roads.a")),
            AccessRight(trade, .all, .topic("submit.trade")),
            AccessRight(trade, .describe, .cluster),
            AccessRight(trade, .write, AccessResource(.transactionalID, "*")),
            AccessRight(everybody, .describe, .topic("any")),
            AccessRight(Principal(user: "spy"), .read, AccessResource(.topic, "rec", .prefixed)),
            AccessRight(Principal(user: "spy"), .read, .topic("*")),
            AccessRight(Principal(user: "spy"), .write, .topic("submit.gone")),
            AccessRight(Principal(user: "spy"), .alter, .cluster),
            AccessRight(Principal(user: "spy"), .clusterAction, .cluster, host: "10.0.0.1"),
        ]
        for right in surplus { #expect(difference([right]).surplus == [right], "\(right.text)") }
        #expect(difference(surplus).surplus == surplus.sorted())
    }

    /// Parts of planned rights, others' things, and what the cluster's own principals need.
    @Test func whatIsNobodysConcernIsNoSurplus() {
        let harmless = [
            AccessRight(trade, .describe, .topic("submit.trade")),
            AccessRight(trade, .write, .topic("submit.trade"), host: "10.0.0.1"),
            AccessRight(trade, .read, .group("platform.trade.a")),
            AccessRight(trade, .read, AccessResource(.group, "platform.trade.a", .prefixed)),
            AccessRight(Principal(user: "other"), .read, .topic("weather")),
            AccessRight(Principal(user: "other"), .read, AccessResource(.topic, "weather.", .prefixed)),
            AccessRight(Principal(user: "other"), .describe, .cluster),
            AccessRight(Principal(user: "broker"), .clusterAction, .cluster),
        ]
        #expect(difference(harmless).isEmpty)
    }

    @Test func aDenialThatTakesAPlannedRightIsTold() {
        let deny = AccessRight(everybody, .read, AccessResource(.topic, "deliver.", .prefixed))
        let other = AccessRight(trade, .write, .topic("deliver.roads"))
        let found = difference([], denied: [deny, other])
        #expect(found.denied == [deny])
        #expect(!found.isEmpty && found.missing.isEmpty && found.surplus.isEmpty)
    }

    @Test(arguments: ["User:trade", "User:CN=a b,O=甲", "Group:x"]) func principalsOfAConfiguration(_ text: String) {
        #expect(Principal(text)?.text == text)
    }

    @Test(arguments: ["", "trade", ":trade", "User:", "User:*", "Us er:a", "User:a\n", "User: a", "User:a "])
    func whatIsNoPrincipal(_ text: String) {
        #expect(Principal(text) == nil)
    }
}
