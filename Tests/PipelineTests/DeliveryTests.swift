import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing
import Trust

/// What each recipient gets of what is in the ledger.
@Suite struct DeliveryTests {
    let gateway: TestGateway

    init() throws {
        gateway = try TestGateway()
    }

    /// The ledger record of `event`, after whatever facts it needs.
    private func ledger(_ event: TestEvent, after openings: [String] = []) throws -> InboundRecord {
        let stage = gateway.admission()
        for dataset in openings { _ = try gateway.admit(try TestEvent(dataset), by: stage) }
        let outcome = try gateway.admit(event, by: stage)
        #expect(try outcome.receipt().errors == [])
        let record = try #require(outcome.records("ledger.").first)
        return InboundRecord(
            source: TopicPartition(record.topic, 1),
            offset: 7,
            timestamp: TestEvent.now,
            key: record.key,
            value: record.value,
            headers: Array(record.headers)
        )
    }

    private func deliver(_ record: InboundRecord, to platform: TestPlatform) throws -> [OutboundRecord] {
        try gateway.delivery(to: platform).process(RecordBatch(records: [record]), at: TestEvent.now).outputs
            .filter { !$0.topic.hasPrefix("view-usage.") }
    }

    private func members(_ record: OutboundRecord) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(record.value ?? [])) as? [String: Any])
    }

    @Test func headersAreTheAttributesAndWhatHutongAdds() throws {
        let event = try TestEvent("TENDER_PROJECT")
        let record = try #require(try deliver(try ledger(event), to: .cityConstruction).first)
        #expect(record.topic == "deliver.city-construction")
        #expect(record.key == Array("E3501000001000001001".utf8))
        #expect(Array(record.headers.prefix(event.envelope.headers.count)) == event.envelope.headers)
        #expect(
            record.headers.dropFirst(event.envelope.headers.count).map(\.name)
                == ["hutong-origin", "hutong-digest", "hutong-view", "hutong-sender", "hutong-opentype"]
        )
        #expect(record.headers.text("hutong-origin") == "submit.trade/0/0")
        #expect(record.headers.text("hutong-view") == "supervision/TENDER_PROJECT")
        #expect(record.headers.text("hutong-sender") == "trade")
        #expect(!record.headers.contains { $0.name == SignatureHeader.signature })
    }

    /// Every data set to every recipient: only listed fields, unmasked ones with the sender's value, masked ones without.
    @Test func everyDeliveryIsItsView() throws {
        let openings = [
            "BID_OPENING_RECORD", "TENDER_CANDIDATE_ANNOUNCE", "WIN_RESULT_ANNO", "PURCHASE_BIDDING_RECORD",
        ]
        for dataset in gateway.policy.flows.datasets.map(\.name) {
            let flows = gateway.policy.flows.flows(of: dataset, from: .trading)
            let sender: TestPlatform = flows.isEmpty ? .cityConstruction : .trade
            let event = try TestEvent(dataset, from: sender)
            let record = try ledger(event, after: openings)
            let original = try #require(
                try JSONSerialization.jsonObject(with: Data(event.payload ?? [])) as? [String: Any]
            )
            for platform in TestPlatform.recipients {
                for delivered in try deliver(record, to: platform) {
                    try check(delivered, dataset, platform, original)
                }
            }
        }
    }

    private func check(
        _ delivered: OutboundRecord,
        _ dataset: String,
        _ platform: TestPlatform,
        _ original: [String: Any]
    ) throws {
        #expect(delivered.topic == "deliver.\(platform.id)")
        let label = try #require(delivered.headers.text("hutong-view"))
        let view = try #require(gateway.policy.flows.views.first { $0.label == label && $0.contract == dataset })
        let fields = Dictionary(uniqueKeysWithValues: view.fields.map { ($0.name, $0.mask) })
        for (name, value) in try members(delivered) {
            guard let mask = fields[name] else {
                Issue.record("\(platform.id) got \(dataset).\(name), which its view does not list")
                continue
            }
            let text = original[name] as? String
            if mask == .whole {
                #expect(value as? NSObject == original[name] as? NSObject)
            } else if let text, !text.isEmpty {
                #expect(value as? String != text, "\(dataset).\(name) is not masked")
            }
        }
        for name in fields.keys where original[name] != nil { #expect(try members(delivered)[name] != nil) }
    }

    @Test func recipientsAreThoseOfThePolicy() throws {
        let record = try ledger(try TestEvent("SECTION"))
        let reached = try TestPlatform.all.filter { try !deliver(record, to: $0).isEmpty }.map(\.id)
        #expect(reached == ["city-service", "province-service", "city-construction", "province-all"])
    }

    @Test func expertsReachSupervisionOnlyAndTheirIdentityNumbersAsDigests() throws {
        let record = try ledger(try TestEvent("BID_EVALUATION_EXPERT"), after: ["WIN_RESULT_ANNO"])
        #expect(try deliver(record, to: .cityService).isEmpty)
        #expect(try deliver(record, to: .provinceService).isEmpty)
        let delivered = try #require(try deliver(record, to: .cityConstruction).first)
        let members = try members(delivered)
        #expect(members["EXPERT_NAME"] != nil)
        #expect(members["ID_CARD_TYPE"] == nil)
        // Its digest for this recipient: the key's id, then as `openssl` makes it (docs/specs/masking.md §3).
        let number = try #require(
            try JSONSerialization.jsonObject(with: Data(record.value ?? [])) as? [String: Any]
        )["ID_CARD"]
        let expected = try MaskingKey(copying: TestGateway.maskingKey).digest(for: "city-construction")?
            .text(of: try #require(number as? String), in: "identity-number")
        #expect(members["ID_CARD"] as? String == expected && expected?.hasPrefix("hm1:394bae50:") == true)
    }

    @Test func aDeleteIsDeliveredAsATombstone() throws {
        var event = try TestEvent("PROJECT")
        event.makeDelete()
        let delivered = try #require(try deliver(try ledger(event), to: .cityService).first)
        #expect(delivered.value == nil)
        #expect(delivered.headers.text("ce_operation") == "delete")
    }

    /// A ledger record that cannot be read goes to the recipient's quarantine without its bytes, and the next one on.
    @Test func unreadableRecordsStallNobody() throws {
        let sound = try ledger(try TestEvent("PROJECT"))
        func spoiled(_ value: [UInt8]?, _ headers: [RecordHeader]) -> InboundRecord {
            InboundRecord(
                source: sound.source,
                offset: 3,
                timestamp: sound.timestamp,
                key: sound.key,
                value: value,
                headers: headers
            )
        }
        func without(_ name: String) -> [RecordHeader] { sound.headers.filter { $0.name != name } }
        let batch = [
            spoiled(sound.value, []), spoiled(sound.value, without("hutong-sender")),
            spoiled(sound.value, without("hutong-sender") + [RecordHeader("hutong-sender", "nobody")]),
            spoiled(Array("{".utf8), sound.headers), spoiled(Array("[]".utf8), sound.headers), sound,
        ]
        let outputs = try gateway.delivery(to: .cityService)
            .process(RecordBatch(records: batch), at: TestEvent.now).outputs
        #expect(
            outputs.map(\.topic) == Array(repeating: "quarantine.city-service", count: 5) + [
                "deliver.city-service", "view-usage.city-service",
            ]
        )
        let reasons = outputs.dropLast(2).map { $0.headers.text("hutong-reasons") }
        #expect(
            reasons == [
                #"["attribute_missing"]"#, #"["attribute_missing"]"#, #"["platform_unknown"]"#, #"["json_syntax"]"#,
                #"["record_not_object"]"#,
            ]
        )
        for record in outputs.dropLast(2) {
            #expect(record.value == nil)
            #expect(record.headers.text("hutong-origin") == "ledger.trading/1/3")
        }
    }

    /// Headers that a sender put before Hutong's own say nothing.
    @Test func forgedHeadersDoNotCount() throws {
        let sound = try ledger(try TestEvent("PROJECT"))
        let forged = InboundRecord(
            source: sound.source,
            offset: 1,
            timestamp: sound.timestamp,
            key: sound.key,
            value: sound.value,
            headers: [RecordHeader("hutong-sender", "rival")] + sound.headers
        )
        let delivered = try #require(try deliver(forged, to: .cityService).first)
        #expect(delivered.headers.text("hutong-sender") == "trade")
    }
}
