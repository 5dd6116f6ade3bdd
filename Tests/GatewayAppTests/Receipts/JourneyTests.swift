import Core
import GatewayApp
import Pipeline
import Testing

/// Submissions followed from record to record; every record is written out by hand.
@Suite struct JourneyTests {
    private static func submitted(_ offset: Int64, id: String = "e") -> InboundRecord {
        InboundRecord(
            source: TopicPartition("submit.a", 0),
            offset: offset,
            timestamp: Instant(milliseconds: 0),
            key: Array("C1".utf8),
            value: [],
            headers: [
                RecordHeader("ce_id", id), RecordHeader("ce_type", "cn.ggzy.SECTION"),
                RecordHeader("ce_partitionkey", "C1"),
            ]
        )
    }

    private static func receipt(_ offset: Int64, _ members: String, id: String = "e") -> InboundRecord {
        let value =
            #"{"id":"\#(id)","type":"cn.ggzy.SECTION","time":"2026-11-21T03:18:00.000Z","#
            + #""submission":{"topic":"submit.a","partition":0,"offset":\#(offset)},\#(members)}"#
        return InboundRecord(
            source: TopicPartition("receipt.a", 0),
            offset: 0,
            timestamp: Instant(milliseconds: 0),
            key: Array("C1".utf8),
            value: Array(value.utf8),
            headers: []
        )
    }

    private static let parked = #""state":"parked","parent":"TENDER_PROJECT""#
    private static let accepted = #""verdict":"accepted","problems":[{"code":"code_list_absent"}]"#
    private static let refused = #""verdict":"refused","problems":[{"code":"superseded"},{"code":"superseded"}]"#
    private static func delivered(_ plane: String, of classes: Int) -> String {
        #""state":"delivered","recipient":{"plane":"\#(plane)","level":"city"},"classes":\#(classes)"#
    }

    /// The lines after each record in turn; nil where nothing changed.
    private static func lines(_ records: [InboundRecord], _ board: inout JourneyBoard) throws -> [String?] {
        try records.map { record in
            board.take(try #require(JourneyEvent(record)))?.line(in: .en)
        }
    }

    @Test func theWholeWay() throws {
        var board = JourneyBoard()
        let lines = try Self.lines(
            [
                Self.submitted(0), Self.receipt(0, Self.parked), Self.receipt(0, Self.accepted),
                Self.receipt(0, Self.delivered("service", of: 2)), Self.receipt(0, Self.delivered("service", of: 2)),
                Self.receipt(0, Self.delivered("supervision", of: 2)),
                Self.receipt(0, Self.delivered("supervision", of: 2)),
            ],
            &board
        )
        let head = "e  SECTION  C1  submitted"
        let decided = head + " → parked (for TENDER_PROJECT) → accepted [code_list_absent]"
        #expect(
            lines == [
                head, head + " → parked (for TENDER_PROJECT)", decided, decided + " → delivered (1 of 2 classes)", nil,
                decided + " → delivered (2 of 2 classes)", nil,
            ]
        )
        #expect(board.underwayCount == 0)
        #expect(board.counts.submissions == 1 && board.counts.over == 1 && board.counts.delivered == 4)
    }

    @Test func aRefusalIsTheEndUntilARedrive() throws {
        var board = JourneyBoard()
        let redriven = #""verdict":"accepted","redriven":true,"problems":[]"#
        let lines = try Self.lines(
            [Self.receipt(3, Self.refused), Self.submitted(3), Self.receipt(3, redriven)],
            &board
        )
        #expect(
            lines == [
                "e  SECTION  C1  submitted → refused [superseded]", nil,
                "e  SECTION  C1  submitted → accepted (redriven)",
            ]
        )
        #expect(board.counts.submissions == 1 && board.counts.refused == 1 && board.counts.accepted == 1)
        #expect(board.underwayCount == 1 && board.counts.over == 0)
        // Then it goes its way like any other.
        #expect(
            try Self.lines([Self.receipt(3, Self.delivered("service", of: 1))], &board) == [
                "e  SECTION  C1  submitted → accepted (redriven) → delivered (1 of 1 classes)"
            ]
        )
        #expect(board.underwayCount == 0 && board.counts.over == 1)
    }

    @Test func whatIsFoundAfterwardsIsShownAlsoBehindTheEnd() throws {
        let finding = #""state":"finding","stage":"index","problems":[{"code":"code_taken"}]"#
        var board = JourneyBoard()
        let head = "e  SECTION  C1  submitted"
        #expect(
            try Self.lines([Self.receipt(0, Self.accepted), Self.receipt(0, finding)], &board) == [
                head + " → accepted [code_list_absent]",
                head + " → accepted [code_list_absent] → found afterwards [code_taken]",
            ]
        )
        #expect(
            try Self.lines([Self.receipt(0, Self.delivered("service", of: 1)), Self.receipt(0, finding)], &board) == [
                head + " → accepted [code_list_absent] → delivered (1 of 1 classes) → found afterwards [code_taken]",
                head + " → accepted → found afterwards [code_taken]",
            ]
        )
        #expect(board.counts.findings == 2 && board.counts.over == 1 && board.underwayCount == 0)
    }

    @Test func whoGoesToNobodyIsOverWhenAccepted() throws {
        var board = JourneyBoard()
        _ = board.take(try #require(JourneyEvent(Self.submitted(0))), classes: 0)
        let journey = board.take(try #require(JourneyEvent(Self.receipt(0, Self.accepted))))
        #expect(journey?.isOver == true)
        #expect(board.counts.over == 1)
    }

    @Test func theBoardIsBounded() throws {
        var board = JourneyBoard(capacity: 10)
        for offset in 0..<100 {
            _ = board.take(try #require(JourneyEvent(Self.submitted(Int64(offset), id: "e-\(offset)"))))
        }
        _ = board.take(try #require(JourneyEvent(Self.receipt(92, Self.parked, id: "e-92"))))
        #expect(board.underwayCount == 10)
        #expect(board.underway(3).map(\.id) == ["e-98", "e-99", "e-92"])
    }

    @Test func whatSaysNothingOfASubmissionIsNone() {
        #expect(JourneyEvent(Self.receipt(0, #""state":"unheard-of""#)) == nil)
        #expect(JourneyEvent(Self.receipt(-1, Self.accepted)) == nil)
        let tombstone = InboundRecord(
            source: TopicPartition("receipt.a", 0),
            offset: 0,
            timestamp: Instant(milliseconds: 0),
            key: nil,
            value: nil,
            headers: []
        )
        #expect(JourneyEvent(tombstone) == nil)
    }
}
