import Testing

@testable import Bus

struct TopicPlanTests {
    private func found(_ name: String, _ partitions: Int32, _ config: [String: String]) -> TopicDescription {
        TopicDescription(name: name, partitions: partitions, replication: 1, config: config, overrides: [:])
    }

    @Test func tellsMissingDifferingAndConflictingTopics() {
        let wanted = [
            TopicSpecification(name: "new", partitions: 3),
            TopicSpecification(name: "same", partitions: 2, config: ["cleanup.policy": "delete"]),
            TopicSpecification(name: "set", partitions: 2, config: ["cleanup.policy": "compact", "x": "1"]),
            TopicSpecification(name: "count", partitions: 8),
        ]
        let existing = [
            "same": found("same", 2, ["cleanup.policy": "delete", "segment.ms": "1"]),
            "set": found("set", 2, ["cleanup.policy": "delete"]),
            "count": found("count", 4, [:]),
            "stranger": found("stranger", 1, [:]),
        ]
        let plan = TopicPlan(wanted: wanted, existing: existing)
        #expect(plan.missing.map(\.name) == ["new"])
        #expect(
            plan.settings == [
                .init(topic: "set", key: "cleanup.policy", current: "delete", wanted: "compact"),
                .init(topic: "set", key: "x", current: nil, wanted: "1"),
            ]
        )
        #expect(plan.conflicts == [.init(topic: "count", current: 4, wanted: 8)])
        #expect(!plan.isEmpty)
        #expect(TopicPlan(wanted: [wanted[1]], existing: existing).isEmpty)
    }
}
