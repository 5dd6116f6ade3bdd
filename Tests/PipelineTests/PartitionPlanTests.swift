import Core
import Pipeline
import RoutingPolicy
import Testing

@Suite struct PartitionPlanTests {
    let plan = PartitionPlan(ledgerPartitions: 48, factsPartitions: 1)

    @Test func countsOfThePlanAreAccepted() {
        #expect(plan.mistakes(against: plan.expected, file: "f") == [])
        #expect(plan.expected["ledger.trading"] == 48 && plan.expected["facts.supervision"] == 1)
        #expect(plan.expected.count == 8)
    }

    @Test func otherCountsAndMissingTopicsAreNot() {
        var actual = plan.expected
        actual["ledger.trading"] = 12
        actual["facts.service"] = nil
        let mistakes = plan.mistakes(against: actual, file: "f")
        #expect(mistakes.map(\.key) == ["topics.facts.service", "topics.ledger.trading"])
        #expect(mistakes.map(\.code) == [.missing, .invalid])
        #expect(mistakes.last?.message.en.contains("12") == true)
    }
}
