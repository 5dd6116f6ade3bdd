import ContractEngine
import Core
import Foundation
import GatewayApp
import Testing

struct EventComposerTests {
    static let catalog = try? ContractCatalog.load(from: Checkout.contracts)
    static let now = Instant(milliseconds: 1_795_231_080_000)

    static func composer(_ identity: EventComposer.Identity = .random) throws -> EventComposer {
        EventComposer(platformCode: "12350100000000019K", contracts: try #require(catalog), identity: identity)
    }

    static func event(
        _ text: String,
        file: String = "x.json",
        contract: String? = nil,
        by composer: inout EventComposer,
        _ change: (inout EventDraft) -> Void = { _ in }
    ) -> ComposedEvent? {
        var draft = EventDraft(payload: Array(text.utf8))
        draft.contract = contract
        change(&draft)
        guard case .composed(let event) = composer.compose(draft, file: file, at: now) else { return nil }
        return event
    }

    @Test func takesCaseAndRegionFromTheBodyAsTheContractRoutes() throws {
        var composer = try Self.composer()
        let record = #"{"PROJECT_CODE": "E3501000000000001", "REGION_CODE": "350100"}"#
        let event = try #require(Self.event(record, contract: "PROJECT", by: &composer))
        let envelope = event.envelope
        #expect(envelope[.partitionkey] == "E3501000000000001")
        #expect(envelope[.region] == "350100")
        #expect(envelope[.sector] == nil)
        #expect(envelope[.source] == "/platforms/12350100000000019K")
        #expect(envelope[.type] == "cn.ggzy.PROJECT")
        #expect(envelope[.dataschema] == "/contracts/national/v2/PROJECT")
        #expect(envelope[.time] == "2026-11-21T03:18:00.000Z")
        #expect(envelope[.operation] == "add")
        // Whatever is generated has the form that a submission needs.
        #expect(EventEnvelope.parse(envelope.headers).problems.isEmpty)
        #expect(envelope[.datakey]?.hasPrefix("HT010500") == true)
    }

    @Test func remembersSectorAndRegionOfACase() throws {
        var composer = try Self.composer()
        let project =
            #"{"TENDER_PROJECT_CODE": "T1", "TENDER_PROJECT_TYPE": "A01", "REGION_CODE": "350200","#
            + #" "SUPERVISE_DEPT_CODE": "1135010000000129XF"}"#
        _ = try #require(Self.event(project, contract: "TENDER_PROJECT", by: &composer))
        let later = try #require(
            Self.event(#"{"TENDER_PROJECT_CODE": "T1"}"#, contract: "BID_OPENING_RECORD", by: &composer)
        )
        #expect(later.envelope[.sector] == "A01")
        #expect(later.envelope[.region] == "350200")
        #expect(later.envelope[.supervisedept] == "1135010000000129XF")
        let other = try #require(
            Self.event(#"{"TENDER_PROJECT_CODE": "T2"}"#, contract: "BID_OPENING_RECORD", by: &composer)
        )
        #expect(other.envelope[.sector] == nil)
    }

    @Test func tellsTheDataSetFromTheFileOrTheFields() throws {
        var composer = try Self.composer()
        let record = #"{"TENDER_PROJECT_CODE": "T1"}"#
        #expect(
            Self.event(record, file: "a/503-TENDER_ANN_QUA_INQUERY_ANN.json", by: &composer)?.contract
                == "TENDER_ANN_QUA_INQUERY_ANN"
        )
        #expect(Self.event(record, file: "a/b.json", by: &composer) == nil)
        let tour = try String(contentsOfFile: Checkout.contracts + "/demo/tour/project.json", encoding: .utf8)
        #expect(Self.event(tour, file: "b.json", by: &composer)?.contract == "PROJECT")
    }

    @Test func derivedIdentitiesAreTheSameForTheSameRecordOnly() throws {
        let record = #"{"PROJECT_CODE": "E3501000000000001", "PROJECT_NAME": "a"}"#
        let renamed = #"{"PROJECT_CODE": "E3501000000000001", "PROJECT_NAME": "b"}"#
        var first = try Self.composer(.datakey)
        var second = try Self.composer(.datakey)
        let one = try #require(Self.event(record, contract: "PROJECT", by: &first))
        let again = try #require(Self.event(record, contract: "PROJECT", by: &second))
        let changed = try #require(
            Self.event(renamed, contract: "PROJECT", by: &second) { $0.operation = .change }
        )
        #expect(one.envelope.id == again.envelope.id)
        #expect(one.envelope[.datakey] == changed.envelope[.datakey])
        #expect(one.envelope.id != changed.envelope.id)
        var random = try Self.composer()
        let third = try #require(Self.event(record, contract: "PROJECT", by: &random))
        let fourth = try #require(Self.event(record, contract: "PROJECT", by: &random))
        #expect(third.envelope.id != fourth.envelope.id)
    }

    @Test func aDeleteKeepsTheCaseAndDropsTheBody() throws {
        var composer = try Self.composer()
        let record = #"{"PROJECT_CODE": "E3501000000000001"}"#
        let event = try #require(Self.event(record, contract: "PROJECT", by: &composer) { $0.operation = .delete })
        #expect(event.payload == nil)
        #expect(event.envelope[.partitionkey] == "E3501000000000001")
        #expect(event.envelope[.operation] == "delete")
    }

    @Test func whatIsGivenWins() throws {
        var composer = try Self.composer()
        let event = try #require(
            Self.event("not json", contract: "PROJECT", by: &composer) { draft in
                draft.caseKey = "C"
                draft.id = "I"
                draft.dataKey = "D"
                draft.time = "T"
                draft.sector = "S"
                draft.region = "R"
            }
        )
        let names: [AttributeName] = [.partitionkey, .id, .datakey, .time, .sector, .region]
        #expect(names.map { event.envelope[$0] } == ["C", "I", "D", "T", "S", "R"])
    }

    @Test func withoutACaseNoEventIsMade() throws {
        var composer = try Self.composer()
        #expect(Self.event("{}", contract: "PROJECT", by: &composer) == nil)
        #expect(Self.event("not json", contract: "PROJECT", by: &composer) == nil)
    }

    /// The rules of the problems with which a draft is refused; nil when it is not.
    private static func refusal(_ text: String, _ change: (inout EventDraft) -> Void = { _ in }) throws -> [Problem]? {
        var composer = try composer()
        var draft = EventDraft(payload: Array(text.utf8))
        draft.contract = "PROJECT"
        change(&draft)
        guard case .refused(let problems) = composer.compose(draft, file: "-", at: now) else { return nil }
        return problems.problems
    }

    @Test(arguments: ["", " \n\t"])
    func saysThatTheInputIsEmpty(text: String) throws {
        let problem = try #require(try Self.refusal(text)?.first)
        #expect(problem.rule == "publish.empty")
        #expect(problem.message == BilingualText(zh: "输入为空", en: "the input is empty"))
        #expect(
            try Self.refusal(text) { draft in
                draft.operation = .delete
                draft.caseKey = "E3501000000000001"
            } == nil
        )
    }

    @Test func saysWhereTheInputIsNoJSON() throws {
        let problem = try #require(try Self.refusal("{bad")?.first)
        #expect(problem.code == .jsonSyntax)
        #expect(problem.message.en.contains("line 1, column 2"))
        #expect(try Self.refusal("{bad") { $0.caseKey = "E3501000000000001" } == nil)
    }
}
