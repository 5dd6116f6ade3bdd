import ContractEngine
import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing

/// Deliveries under the recipient's profile: what it refuses stands in its quarantine, and no hidden field decides.
@Suite struct ProfileDeliveryTests {
    let gateway: TestGateway

    init() throws {
        gateway = try TestGateway()
    }

    /// A destination of the tests over the national edition. The service view of PROJECT shows ADDRESS, masks
    /// CONTACT_INFORMATION and leaves CONTACTOR out.
    private static let strict = Result {
        let directory = FileManager.default.temporaryDirectory.appending(path: "strict-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let profile = directory.appending(path: "profiles/strict")
        let overlays = profile.appending(path: "engineering/500-PROJECT")
        try FileManager.default.createDirectory(at: overlays, withIntermediateDirectories: true)
        try FileManager.default.copyItem(
            atPath: Repository.path("Contracts/national"),
            toPath: directory.appending(path: "national").path()
        )
        try Data(
            #"{"profile": "strict", "title": {"zh": "严", "en": "Strict"}, "base": "national/v2", "source": "test"}"#
                .utf8
        ).write(to: profile.appending(path: "profile.json"))
        try Data(
            #"""
            {"contract": "PROJECT", "source": "test",
             "fields": [{"name": "ADDRESS", "length": 12}, {"name": "CONTACT_INFORMATION", "length": 2},
              {"name": "CONTACTOR", "length": 1}, {"name": "CONTRIBUTION_SCALE", "required": true},
              {"name": "OWN", "title": "自有", "type": "C", "required": true, "grade": "FOUND"}],
             "rules": [
              {"id": "hidden", "kind": "forbidden-when", "when": [{"field": "ADDRESS", "in": ["a"]}, {"field": "CONTACTOR", "present": true}], "policy": "reject", "source": "test", "message": {"zh": "无", "en": "hidden"}},
              {"id": "seen", "kind": "forbidden-when", "when": [{"field": "ADDRESS", "in": ["b"]}, {"field": "FUND_SOURCE", "present": true}], "policy": "reject", "source": "test", "message": {"zh": "有", "en": "seen"}},
              {"id": "remark", "kind": "forbidden-when", "when": [{"field": "ADDRESS", "in": ["c"]}], "policy": "warn", "source": "test", "message": {"zh": "提", "en": "remark"}}]}
            """#.utf8
        ).write(to: overlays.appending(path: "overlay.json"))
        return try ContractCatalog.load(from: directory.path())
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

    private func deliver(_ event: TestEvent, under profile: String?, of catalog: ContractCatalog) throws
        -> OutboundRecord
    {
        let views = try profile.map { id in
            try ProfileViews(try #require(catalog.profile(id)), flows: gateway.policy.flows, contracts: catalog)
        }
        let stage = DeliveryStage(
            recipient: try #require(gateway.policy.registry[TestPlatform.cityService.id]),
            policy: gateway.policy,
            views: gateway.views,
            profile: views
        )
        let outputs = stage.process(RecordBatch(records: [try ledger(event)]), at: TestEvent.now).outputs
            .filter { !$0.topic.hasPrefix("view-usage.") }
        #expect(outputs.count == 1)
        return try #require(outputs.first)
    }

    /// Fujian demands the unified deal code of a section; the national baseline does not.
    @Test func whatTheProfileRefusesGoesToTheRecipientsQuarantine() throws {
        let event = try TestEvent("SECTION", ["UNIFIED_DEAL_CODE": nil as Any?])
        let refused = try deliver(event, under: "fujian", of: gateway.contracts)
        #expect(refused.topic == "quarantine.city-service")
        #expect(refused.value == nil)
        #expect(refused.headers.text("hutong-reasons") == #"["profile_mismatch","field_missing"]"#)
        #expect(refused.headers.text("hutong-digest")?.hasPrefix("sha-256:") == true)
        #expect(try deliver(event, under: nil, of: gateway.contracts).topic == "deliver.city-service")
        let whole = try deliver(try TestEvent("SECTION"), under: "fujian", of: gateway.contracts)
        #expect(whole.topic == "deliver.city-service")
    }

    /// Fujian demands OPERATION_NAME of a project, which the baseline does not have and so no view can show.
    @Test func aFieldThatNoViewShowsIsNotDemanded() throws {
        let delivered = try deliver(try TestEvent("PROJECT"), under: "fujian", of: gateway.contracts)
        #expect(delivered.topic == "deliver.city-service")
        #expect(delivered.value == (try deliver(try TestEvent("PROJECT"), under: nil, of: gateway.contracts)).value)
    }

    /// Each row: the address, whether the share is given, and the reasons, empty for a delivery.
    @Test(arguments: [
        ("一二三四五六七八九十一二", true, ""),
        ("一二三四五六七八九十一二三", true, #"["profile_mismatch","field_length"]"#),
        ("short", false, #"["profile_mismatch","field_missing"]"#),
        ("a", true, ""), ("b", true, #"["profile_mismatch","rule_forbidden"]"#), ("c", true, ""),
    ])
    func onlyWhatTheRecipientSeesDecides(_ address: String, _ hasShare: Bool, _ reasons: String) throws {
        let event = try TestEvent(
            "PROJECT",
            ["ADDRESS": address, "CONTRIBUTION_SCALE": hasShare ? "100%" : nil as Any?]
        )
        let output = try deliver(event, under: "strict", of: try Self.strict.get())
        #expect(output.topic == (reasons.isEmpty ? "deliver.city-service" : "quarantine.city-service"))
        #expect((output.headers.text("hutong-reasons") ?? "") == reasons)
    }

    /// A change need not carry what an add needs, and a delete carries nothing.
    @Test func changeAndDelete() throws {
        var change = try TestEvent("PROJECT", ["ADDRESS": "short", "CONTRIBUTION_SCALE": nil as Any?])
        change.attributes[.operation] = "change"
        #expect(try deliver(change, under: "strict", of: try Self.strict.get()).topic == "deliver.city-service")
        var delete = try TestEvent("PROJECT")
        delete.makeDelete()
        let delivered = try deliver(delete, under: "strict", of: try Self.strict.get())
        #expect(delivered.topic == "deliver.city-service" && delivered.value == nil)
    }
}
