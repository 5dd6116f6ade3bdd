import Core
import Pipeline
import RoutingPolicy
import Testing

/// Sealed data is released by facts, by nothing else, and fails closed.
@Suite struct SealTests {
    static let releases = [
        ("TENDER_INVITATION", "BID_OPENING_RECORD"), ("TENDER_LIST", "BID_OPENING_RECORD"),
        ("EVALUATION_REPORT", "TENDER_CANDIDATE_ANNOUNCE"), ("BID_EVALUATION_EXPERT", "WIN_RESULT_ANNO"),
    ]

    private func run(
        _ gateway: TestGateway,
        _ events: [TestEvent],
        by stage: AdmissionStage? = nil
    ) throws -> [TestGateway.Outcome] {
        let stage = stage ?? gateway.admission()
        return try events.map { try gateway.admit($0, by: stage) }
    }

    @Test(arguments: releases)
    func releasedAfterItsFact(sealed: String, opening: String) throws {
        let stage = try TestGateway()
        let outcomes = try run(stage, [TestEvent(sealed), TestEvent(opening), TestEvent(sealed)])
        #expect(try outcomes.map { try $0.receipt().verdict } == ["refused", "accepted", "accepted"])
        #expect(try outcomes[0].receipt().retryable)
    }

    @Test(arguments: releases)
    func otherFactsDoNotRelease(sealed: String, opening: String) throws {
        let stage = try TestGateway()
        let others = Set(SealTests.releases.map(\.1)).subtracting([opening]).sorted()
        let outcomes = try run(stage, others.map { try TestEvent($0) } + [TestEvent(sealed)])
        #expect(try outcomes.last?.receipt().verdict == "refused")
    }

    @Test func factOfAnotherCaseOrSectionDoesNotRelease() throws {
        let stage = try TestGateway()
        let outcomes = try run(
            stage,
            [
                TestEvent("BID_OPENING_RECORD", case: 2), TestEvent("TENDER_LIST", case: 1),
                TestEvent("BID_OPENING_RECORD", case: 1),
                TestEvent("TENDER_LIST", case: 1, ["BID_SECTION_CODE": SampleRecord.caseKey(1) + "002"]),
            ]
        )
        #expect(try outcomes.map { try $0.receipt().verdict } == ["accepted", "refused", "accepted", "refused"])
    }

    /// U+037E is `;` to a comparison of characters, but not to the contract: such a text is one item and opens nothing.
    @Test func aMarkThatOnlyLooksLikeTheSeparatorOpensNothing() throws {
        let stage = try TestGateway()
        let sections = ["001", "002"].map { SampleRecord.caseKey(1) + $0 }
        let outcomes = try run(
            stage,
            [
                TestEvent("BID_OPENING_RECORD", ["BID_SECTION_CODES": sections.joined(separator: "\u{37e}")]),
                TestEvent("TENDER_LIST", ["BID_SECTION_CODE": sections[0]]),
            ]
        )
        #expect(try outcomes.map { try $0.receipt().verdict } == ["accepted", "refused"])
    }

    @Test func oneRecordOpensSeveralSections() throws {
        let stage = try TestGateway()
        let sections = ["001", "002"].map { SampleRecord.caseKey(1) + $0 }
        let outcomes = try run(
            stage,
            [
                TestEvent("BID_OPENING_RECORD", ["BID_SECTION_CODES": sections.joined(separator: ";")]),
                TestEvent("TENDER_LIST", ["BID_SECTION_CODE": sections[0]]),
                TestEvent("TENDER_LIST", ["BID_SECTION_CODE": sections[1]]),
            ]
        )
        #expect(outcomes[0].records("facts.").count == 2)
        #expect(try outcomes.map { try $0.receipt().verdict } == ["accepted", "accepted", "accepted"])
    }

    /// Nobody opens the tender of another platform, and nobody takes an opening away by stating it again or first.
    @Test func factsOfAnotherPlatformDoNotCount() throws {
        let stage = try TestGateway()
        let foreign = try run(
            stage,
            [TestEvent("BID_OPENING_RECORD", from: .rival), TestEvent("TENDER_LIST", from: .trade)]
        )
        #expect(try foreign.map { try $0.receipt().verdict } == ["accepted", "refused"])
        let other = try TestGateway()
        let outcomes = try run(
            other,
            [
                TestEvent("BID_OPENING_RECORD", from: .trade), TestEvent("BID_OPENING_RECORD", from: .rival),
                TestEvent("TENDER_LIST", from: .trade),
            ]
        )
        let keys = outcomes.prefix(2).flatMap { $0.records("facts.").map(\.key) }
        #expect(keys.count == 2 && Set(keys).count == 2)
        #expect(try outcomes[2].receipt().verdict == "accepted")
        let squatted = try run(
            TestGateway(),
            [
                TestEvent("BID_OPENING_RECORD", from: .rival), TestEvent("BID_OPENING_RECORD", from: .trade),
                TestEvent("TENDER_LIST", from: .trade),
            ]
        )
        #expect(squatted[1].records("facts.").count == 1)
        #expect(try squatted[2].receipt().verdict == "accepted")
    }

    /// An opening record that has passed admission opens nothing before registration has written its fact.
    @Test func whatIsOnlyAdmittedReleasesNothing() throws {
        let gateway = try TestGateway()
        let stage = gateway.admission()
        try stage.refresh()
        _ = try stage.process(RecordBatch(records: [try TestEvent("BID_OPENING_RECORD").inbound()]), at: TestEvent.now)
        stage.committed()
        let outcomes = try run(gateway, [TestEvent("TENDER_LIST")], by: stage)
        #expect(try outcomes[0].receipt().verdict == "refused")
    }

    /// Another worker's fact is read from the topic; until the topic is read to its end nothing counts.
    @Test func tableIsReadFromTheTopicAndFailsClosedBefore() throws {
        let gateway = try TestGateway()
        let opening = try run(gateway, [TestEvent("BID_OPENING_RECORD")])
        #expect(opening[0].records("facts.").count == 1)
        let other = gateway.admission()
        let event = try TestEvent("TENDER_LIST")
        let unread = try other.process(RecordBatch(records: [event.inbound()]), at: TestEvent.now)
        let before = [TestGateway.Outcome(outputs: unread.outputs)]
        #expect(try before[0].receipt().errors == ["not_released /BID_SECTION_CODE policy.seal"])
        #expect(try before[0].receipt().problems[0].message.en.contains("not read to its end"))
        let after = try run(gateway, [event], by: other)
        #expect(try after[0].receipt().verdict == "accepted")
    }

    @Test func aTombstoneTakesTheFactBack() throws {
        let gateway = try TestGateway()
        let opening = try run(gateway, [TestEvent("BID_OPENING_RECORD")])
        let fact = try #require(opening[0].records("facts.").first)
        try gateway.broker.produce(
            OutboundRecord(topic: fact.topic, partition: fact.partition, key: fact.key, value: nil)
        )
        let outcomes = try run(gateway, [TestEvent("TENDER_LIST")])
        #expect(try outcomes[0].receipt().verdict == "refused")
    }

    @Test func rubbishInTheFactsTopicIsPassedOver() throws {
        let gateway = try TestGateway()
        for (key, value) in [(nil, Array("x".utf8)), ([0xff], []), (Array("a".utf8), Array("[]".utf8))]
            as [([UInt8]?, [UInt8]?)]
        {
            try gateway.broker.produce(OutboundRecord(topic: "facts.trading", key: key, value: value))
        }
        let outcomes = try run(gateway, [TestEvent("BID_OPENING_RECORD"), TestEvent("TENDER_LIST")])
        #expect(try outcomes[1].receipt().verdict == "accepted")
    }

    /// A delete of a sealed set shows nothing of its content.
    @Test func aSealedDeleteNeedsNoFact() throws {
        var event = try TestEvent("TENDER_LIST")
        event.makeDelete()
        let stage = try TestGateway()
        let outcomes = try run(stage, [event])
        #expect(try outcomes[0].receipt().verdict == "accepted")
    }
}
