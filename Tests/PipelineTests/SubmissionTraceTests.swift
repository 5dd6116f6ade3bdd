import Core
import Foundation
import RoutingPolicy
import Testing

@testable import Pipeline

/// Origin, time and digest are put into text once; everything that is written about a record says the same of it.
@Suite struct SubmissionTraceTests {
    let gateway: TestGateway

    init() throws {
        gateway = try TestGateway()
    }

    private static func record(
        _ topic: String = "submit.trade",
        partition: Int32 = 0,
        offset: Int64 = 0,
        at milliseconds: Int64 = 0,
        value: [UInt8]? = nil
    ) -> InboundRecord {
        InboundRecord(
            source: TopicPartition(topic, partition),
            offset: offset,
            timestamp: Instant(milliseconds: milliseconds),
            key: nil,
            value: value,
            headers: []
        )
    }

    @Test(
        arguments: [
            (0, 0, "submit.trade/0/0"), (12, 1_000_000, "submit.trade/12/1000000"),
            (.max, .max, "submit.trade/2147483647/9223372036854775807"),
            (-1, -1001, "submit.trade/-1/-1001"),
        ] as [(Int32, Int64, String)]
    )
    func originIsTopicPartitionOffset(partition: Int32, offset: Int64, origin: String) {
        #expect(SubmissionTrace(of: Self.record(partition: partition, offset: offset)).origin == origin)
    }

    /// Digests from `sha256sum`; a tombstone and no bytes are the same.
    @Test func digestIsOfThePayloadAlone() {
        let empty = "sha-256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        #expect(SubmissionTrace(of: Self.record(value: nil)).digest == empty)
        #expect(SubmissionTrace(of: Self.record(value: [])).digest == empty)
        #expect(
            SubmissionTrace(of: Self.record("x", partition: 7, offset: 9, at: 5, value: Array(#"{"甲":1}"#.utf8))).digest
                == "sha-256:8eed42340e3e5c9be9bf56a8c592a10efd0e4e9bd6f88bbde3532674b1088875"
        )
    }

    /// Texts from `date -u`.
    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_795_231_080_250, "2026-11-21T03:18:00.250Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
        ] as [(Int64, String)]
    )
    func timeIsTheRecords(milliseconds: Int64, text: String) {
        #expect(SubmissionTrace(of: Self.record(at: milliseconds)).time == text)
    }

    /// One batch through admission: the `event` of each as the record at the same place of partition 3.
    private func admit(_ events: [TestEvent], from offset: Int64, at time: Int64) throws -> [OutboundRecord] {
        let records = events.enumerated().map { number, event in
            InboundRecord(
                source: TopicPartition(event.topic, 3),
                offset: offset + Int64(number),
                timestamp: Instant(milliseconds: time),
                key: event.key,
                value: event.payload,
                headers: event.headers
            )
        }
        let stage = gateway.admission()
        try stage.refresh()
        let outputs = try stage.process(RecordBatch(records: records), at: TestEvent.now).outputs
        return try outputs.flatMap { output in
            let registered = try gateway.registered(output)
            return registered.isEmpty ? [output] : registered
        }
    }

    @Test func everythingSaysTheSameOfOneRecord() throws {
        var refused = try TestEvent("PROJECT", id: "e-2")
        refused.payload = Array(#"{"甲":1}"#.utf8)
        let accepted = try TestEvent("PROJECT", case: 2, id: "e-1")
        let outputs = try admit([accepted, refused], from: 41, at: 1_795_231_080_250)
        let receipts = outputs.filter { $0.topic == "receipt.trade" }
        try #require(receipts.count == 2)

        let ledger = try #require(outputs.first { $0.topic == "ledger.trading" })
        let first = try ReceiptDocument(try #require(receipts[0].value))
        #expect(ledger.headers.text("hutong-origin") == "submit.trade/3/41")
        #expect(first.submission == .init(topic: "submit.trade", partition: 3, offset: 41))
        #expect(ledger.headers.text("hutong-admitted") == "2026-11-21T03:18:00.250Z")
        #expect(first.time == "2026-11-21T03:18:00.250Z")
        #expect(ledger.headers.text("hutong-digest") == first.digest)
        #expect(first.ledger == "ledger.trading" && first.problems.isEmpty)

        let quarantine = try #require(outputs.first { $0.topic == "quarantine.trade" })
        let second = try ReceiptDocument(try #require(receipts[1].value))
        #expect(quarantine.headers.text("hutong-origin") == "submit.trade/3/42")
        #expect(second.submission == .init(topic: "submit.trade", partition: 3, offset: 42))
        #expect(quarantine.headers.text("hutong-time") == "2026-11-21T03:18:00.250Z")
        #expect(second.time == "2026-11-21T03:18:00.250Z")
        let digest = "sha-256:8eed42340e3e5c9be9bf56a8c592a10efd0e4e9bd6f88bbde3532674b1088875"
        #expect(quarantine.headers.text("hutong-digest") == digest)
        #expect(second.digest == digest && second.verdict == "refused")
    }

    /// What is the same on every receipt is made once; what is not must not stick to it.
    @Test func receiptsOfOneBatchKeepTheirOwnHeaders() throws {
        var events = try (1...3).map { try TestEvent("PROJECT", case: $0, id: "e-\($0)") }
        events[1].payload = nil
        events[2].attributes[.id] = nil
        let receipts = try admit(events, from: 7, at: 1_795_231_080_007).filter { $0.topic == "receipt.trade" }
        let expected = ["e-1/verdict", "e-2/verdict", "submit.trade/3/9/verdict"].map { id in
            [
                RecordHeader("ce_specversion", "1.0"), RecordHeader("ce_id", id), RecordHeader("ce_source", "/hutong"),
                RecordHeader("ce_type", "cn.hutong.receipt.v1"), RecordHeader("ce_time", "2026-11-21T03:18:00.007Z"),
                RecordHeader("content-type", "application/json"),
            ]
        }
        #expect(receipts.map { Array($0.headers) } == expected)
    }

    /// The key is compared byte for byte with the attribute.
    @Test(arguments: [[], Array("E3501000001000001".utf8) + [0x20], Array("e3501000001000001".utf8), [0xff]])
    func aKeyThatOnlyResemblesTheCaseIsRefused(key: [UInt8]) throws {
        var event = try TestEvent("PROJECT")
        event.key = key
        #expect(try gateway.admit(event).receipt().errors == ["key_mismatch /@attributes/partitionkey envelope.key"])
    }
}
