import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing

/// Accounts of what recipients are shown: docs/specs/topics.md §12a.
struct ViewUsageTests {
    private struct Account: Decodable, Equatable {
        struct Group: Decodable, Equatable {
            let shown: Int
            let masked: Int
        }

        let recipient: String
        let from: String
        let dataset: String
        let view: String
        let time: String
        let records: Int
        let groups: [String: Group]
    }

    private let gateway: TestGateway

    init() throws {
        gateway = try TestGateway()
    }

    private func ledger(_ dataset: String, _ fields: [String: Any], operation: String = "add") throws -> InboundRecord {
        var event = try TestEvent(dataset)
        event.payload = operation == "delete" ? nil : Array(try JSONSerialization.data(withJSONObject: fields))
        var headers = event.envelope.headers.map { header in
            header.name == "ce_operation" ? RecordHeader(header.name, operation) : header
        }
        headers += [
            RecordHeader("hutong-origin", "submit.trade/0/0"),
            RecordHeader("hutong-digest", "sha-256:\(String(repeating: "0", count: 64))"),
            RecordHeader("hutong-sender", "trade"),
        ]
        return InboundRecord(
            source: TopicPartition("ledger.trading", 0),
            offset: 0,
            timestamp: TestEvent.now,
            key: Array(event.envelope.partitionKey.utf8),
            value: event.payload,
            headers: headers
        )
    }

    private func accounts(_ records: [InboundRecord], to platform: TestPlatform) throws -> [Account] {
        try gateway.delivery(to: platform).process(RecordBatch(records: records), at: TestEvent.now).outputs
            .filter { $0.topic.hasPrefix("view-usage.") }
            .map { record in
                #expect(record.topic == "view-usage.\(platform.id)")
                let account = try JSONDecoder().decode(Account.self, from: Data(record.value ?? []))
                #expect(record.key == Array(account.view.utf8))
                return account
            }
    }

    /// Two records of 508, a deletion and one of 500, counted by hand: 508 shows case codes, a name and a digest, and a time.
    @Test func oneRecordForEachViewOfABatch() throws {
        let first = try ledger(
            "BID_EVALUATION_EXPERT",
            [
                "TENDER_PROJECT_CODE": "E3501000001000001001", "BID_SECTION_CODE": "E3501000001000001001001",
                "EXPERT_NAME": "张三", "ID_CARD": "110101199001010015", "EXPERT_CHECK_IN_TIME": "20261121100000",
                "ID_CARD_TYPE": "01",
            ]
        )
        let second = try ledger(
            "BID_EVALUATION_EXPERT",
            ["TENDER_PROJECT_CODE": "E3501000001000001001", "EXPERT_NAME": "", "ID_CARD": "-", "IS_CHAIR_MAN": "1"]
        )
        let deletion = try ledger("BID_EVALUATION_EXPERT", [:], operation: "delete")
        let other = try ledger("TENDER_PROJECT", ["TENDER_PROJECT_CODE": "E3501000001000001001", "TENDERER_NAME": "甲"])
        let found = try accounts([first, second, deletion, other], to: .cityConstruction)
        #expect(
            found == [
                Account(
                    recipient: "city-construction",
                    from: "trading",
                    dataset: "BID_EVALUATION_EXPERT",
                    view: "supervision/BID_EVALUATION_EXPERT",
                    time: TestEvent.now.rfc3339,
                    records: 3,
                    groups: [
                        "case": .init(shown: 3, masked: 0), "person": .init(shown: 4, masked: 2),
                        "time": .init(shown: 1, masked: 0),
                    ]
                ),
                Account(
                    recipient: "city-construction",
                    from: "trading",
                    dataset: "TENDER_PROJECT",
                    view: "supervision/TENDER_PROJECT",
                    time: TestEvent.now.rfc3339,
                    records: 1,
                    groups: ["case": .init(shown: 1, masked: 0), "party": .init(shown: 1, masked: 0)]
                ),
            ]
        )
    }

    /// What goes to nobody, or to quarantine, was shown to nobody; a batch does not count what the one before showed.
    @Test func onlyDeliveriesCount() throws {
        let stage = try gateway.delivery(to: .cityConstruction)
        let sound = try ledger("TENDER_PROJECT", ["TENDERER_NAME": "甲"])
        let broken = InboundRecord(
            source: sound.source,
            offset: 1,
            timestamp: sound.timestamp,
            key: sound.key,
            value: Array("[]".utf8),
            headers: sound.headers
        )
        let foreign = try ledger("PROJECT", ["PROJECT_CODE": "P"])
        func usage(_ records: [InboundRecord]) throws -> [Int] {
            try stage.process(RecordBatch(records: records), at: TestEvent.now).outputs
                .filter { $0.topic.hasPrefix("view-usage.") }
                .map { try JSONDecoder().decode(Account.self, from: Data($0.value ?? [])).records }
        }
        #expect(try usage([broken, foreign]) == [])
        #expect(try usage([sound, broken, sound]) == [2])
        #expect(try usage([sound]) == [1])
    }
}
