import Core
import Pipeline
import Testing

@Suite struct TopicSizePlanTests {
    let plan = TopicSizePlan(needed: ["ledger.trading": 4_194_304, "receipt.a": 4_194_304])

    @Test func limitsThatSufficeAreAccepted() {
        #expect(plan.mistakes(against: ["ledger.trading": "4194304", "receipt.a": "8388608"], file: "f") == [])
    }

    @Test func aSmallerLimitIsAMistake() {
        // Kafka's own default is 1048588.
        let mistakes = plan.mistakes(against: ["ledger.trading": "4194303", "receipt.a": "1048588"], file: "f")
        #expect(mistakes.map(\.key) == ["topics.ledger.trading", "topics.receipt.a"])
        #expect(mistakes.map(\.code) == [.invalid, .invalid])
        #expect(mistakes.map(\.file) == ["f", "f"])
        #expect(
            mistakes.map(\.message.en) == [
                "the topic's max.message.bytes is 4194303, at least 4194304 is needed",
                "the topic's max.message.bytes is 1048588, at least 4194304 is needed",
            ]
        )
    }

    @Test func whatCouldNotBeAskedForIsNotJudged() {
        #expect(plan.mistakes(against: [:], file: "f") == [])
        #expect(plan.mistakes(against: ["somebody.else": "1"], file: "f") == [])
    }
}
