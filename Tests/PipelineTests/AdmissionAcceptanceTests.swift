import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing

/// What admission writes for a record that it accepts.
@Suite struct AdmissionAcceptanceTests {
    let gateway: TestGateway

    init() throws {
        gateway = try TestGateway()
    }

    @Test func ledgerHoldsTheSendersBytesAndWhatHutongAdds() throws {
        let event = try TestEvent("PROJECT")
        let outcome = try gateway.admit(event)
        let record = try #require(outcome.records("ledger.").first)
        // Admitted; ledger, receipt, that the case is registered, what is remembered of case, record and message, and that
        // a tender project may name it.
        #expect(outcome.outputs.count == 8)
        #expect(outcome.records("claims.").count == 1)
        #expect(outcome.records("case.").count == 3)
        #expect(record.topic == "ledger.trading")
        #expect(record.key == Array("E3501000001000001".utf8))
        #expect(record.value == event.payload)
        #expect(Array(record.headers.prefix(event.headers.count)) == event.headers)
        let added = record.headers.dropFirst(event.headers.count)
        #expect(added.map(\.name) == ["hutong-origin", "hutong-digest", "hutong-sender", "hutong-admitted"])
        #expect(record.headers.text("hutong-origin") == "submit.trade/0/0")
        #expect(record.headers.text("hutong-sender") == "trade")
        #expect(record.headers.text("hutong-admitted") == "2026-11-21T03:18:00.000Z")
    }

    @Test func receiptIsACloudEventAboutTheSubmission() throws {
        let event = try TestEvent("PROJECT")
        let outcome = try gateway.admit(event)
        let record = try #require(outcome.records("receipt.").first)
        #expect(record.topic == "receipt.trade")
        #expect(record.key == Array("E3501000001000001".utf8))
        #expect(
            record.headers == [
                RecordHeader("ce_specversion", "1.0"), RecordHeader("ce_id", "e-1/verdict"),
                RecordHeader("ce_source", "/hutong"), RecordHeader("ce_type", "cn.hutong.receipt.v1"),
                RecordHeader("ce_time", "2026-11-21T03:18:00.000Z"), RecordHeader("content-type", "application/json"),
            ]
        )
        let receipt = try outcome.receipt()
        #expect(receipt.verdict == "accepted")
        #expect(receipt.ledger == "ledger.trading")
        #expect(receipt.problems.isEmpty && receipt.omitted == 0 && !receipt.retryable)
        #expect(receipt.datakey == "0123456789abcdefghijkl")
        let ledger = try #require(outcome.records("ledger.").first)
        #expect(ledger.headers.text("hutong-digest") == receipt.digest)
    }

    /// A delete has no payload; the digest is that of no bytes (FIPS 180-4 example value).
    @Test func deleteIsAcceptedWithoutABody() throws {
        var event = try TestEvent("PROJECT")
        event.makeDelete()
        let outcome = try gateway.admit(event)
        let receipt = try outcome.receipt()
        #expect(receipt.verdict == "accepted")
        #expect(receipt.digest == "sha-256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        let record = try #require(outcome.records("ledger.").first)
        #expect(record.value == nil)
    }

    @Test func warningsTravelWithTheRecord() throws {
        let outcome = try gateway.admit(try TestEvent("SECTION"))
        let receipt = try outcome.receipt()
        #expect(receipt.verdict == "accepted")
        #expect(Set(receipt.problems.map(\.code)) == ["code_list_absent"])
        #expect(receipt.problems.allSatisfy { $0.severity == "warning" })
        let record = try #require(outcome.records("ledger.").first)
        #expect(record.headers.text("hutong-warnings") == #"["code_list_absent"]"#)
    }

    @Test func prefixContradictionIsOnlyRemarked() throws {
        let outcome = try gateway.admit(try TestEvent("TENDER_PROJECT", ["PROJECT_CODE": "E3501820103900000"]))
        let receipt = try outcome.receipt()
        #expect(receipt.verdict == "accepted")
        #expect(receipt.problems.map(\.code) == ["rule_prefix"])
    }

    @Test(arguments: [
        ("TENDER_PROJECT", "REPORT_DUTY", "-", "field_placeholder"),
        ("TENDER_ANN_QUA_INQUERY_ANN", "BID_DOC_REFER_END_TIME", "20180827094500", "rule_clock"),
        ("TENDER_PROJECT", "TENDER_CONTENT", "\u{200b}施工", "field_text"),
        ("TENDER_PROJECT", "TENDER_CONTENT", String(repeating: "x", count: 65_535), "field_truncated"),
    ])
    func dirtIsOnlyRemarked(dataset: String, field: String, value: String, code: String) throws {
        let receipt = try gateway.admit(try TestEvent(dataset, [field: value])).receipt()
        #expect(receipt.verdict == "accepted")
        #expect(receipt.problems.map(\.code) == [code])
    }

    @Test func supervisionItemsGoToTheLedgerOfTheirPlane() throws {
        let outcome = try gateway.admit(try TestEvent("ADMIN_SUPER_ITEM_INFO", from: .cityConstruction))
        #expect(try outcome.receipt().errors == [])
        #expect(outcome.records("ledger.").map(\.topic) == ["ledger.supervision"])
    }

    @Test(arguments: [
        ("BID_OPENING_RECORD", "opened"), ("TENDER_CANDIDATE_ANNOUNCE", "publicised"), ("WIN_RESULT_ANNO", "settled"),
    ])
    func factsFollowFromTheirRecords(dataset: String, fact: String) throws {
        let outcome = try gateway.admit(try TestEvent(dataset))
        #expect(try outcome.receipt().errors == [])
        let record = try #require(outcome.records("facts.").first)
        #expect(record.topic == "facts.trading")
        #expect(record.key == Array("E3501000001000001001\u{1f}\(fact)\u{1f}E3501000001000001001001\u{1f}trade".utf8))
        let value = String(decoding: record.value ?? [], as: UTF8.self)
        #expect(
            value
                == #"{"fact":"\#(fact)","case":"E3501000001000001001","section":"E3501000001000001001001","at":"2026-11-21T03:18:00.000Z","by":"trade"}"#
        )
        #expect(record.partition == Murmur2.partition(of: Array("E3501000001000001001".utf8).span, count: 2))
        #expect(record.headers.isEmpty)
    }

    @Test func aDeleteStatesNoFact() throws {
        var event = try TestEvent("BID_OPENING_RECORD")
        event.makeDelete()
        let outcome = try gateway.admit(event)
        #expect(try outcome.receipt().verdict == "accepted")
        #expect(outcome.records("facts.").isEmpty)
    }
}
