import Core
import RoutingPolicy
import Testing

@testable import Pipeline

/// Ciphertext behind admission: it goes to the one for whom it is encrypted, and its bytes go nowhere else.
@Suite struct CiphertextDeliveryTests {
    private func ledger(_ gateway: TestGateway) throws -> (event: TestEvent, record: InboundRecord) {
        var event = try TestEvent("TENDER_INVITATION")
        try event.encrypt(for: .cityConstruction)
        let record = try #require(try gateway.admit(event).records("ledger.").first)
        return (
            event,
            InboundRecord(
                source: TopicPartition(record.topic, 0),
                offset: 0,
                timestamp: TestEvent.now,
                key: record.key,
                value: record.value,
                headers: Array(record.headers)
            )
        )
    }

    private func outputs(
        _ record: InboundRecord,
        to platform: TestPlatform,
        _ gateway: TestGateway
    ) throws -> [OutboundRecord] {
        try gateway.delivery(to: platform, tellsSenders: true)
            .process(RecordBatch(records: [record]), at: TestEvent.now).outputs
    }

    @Test func onlyItsRecipientGetsIt() throws {
        let gateway = try TestGateway(ciphertext: TestCiphertext(accepting: Set(TestPlatform.recipients.map(\.id))))
        let (event, record) = try ledger(gateway)
        for platform in TestPlatform.all where platform.id != "city-construction" {
            #expect(try outputs(record, to: platform, gateway).isEmpty, "\(platform.id)")
        }
        let made = try outputs(record, to: .cityConstruction, gateway)
        #expect(made.map(\.topic) == ["deliver.city-construction", "receipt.trade"])
        let delivery = try #require(made.first)
        #expect(delivery.value == event.payload)
        #expect(delivery.headers.text("hutong-view") == "encrypted/TENDER_INVITATION")
        #expect(delivery.headers.text("hutong-sender") == "trade")
        #expect(delivery.headers.text("content-type") == ContentForm.authenticated.mediaType)
        #expect(delivery.headers.text("ce_releasetime") == event.attributes[.releasetime])
        // Nobody validated it, and its signature is over other headers.
        #expect(delivery.headers.text("hutong-contract") == nil && delivery.headers.text("ce_signature") == nil)
        let progress = String(decoding: made[1].value ?? [], as: UTF8.self)
        #expect(progress.contains("\"classes\":1"))
    }

    /// Decided again at delivery, deny by default: who takes nothing encrypted any more gets nothing.
    @Test func whatIsNoLongerAllowedIsNotDelivered() throws {
        let record = try ledger(TestGateway(ciphertext: TestCiphertext())).record
        for rules in [TestCiphertext(encrypted: [:]), TestCiphertext(accepting: []), nil] {
            let gateway = try TestGateway(ciphertext: rules)
            #expect(try outputs(record, to: .cityConstruction, gateway).isEmpty)
        }
    }

    /// Registration refuses a second one, and quarantine keeps no copy of it.
    @Test func aRefusalOfRegistrationKeepsNoCopy() throws {
        let gateway = try TestGateway(ciphertext: TestCiphertext())
        let (event, _) = try ledger(gateway)
        let admission = gateway.admission()
        let registration = gateway.registration()
        let partition = TopicPartition("admitted.trading", 0)
        try registration.assigned([partition])
        var founding = try TestEvent("TENDER_PROJECT")
        founding.attributes[.id] = "root"
        var again = event
        again.attributes[.id] = "again"
        again.payload = try {
            var other = try TestEvent("TENDER_INVITATION")
            try other.encrypt(for: .cityConstruction)
            return other.payload
        }()
        var verdicts: [String] = []
        var quarantined: [OutboundRecord] = []
        for (offset, event) in [founding, event, again].enumerated() {
            try admission.refresh()
            let admitted = try admission.process(RecordBatch(records: [event.inbound()]), at: TestEvent.now).outputs
            let output = try #require(admitted.first { $0.topic == "admitted.trading" }, "\(offset)")
            let record = InboundRecord(
                source: partition,
                offset: Int64(offset),
                timestamp: TestEvent.now,
                key: output.key,
                value: output.value,
                headers: Array(output.headers)
            )
            let effects = try registration.process(RecordBatch(records: [record]), at: TestEvent.now)
            registration.committed()
            let receipt = effects.outputs.first { $0.topic == "receipt.trade" }
            let document = try ReceiptDocument(try #require(receipt?.value))
            verdicts.append(([document.verdict] + document.problems.map(\.code)).joined(separator: " "))
            quarantined += effects.outputs.filter { $0.topic == "quarantine.trade" }
        }
        #expect(verdicts == ["accepted", "accepted", "refused data_key_exists"])
        #expect(quarantined.count == 1 && quarantined.allSatisfy { $0.value == nil })
    }
}
