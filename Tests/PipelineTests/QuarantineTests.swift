import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing

/// What is kept of refused records.
@Suite struct QuarantineTests {
    let gateway: TestGateway

    init() throws {
        gateway = try TestGateway()
    }

    private func quarantined(_ event: TestEvent) throws -> OutboundRecord {
        let records = try gateway.admit(event).records("quarantine.")
        #expect(records.count == 1)
        return try #require(records.first)
    }

    @Test func originalIsKeptByteForByte() throws {
        var event = try TestEvent("PROJECT")
        event.payload = [0x7b, 0xff, 0x00]
        event.extra.append(RecordHeader("x-anything", bytes: nil))
        let record = try quarantined(event)
        #expect(record.topic == "quarantine.trade")
        #expect(record.key == event.key)
        #expect(record.value == event.payload)
        #expect(Array(record.headers.prefix(event.headers.count)) == event.headers)
        #expect(
            record.headers.dropFirst(event.headers.count).map(\.name)
                == ["hutong-reasons", "hutong-origin", "hutong-digest", "hutong-time", "hutong-problems"]
        )
        #expect(record.headers.text("hutong-reasons") == #"["json_syntax"]"#)
        #expect(record.headers.text("hutong-origin") == "submit.trade/0/0")
        // printf '\173\377\000' | sha256sum
        #expect(
            record.headers.text("hutong-digest")
                == "sha-256:09138aec499587aef0e5fc3ccf53ea04b2bdebc69e07284764b0c3d142a22845"
        )
        #expect(record.headers.text("hutong-time") == "2026-11-21T03:18:00.000Z")
    }

    @Test func nothingAtAllStillGetsItsReceipt() throws {
        var event = try TestEvent("PROJECT")
        event.attributes = [:]
        event.extra = []
        event.key = nil
        event.payload = nil
        let outcome = try gateway.admit(event)
        let receipt = try outcome.receipt()
        #expect(receipt.id == nil && receipt.source == nil && receipt.type == nil && receipt.datakey == nil)
        #expect(receipt.verdict == "refused")
        #expect(receipt.errors.filter { $0.hasPrefix("attribute_missing") }.count == 10)
        let record = try #require(outcome.records("receipt.").first)
        #expect(record.key == nil)
        #expect(record.headers.text("ce_id") == "submit.trade/0/0/verdict")
    }

    @Test func oversizeLeavesDigestAndHeaders() throws {
        var event = try TestEvent("PROJECT")
        event.payload = [UInt8](repeating: 0x20, count: (1 << 20) + 1)
        let record = try quarantined(event)
        #expect(record.value == nil)
        #expect(record.key == event.key)
        #expect(record.headers.text("ce_id") == "e-1")
    }

    @Test func hugeHeadersLeaveTheDigest() throws {
        var event = try TestEvent("PROJECT")
        event.extra.append(RecordHeader("x-note", bytes: [UInt8](repeating: 0x61, count: 3 << 20)))
        let record = try quarantined(event)
        #expect(record.value == nil && record.key == nil)
        #expect(
            record.headers.map(\.name) == [
                "hutong-reasons", "hutong-origin", "hutong-digest", "hutong-time", "hutong-problems",
            ]
        )
    }

    @Test func hugeKeyIsNotCopied() throws {
        var event = try TestEvent("PROJECT")
        event.key = [UInt8](repeating: 0x61, count: 900_000)
        event.attributes[.partitionkey] = nil
        let outcome = try gateway.admit(event)
        #expect(outcome.records("quarantine.").first?.key == nil)
        #expect(outcome.records("receipt.").first?.key == nil)
    }

    /// A hundred problems at most, whatever the record; unknown field names are cut.
    @Test func receiptsAreBounded() throws {
        var event = try TestEvent("PROJECT")
        let long = String(repeating: "长", count: 2000)
        let members = (0..<150).map { "\"\(long)\($0)\":1" }.joined(separator: ",")
        event.payload = Array("{\(members)}".utf8)
        let outcome = try gateway.admit(event)
        let receipt = try outcome.receipt()
        #expect(receipt.problems.count == 100)
        #expect(receipt.omitted > 50)
        let bytes = try #require(outcome.records("receipt.").first?.value)
        #expect(bytes.count < 1 << 20)
    }

    @Test(arguments: ["TENDER_INVITATION", "TENDER_LIST", "BID_EVALUATION_EXPERT", "EVALUATION_REPORT"])
    func sealedBytesAreNotCopied(dataset: String) throws {
        let record = try quarantined(try TestEvent(dataset))
        #expect(record.value == nil)
        #expect(record.headers.text("hutong-reasons") == #"["not_released"]"#)
        #expect(record.headers.text("hutong-digest") == "withheld")
        #expect(!record.headers.contains { $0.name.hasPrefix("ce_sig") })
        #expect(record.headers.text("ce_id") == "e-1")
    }

    /// With a key the bytes are named by a code that nobody without it can make: another one for each platform, and not the
    /// digest that the sender knows.
    @Test func sealedBytesAreNamedByACode() throws {
        let stage = gateway.admission(sealedDigest: SealedDigest { SpokenDigest(reader: $0) })
        let outcome = try gateway.admit(try TestEvent("TENDER_LIST"), by: stage)
        // The sender is told the bare digest on its receipt: the bytes are its own.
        let bare = try outcome.receipt().digest
        let record = try #require(outcome.records("quarantine.trade").first)
        #expect(record.headers.text("hutong-digest") == "hm1:quarantine.trade/sealed-payload/\(bare)")
    }

    /// Whatever else is wrong with a sealed record, its bytes stay where they are.
    @Test func sealedBytesAreNotCopiedForAnotherReason() throws {
        func check(_ change: (inout TestEvent) -> Void) throws {
            var event = try TestEvent("TENDER_LIST")
            change(&event)
            let outcome = try gateway.admit(event)
            #expect(try outcome.receipt().verdict == "refused")
            #expect(outcome.outputs.allSatisfy { $0.value != event.payload })
        }
        try check { $0.extra = [] }
        try check { $0.attributes[.id] = nil }
        try check { $0.attributes[.operation] = "delete" }
        try check { $0.payload = Array(($0.payload ?? []).dropLast()) }
        try check { $0.attributes[.dataschema] = "/contracts/national/v2/PROJECT" }
        try check { $0.attributes[.type] = "cn.ggzy.PROJECT" }
        try check { $0.attributes[.type] = "cn.ggzy.LIST" }
        try check { $0.attributes[.dataschema] = "TENDER_LIST" }
        try check { $0.extra.insert(RecordHeader("ce_type", "cn.ggzy.PROJECT"), at: 0) }
        try check { $0.payload = Array(#"{"BID_SECTION_CODE":7,"BIDDER_NAME":"x"}"#.utf8) }
    }

    @Test func unregisteredTopicIsAnsweredUnderItsOwnName() throws {
        let event = try TestEvent("PROJECT")
        let record = InboundRecord(
            source: TopicPartition("submit.stranger", 3),
            offset: 9,
            timestamp: TestEvent.now,
            key: event.key,
            value: event.payload,
            headers: event.headers
        )
        let effects = try gateway.admission().process(RecordBatch(records: [record]), at: TestEvent.now)
        let outcome = TestGateway.Outcome(outputs: effects.outputs)
        #expect(try outcome.receipt().errors == ["platform_unknown  policy.platform"])
        #expect(Set(outcome.outputs.map(\.topic)) == ["receipt.stranger", "quarantine.stranger"])
    }
}
