import Core
import Pipeline
import Testing

/// T is the broker's time. What its sender dated is refused before anything is judged as of that date.
@Suite struct AppendTimeTests {
    private func submit(
        _ event: TestEvent,
        isTimedByBroker: Bool,
        acceptsClaimedTime: Bool = false
    ) throws -> TestGateway.Outcome {
        let gateway = try TestGateway()
        let stage = gateway.admission { $0.acceptsClaimedTime = acceptsClaimedTime }
        try stage.refresh()
        let record = InboundRecord(
            source: TopicPartition(event.topic, 0),
            offset: 0,
            timestamp: TestEvent.now,
            isTimedByBroker: isTimedByBroker,
            key: event.key,
            value: event.payload,
            headers: event.headers
        )
        let effects = try stage.process(RecordBatch(records: [record]), at: TestEvent.now)
        return TestGateway.Outcome(outputs: effects.outputs + (try effects.outputs.flatMap(gateway.registered)))
    }

    @Test func aRecordThatItsSenderDatedIsRefusedUntilTheTopicIsMended() throws {
        let outcome = try submit(try TestEvent("PROJECT"), isTimedByBroker: false)
        let receipt = try outcome.receipt()
        #expect(receipt.verdict == "refused")
        #expect(receipt.retryable)
        #expect(receipt.problems.map { "\($0.code) \($0.rule)" } == ["append_time_missing envelope.append-time"])
        #expect(receipt.problems.first?.message.en.contains("submit.") == true)
        #expect(outcome.records("ledger.").isEmpty)
        #expect(outcome.records("quarantine.").count == 1)
    }

    @Test func nothingElseIsSaidOfIt() throws {
        // Whatever else is wrong: it would be judged as of a time that its sender chose.
        var event = try TestEvent("PROJECT")
        event.attributes[.time] = "2001-01-01T00:00:00Z"
        event.attributes[.datakey] = "?"
        let receipt = try submit(event, isTimedByBroker: false).receipt()
        #expect(receipt.problems.map(\.code) == ["append_time_missing"])
    }

    @Test func theBrokersTimeAndTheEmbeddedBrokerPass() throws {
        let event = try TestEvent("PROJECT")
        #expect(try submit(event, isTimedByBroker: true).receipt().verdict == "accepted")
        #expect(
            try submit(event, isTimedByBroker: false, acceptsClaimedTime: true).receipt().verdict == "accepted"
        )
        #expect(AdmissionConfiguration().acceptsClaimedTime == false)
    }

    @Test func aTopicThatTakesTheSendersTimeIsAMistake() {
        let plan = TopicTimePlan(stamped: ["submit.a", "submit.b", "submit.c"])
        // CreateTime is Kafka's own default; a topic that could not be asked for is not judged.
        let mistakes = plan.mistakes(against: ["submit.a": "LogAppendTime", "submit.b": "CreateTime"], file: "f")
        #expect(mistakes.map(\.key) == ["topics.submit.b"])
        #expect(mistakes.map(\.code) == [.invalid])
        #expect(
            mistakes.map(\.message.en) == [
                "the topic's message.timestamp.type is CreateTime, LogAppendTime is needed: else senders decide whether "
                    + "their certificates count"
            ]
        )
    }
}
