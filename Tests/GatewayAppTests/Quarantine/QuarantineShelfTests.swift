import Core
import GatewayApp
import Pipeline
import RoutingPolicy
import Testing

/// What quarantine topics say, put together submission by submission; every record is written out by hand.
@Suite struct QuarantineShelfTests {
    /// A record of quarantine as docs/specs/topics.md §5 describes it.
    static func record(
        _ offset: Int64,
        origin: String,
        platform: String = "a",
        codes: String = #"["field_missing"]"#,
        id: String? = "e",
        case caseKey: String = "C1",
        dataset: String = "PROJECT",
        time: String = "2026-11-21T03:18:00.000Z",
        redrive: String? = nil,
        forged: [RecordHeader] = []
    ) -> InboundRecord {
        var headers = forged
        if let id {
            headers += [
                RecordHeader("ce_id", id), RecordHeader("ce_type", "cn.ggzy.\(dataset)"),
                RecordHeader("ce_partitionkey", caseKey),
            ]
        }
        headers += [
            RecordHeader("hutong-reasons", codes), RecordHeader("hutong-origin", origin),
            RecordHeader("hutong-digest", "sha-256:00"), RecordHeader("hutong-time", time),
            RecordHeader("hutong-problems", #"{"problems":[],"omitted":0}"#),
        ]
        if let redrive { headers.append(RecordHeader("hutong-redrive", redrive)) }
        return InboundRecord(
            source: TopicPartition("quarantine.\(platform)", 0),
            offset: offset,
            timestamp: Instant(milliseconds: 0),
            key: id == nil ? nil : Array(caseKey.utf8),
            value: [0x7b, 0x7d],
            headers: headers
        )
    }

    static func request(_ offset: Int64, origin: String) -> InboundRecord {
        InboundRecord(
            source: TopicPartition("redrive.trading", 0),
            offset: offset,
            timestamp: Instant(milliseconds: 0),
            key: nil,
            value: Array(
                #"{"version":1,"origin":"\#(origin)","digest":"sha-256:00","reason":"r","time":"2026-11-22T00:00:00Z"}"#
                    .utf8
            ),
            headers: []
        )
    }

    private static func shelf(_ records: [InboundRecord], _ filter: QuarantineFilter = QuarantineFilter())
        -> [ShelvedRecord]
    {
        var shelf = QuarantineShelf(filter)
        for record in records { shelf.take(record) }
        return shelf.wanted
    }

    @Test func statesFollowRequestsAndRefusals() {
        let first = Self.record(0, origin: "submit.a/0/0")
        #expect(Self.shelf([first]).map(\.state) == [.refused])
        let asked = Self.request(0, origin: "submit.a/0/0")
        #expect(Self.shelf([first, asked]).map(\.state) == [.requested])
        #expect(Self.shelf([asked, first]).map(\.state) == [.requested], "in whatever order the topics are read")
        let again = Self.record(1, origin: "submit.a/0/0", codes: #"["superseded"]"#, redrive: "redrive.trading/0/0")
        let entries = Self.shelf([first, asked, again])
        #expect(entries.map(\.state) == [.refusedAgain])
        #expect(entries.first?.last.codes == ["superseded"])
        #expect(entries.first?.refusals.count == 2)
        #expect(
            Self.shelf([first, asked, again, Self.request(1, origin: "submit.a/0/0")]).map(\.state) == [.requested]
        )
        let delivery = Self.record(2, origin: "ledger.trading/0/0")
        #expect(Self.shelf([delivery]).map(\.state) == [.delivery])
    }

    /// A receipt as docs/specs/topics.md §4 describes it.
    static func receipt(
        _ offset: Int64,
        platform: String = "a",
        case caseKey: String = "C1",
        verdict: String = "accepted",
        id: String = "f",
        corrects: String?
    ) -> InboundRecord {
        let corrects = corrects.map { #","corrects":"\#($0)""# } ?? ""
        return InboundRecord(
            source: TopicPartition("receipt.\(platform)", 0),
            offset: offset,
            timestamp: Instant(milliseconds: 0),
            key: Array(caseKey.utf8),
            value: Array(#"{"id":"\#(id)","verdict":"\#(verdict)"\#(corrects),"problems":[]}"#.utf8),
            headers: []
        )
    }

    /// Ids are the sender's own and count within a case; what was refused or parked corrects nothing.
    @Test func whatWasCorrectedIsMarked() {
        let refused = Self.record(0, origin: "submit.a/0/0")
        let correction = Self.receipt(5, corrects: "e")
        for records in [[refused, correction], [correction, refused]] {
            let entry = Self.shelf(records).first
            #expect(entry?.correction?.id == "f")
            #expect(entry?.correction?.receipt.text == "receipt.a/0/5")
            #expect(entry?.state == .refused)
        }
        let others = [
            Self.receipt(0, platform: "b", corrects: "e"), Self.receipt(1, case: "C2", corrects: "e"),
            Self.receipt(2, verdict: "refused", corrects: "e"), Self.receipt(3, corrects: "x"),
            Self.receipt(4, id: "e", corrects: nil),
        ]
        #expect(Self.shelf([refused] + others).map(\.correction) == [nil])
        // The same verdict once more does not take its place.
        #expect(
            Self.shelf([refused, correction, Self.receipt(9, corrects: "e")]).first?.correction?.receipt.offset == 5
        )
        // A delivery is no refused submission.
        #expect(Self.shelf([Self.record(1, origin: "ledger.trading/0/0"), correction]).map(\.correction) == [nil])
    }

    /// A refusal of the request itself knows nothing of the submission and may stand in another partition.
    @Test func aRefusedRequestIsPutToItsSubmission() {
        let gone = Self.record(
            7,
            origin: "submit.a/0/0",
            codes: #"["redrive_gone"]"#,
            id: nil,
            time: "2026-11-23T00:00:00Z",
            redrive: "redrive.trading/0/0"
        )
        let first = Self.record(0, origin: "submit.a/0/0")
        let asked = Self.request(0, origin: "submit.a/0/0")
        for records in [[gone, first, asked], [first, asked, gone]] {
            let entries = Self.shelf(records)
            #expect(entries.count == 1)
            #expect(entries.first?.state == .refusedAgain)
            #expect(entries.first?.first.id == "e")
            #expect(entries.first?.last.codes == ["redrive_gone"])
        }
    }

    /// Whatever a sender writes into headers that are not its own counts for nothing.
    @Test func forgedHeadersAreNotBelieved() throws {
        let record = Self.record(
            0,
            origin: "submit.a/0/5",
            codes: #"["attribute_invalid"]"#,
            forged: [
                RecordHeader("hutong-reasons", #"["superseded"]"#), RecordHeader("hutong-origin", "submit.b/0/0"),
                RecordHeader("hutong-redrive", "redrive.trading/0/9"),
            ]
        )
        let read = try #require(QuarantineRecord(record))
        #expect(read.codes == ["attribute_invalid"])
        #expect(read.origin.text == "submit.a/0/5")
        #expect(read.redrive == nil)
        #expect(read.foreignHeaders == 6)
        #expect(QuarantineRecord(Self.request(0, origin: "submit.a/0/0")) == nil)
    }

    @Test func filtersChoose() {
        let records = [
            Self.record(0, origin: "submit.a/0/0", id: "x", case: "C1", dataset: "PROJECT"),
            Self.record(1, origin: "submit.a/0/1", codes: #"["superseded","code_changed"]"#, id: "y", case: "C2"),
            Self.record(2, origin: "submit.a/0/2", id: "z", dataset: "SECTION", time: "2026-11-22T00:00:00Z"),
        ]
        func ids(_ change: (inout QuarantineFilter) -> Void) -> [String?] {
            var filter = QuarantineFilter()
            change(&filter)
            return Self.shelf(records, filter).map(\.first.id)
        }
        #expect(ids { _ in } == ["x", "y", "z"])
        #expect(ids { $0.codes = ["code_changed"] } == ["y"])
        #expect(ids { $0.datasets = ["SECTION"] } == ["z"])
        #expect(ids { $0.caseKey = "C2" } == ["y"])
        #expect(ids { $0.id = "x" } == ["x"])
        #expect(ids { $0.since = Instant(rfc3339: "2026-11-21T12:00:00Z") } == ["z"])
        #expect(ids { $0.until = Instant(rfc3339: "2026-11-21T12:00:00Z") } == ["x", "y"])
        #expect(ids { $0.place = RecordPlace("submit.a/0/1") } == ["y"])
        #expect(ids { $0.place = RecordPlace("quarantine.a/0/2") } == ["z"])
        #expect(ids { $0.states = [.requested] } == [])
    }

    /// The last refusal counts, not one that is over.
    @Test func codesAreThoseOfTheLastRefusal() {
        let records = [
            Self.record(0, origin: "submit.a/0/0", codes: #"["certificate_authority_unknown"]"#),
            Self.record(1, origin: "submit.a/0/0", codes: #"["superseded"]"#, redrive: "redrive.trading/0/0"),
        ]
        var filter = QuarantineFilter()
        filter.codes = ["certificate_authority_unknown"]
        #expect(Self.shelf(records, filter).isEmpty)
        filter.codes = ["superseded"]
        #expect(Self.shelf(records, filter).count == 1)
    }

    /// Offsets order a partition, also where the broker's clock went back; times order partitions.
    @Test func theOrderIsThatOfSubmission() {
        let records = [
            Self.record(0, origin: "submit.a/0/1", id: "a1", time: "2026-11-21T00:00:01Z"),
            Self.record(1, origin: "submit.a/0/0", id: "a0", time: "2026-11-21T00:00:05Z"),
            Self.record(2, origin: "submit.a/1/0", id: "b0", time: "2026-11-21T00:00:04Z"),
            Self.record(3, origin: "submit.a/0/2", id: "a2", time: "2026-11-21T00:00:09Z"),
            Self.record(0, origin: "submit.c/1/0", platform: "c", id: "c0", time: "2026-11-21T00:00:08Z"),
        ]
        #expect(Self.shelf(records).map(\.first.id) == ["b0", "a0", "a1", "c0", "a2"])
    }

    @Test func plansLeaveOutWhatNeedNotBeAskedFor() {
        let entries = Self.shelf([
            Self.record(0, origin: "submit.a/0/0", id: "gone"), Self.record(1, origin: "submit.a/0/3", id: "asked"),
            Self.record(2, origin: "submit.a/0/4", id: "free"), Self.record(3, origin: "ledger.trading/0/0", id: "d"),
            Self.request(0, origin: "submit.a/0/3"),
        ])
        let oldest = [TopicPartition("submit.a", 0): Int64(3)]
        let plan = RedrivePlan(entries, oldest: oldest, again: false)
        #expect(plan.asked.map(\.first.id) == ["free"])
        #expect(plan.count(.gone) == 1 && plan.count(.requested) == 1 && plan.count(.delivery) == 1)
        #expect(RedrivePlan(entries, oldest: oldest, again: true).asked.map(\.first.id) == ["asked", "free"])
    }

    @Test func terminalsAreNotSteered() {
        #expect(TerminalText.shown("a\u{1b}[2Jb\tc\u{202e}d") == #"a\u{1b}[2Jb c\u{202e}d"#)
        #expect(TerminalText.shown("公共资源", limit: 2) == "公共…")
    }
}
