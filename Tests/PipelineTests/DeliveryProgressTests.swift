import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing

/// What the sender is told of deliveries (docs/specs/topics.md §4, Progress).
@Suite struct DeliveryProgressTests {
    private struct Place: Decodable, Equatable {
        let topic: String
        let partition: Int
        let offset: Int
    }

    private struct Class: Decodable, Hashable {
        let plane: String
        let level: String
    }

    private struct Document: Decodable {
        let id: String
        let source: String
        let type: String
        let datakey: String
        let state: String
        let stage: String
        let time: String
        let submission: Place
        let digest: String
        let ledger: Place
        let recipient: Class
        let classes: Int
    }

    let gateway: TestGateway

    init() throws {
        gateway = try TestGateway()
    }

    private func ledger(_ event: TestEvent) throws -> InboundRecord {
        let record = try #require(try gateway.admit(event).records("ledger.").first)
        return InboundRecord(
            source: TopicPartition(record.topic, 1),
            offset: 7,
            timestamp: TestEvent.now,
            key: record.key,
            value: record.value,
            headers: Array(record.headers)
        )
    }

    private func told(_ record: InboundRecord, deliveredTo platforms: [TestPlatform]) throws -> [OutboundRecord] {
        try platforms.flatMap { platform in
            let stage = try gateway.delivery(to: platform, tellsSenders: true)
            let later = TestEvent.now.advanced(byMilliseconds: 1500)
            let outputs = stage.process(RecordBatch(records: [record]), at: later).outputs
            let deliveries = outputs.filter { $0.topic.hasPrefix("deliver.") }
            let told = outputs.filter { $0.topic.hasPrefix("receipt.") }
            let accounts = outputs.filter { $0.topic.hasPrefix("view-usage.") }
            #expect(accounts.count == (deliveries.isEmpty ? 0 : 1))
            #expect(told.count == deliveries.count)
            #expect(outputs.count == told.count + deliveries.count + accounts.count)
            return told
        }
    }

    @Test func everyDeliveryIsToldWithoutNamingWhoReceived() throws {
        // The sample's sector is that of the city's construction supervision; provinces see all of theirs.
        var event = try TestEvent("TENDER_PROJECT")
        event.extra.append(RecordHeader("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"))
        let told = try told(ledger(event), deliveredTo: TestPlatform.recipients)
        let documents = try told.map { try JSONDecoder().decode(Document.self, from: Data($0.value ?? [])) }
        // Two public-service platforms, city and province; the city's supervision and the province's for everything.
        #expect(
            documents.map(\.recipient) == [
                Class(plane: "service", level: "city"), Class(plane: "service", level: "province"),
                Class(plane: "supervision", level: "city"), Class(plane: "supervision", level: "province"),
            ]
        )
        #expect(documents.allSatisfy { $0.classes == 4 })
        for (record, document) in zip(told, documents) {
            #expect(record.topic == "receipt.trade" && record.key == event.key)
            #expect(document.id == "e-1" && document.state == "delivered" && document.stage == "delivery")
            #expect(document.source == "/platforms/12350100000000019K" && document.type == "cn.ggzy.TENDER_PROJECT")
            #expect(document.submission == Place(topic: "submit.trade", partition: 0, offset: 0))
            #expect(document.ledger == Place(topic: "ledger.trading", partition: 1, offset: 7))
            #expect(document.time == "2026-11-21T03:18:01.500Z")
            #expect(record.headers.text("ce_type") == "cn.hutong.progress.v1")
            #expect(
                record.headers.text("traceparent") == "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            )
            let whole =
                String(decoding: record.value ?? [], as: UTF8.self)
                + record.headers.map {
                    String(decoding: $0.value ?? [], as: UTF8.self)
                }.joined()
            for platform in TestPlatform.recipients {
                #expect(!whole.contains(platform.id) && !whole.contains(platform.code))
            }
        }
        #expect(Set(told.map { $0.headers.text("ce_id") }).count == 4)
    }

    @Test func whoReceivesNothingIsNotTold() throws {
        #expect(try told(ledger(TestEvent("TENDER_PROJECT")), deliveredTo: [.provinceWater]).isEmpty)
    }

    @Test func aDeliveryThatCannotBeMadeIsNotTold() throws {
        let record = try ledger(TestEvent("TENDER_PROJECT"))
        let broken = InboundRecord(
            source: record.source,
            offset: record.offset,
            timestamp: record.timestamp,
            key: record.key,
            value: Array("[]".utf8),
            headers: record.headers
        )
        let stage = try gateway.delivery(to: .cityService, tellsSenders: true)
        let outputs = stage.process(RecordBatch(records: [broken]), at: TestEvent.now).outputs
        #expect(outputs.map(\.topic) == ["quarantine.city-service"])
    }

    @Test func aDeleteIsTold() throws {
        var event = try TestEvent("TENDER_PROJECT", id: "d")
        event.makeDelete()
        #expect(try told(ledger(event), deliveredTo: [.cityService]).count == 1)
    }

    @Test func nothingIsToldWhereThatIsSwitchedOff() throws {
        let stage = try gateway.delivery(to: .cityService)
        let outputs = stage.process(RecordBatch(records: [try ledger(TestEvent("TENDER_PROJECT"))]), at: TestEvent.now)
            .outputs
        #expect(outputs.map(\.topic) == ["deliver.city-service", "view-usage.city-service"])
    }
}
