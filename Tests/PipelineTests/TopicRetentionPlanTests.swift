import Core
import Pipeline
import Testing

/// A topic that forgets what registration must remember is found before anything is lost.
@Suite struct TopicRetentionPlanTests {
    let plan = TopicRetentionPlan(kept: ["admitted.trading": 172_800_000], compacted: ["case.trading"])

    private func keys(retention: String?, policy: String?) -> [String] {
        plan.mistakes(
            retention: retention.map { ["admitted.trading": $0] } ?? [:],
            policies: policy.map { ["case.trading": $0] } ?? [:],
            file: "f"
        ).map(\.key)
    }

    @Test func longEnoughAndCompactedIsNoMistake() {
        #expect(keys(retention: "172800000", policy: "compact").isEmpty)
        #expect(keys(retention: "-1", policy: "compact").isEmpty, "kept for good")
        #expect(keys(retention: nil, policy: nil).isEmpty, "the embedded broker tells no settings")
    }

    @Test func aShorterRetentionIsNamedWithBothNumbers() {
        let mistakes = plan.mistakes(retention: ["admitted.trading": "172799999"], policies: [:], file: "f")
        #expect(mistakes.map(\.code) == [.invalid])
        #expect(
            mistakes.first?.message.en
                == "the topic's retention.ms is 172799999, at least 172800000 is needed: parked records are read again "
                + "from there"
        )
    }

    @Test func aTopicThatIsCompactedAtOnceIsAMistake() {
        let plan = TopicRetentionPlan(kept: [:], compacted: [], uncompacted: ["claims.trading": 172_800_000])
        func keys(_ lag: String?) -> [String] {
            plan.mistakes(
                retention: [:],
                policies: [:],
                lags: lag.map { ["claims.trading": $0] } ?? [:],
                file: "f"
            ).map(\.key)
        }
        #expect(keys("0") == ["topics.claims.trading"], "Kafka's own default")
        #expect(keys("172799999") == ["topics.claims.trading"])
        #expect(keys("172800000").isEmpty)
        #expect(keys(nil).isEmpty, "the embedded broker tells no settings")
    }

    @Test(arguments: ["delete", "compact,delete"]) func stateThatIsDeletedByAgeIsAMistake(policy: String) {
        #expect(keys(retention: nil, policy: policy) == ["topics.case.trading"])
    }
}
