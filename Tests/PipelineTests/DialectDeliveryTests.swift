import ContractEngine
import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing

/// Deliveries in the recipient's dialect, and what admission says of payloads in a dialect.
@Suite struct DialectDeliveryTests {
    let gateway: TestGateway

    init() throws {
        gateway = try TestGateway()
    }

    /// The dialects of the repository, and one that has no place for most fields.
    private static let dialects = Result {
        try DialectCatalog.load(from: Repository.path("Contracts"), contracts: try Repository.contracts.get())
    }

    private func ledger(_ event: TestEvent) throws -> InboundRecord {
        let outcome = try gateway.admit(event)
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

    private func deliver(_ record: InboundRecord, in dialect: Dialect?) throws -> [OutboundRecord] {
        let stage = DeliveryStage(
            recipient: try #require(gateway.policy.registry[TestPlatform.cityService.id]),
            policy: gateway.policy,
            views: gateway.views,
            dialect: dialect,
            contracts: gateway.contracts
        )
        return stage.process(RecordBatch(records: [record]), at: TestEvent.now).outputs
            .filter { !$0.topic.hasPrefix("view-usage.") }
    }

    private func object(_ record: OutboundRecord) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(record.value ?? [])) as? [String: Any])
    }

    /// The translated delivery holds exactly what the national one holds: the view comes first.
    @Test func theViewIsTranslated() throws {
        let event = try TestEvent("SECTION")
        let record = try ledger(event)
        let national = try #require(try deliver(record, in: nil).first)
        let dialect = try #require(try Self.dialects.get()["title-context-json"])
        let delivered = try #require(try deliver(record, in: dialect).first)
        let document = try object(delivered)
        let title = try #require(document["TITLE"] as? [String: String])
        #expect(title["DATA_EN"] == "SECTION")
        #expect(title["DATA_NO"] == "502")
        #expect(title["DATA_TYPE"] == "1")
        #expect(title["DATA_KEY"] == event.envelope[.datakey])
        let context = try #require(document["CONTEXT"] as? NSDictionary)
        #expect(context == (try object(national) as NSDictionary))
        #expect(delivered.headers.text("hutong-dialect") == "title-context-json")
        #expect(delivered.headers.text("content-type") == "application/json")
        #expect(delivered.headers.text("hutong-view") == national.headers.text("hutong-view"))
        #expect(delivered.headers.text("hutong-digest") == national.headers.text("hutong-digest"))
        #expect(delivered.key == national.key)
        #expect(!national.headers.contains { $0.name == "hutong-dialect" })
    }

    /// A delete has no body in the national form; the dialect says it with its title.
    @Test func aDeleteIsSaidByTheTitle() throws {
        var event = try TestEvent("PROJECT")
        event.makeDelete()
        let dialect = try #require(try Self.dialects.get()["title-context-json"])
        let delivered = try #require(try deliver(try ledger(event), in: dialect).first)
        let document = try object(delivered)
        #expect((document["TITLE"] as? [String: String])?["DATA_TYPE"] == "3")
        #expect(document["CONTEXT"] == nil)
        #expect(delivered.headers.text("ce_operation") == "delete")
    }

    /// A record that names an older version is translated by the fields of that version.
    @Test func anOlderVersionIsTranslated() throws {
        var event = try TestEvent("DEAL_BEHAVIOR_INFO", ["CHANGE_TIME": "20260102", "RETREAT_TIME": "20260103"])
        event.attributes[.dataschema] = "/contracts/national/v2/DEAL_BEHAVIOR_INFO/1.0"
        let record = try ledger(event)
        let national = try #require(try deliver(record, in: nil).first)
        let dialect = try #require(try Self.dialects.get()["title-context-json"])
        let delivered = try #require(try deliver(record, in: dialect).first)
        #expect(delivered.topic == "deliver.city-service")
        #expect(delivered.headers.text("ce_dataschema") == "/contracts/national/v2/DEAL_BEHAVIOR_INFO/1.0")
        let context = try #require(try object(delivered)["CONTEXT"] as? NSDictionary)
        #expect(context == (try object(national) as NSDictionary))
        #expect(context["CHANGE_TIME"] as? String == "20260102")
    }

    @Test func nationalIsNoTranslation() throws {
        let record = try ledger(try TestEvent("SECTION"))
        let dialect = try #require(try Self.dialects.get()[Dialect.national])
        let delivered = try deliver(record, in: dialect)
        #expect(delivered.map(\.value) == (try deliver(record, in: nil)).map(\.value))
        #expect(!delivered.contains { $0.headers.contains { $0.name == "hutong-dialect" } })
    }

    /// What the dialect cannot say stalls nobody: quarantine with the digest, and the next record goes on.
    @Test func whatCannotBeSaidGoesToQuarantine() throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "narrow-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let mappings = directory.appending(path: "dialects/narrow/mappings")
        try FileManager.default.createDirectory(at: mappings, withIntermediateDirectories: true)
        let dialect =
            #"{"dialect": "narrow", "title": {"zh": "窄", "en": "Narrow"}, "format": "xml", "signs": [], "source": "test", "directions": ["write"]}"#
        let mapping = #"{"dataset": "SECTION", "source": "test", "write": [{"to": "/id", "from": "BID_SECTION_CODE"}]}"#
        try Data(dialect.utf8).write(to: directory.appending(path: "dialects/narrow/dialect.json"))
        try Data(mapping.utf8).write(to: mappings.appending(path: "SECTION.json"))
        let narrow = try DialectCatalog.load(from: directory.path(), contracts: gateway.contracts)["narrow"]
        for dataset in ["SECTION", "PROJECT"] {
            let outputs = try deliver(try ledger(try TestEvent(dataset)), in: narrow)
            let quarantined = try #require(outputs.first)
            #expect(outputs.count == 1)
            #expect(quarantined.topic == "quarantine.city-service")
            #expect(quarantined.value == nil)
            let reasons = quarantined.headers.text("hutong-reasons") ?? ""
            #expect(reasons.hasPrefix(#"["translation_failed""#), "\(reasons)")
            #expect(reasons.contains("field_unknown") == (dataset == "SECTION"))
        }
    }

    /// A sender that forgot to translate is told what its payload looks like, before everything else.
    @Test func admissionSaysWhichDialectAPayloadLooksLike() throws {
        var event = try TestEvent("SECTION")
        let body = String(decoding: event.payload ?? [], as: UTF8.self)
        event.payload = Array(#"{"TITLE": {"DATA_EN": "SECTION", "DATA_KEY": "k"}, "CONTEXT": \#(body)}"#.utf8)
        let stage = AdmissionStage(
            configuration: AdmissionConfiguration(),
            policy: gateway.policy,
            contracts: gateway.contracts,
            signatures: TestGateway.signatures,
            facts: FactsTable(sources: []),
            dialects: try Self.dialects.get().signature
        )
        let receipt = try gateway.admit(event, by: stage).receipt()
        #expect(receipt.verdict == "refused")
        #expect(receipt.problems.first?.code == "dialect_mismatch")
        #expect(receipt.problems.first?.rule == "dialect.title-context-json")
        #expect(receipt.problems.contains { $0.code == "field_unknown" })
        // Without the catalogue nothing is guessed.
        #expect(try gateway.admit(event).receipt().problems.allSatisfy { $0.code != "dialect_mismatch" })
    }
}
