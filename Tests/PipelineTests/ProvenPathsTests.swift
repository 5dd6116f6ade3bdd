import Core
import Pipeline
import Testing

@testable import RoutingPolicy

/// What the proof takes for granted of the stages (``RecordPaths``) is what they do, for every data set from every plane.
struct ProvenPathsTests {
    @Test func stagesWriteWhereTheProofHasThem() throws {
        let gateway = try TestGateway()
        var written: Set<String> = []
        for sender in [TestPlatform.trade, .rival, .cityConstruction] {
            let platform = try #require(gateway.policy.registry[sender.id])
            for dataset in gateway.policy.flows.datasets.map(\.name) {
                let event = try TestEvent(dataset, from: sender)
                let stage = gateway.admission()
                try stage.refresh()
                let batch = RecordBatch(records: [event.inbound()])
                for output in try stage.process(batch, at: TestEvent.now).outputs {
                    let kind = try #require(TopicKind(output.topic), "\(output.topic)")
                    #expect(RecordPaths.makes(kind, from: .submit(sender.id), by: .admission), "\(output.topic)")
                    let isOfPlane = kind == .admitted(platform.plane) || kind == .alert(platform.plane)
                    #expect(kind.plane == nil || isOfPlane, "\(output.topic)")
                    written.insert(output.topic)
                    for registered in try gateway.registered(output) {
                        let kind = try #require(TopicKind(registered.topic), "\(registered.topic)")
                        #expect(kind.platform == nil || kind.platform == sender.id, "\(registered.topic)")
                        #expect(kind.plane == nil || kind.plane == platform.plane, "\(registered.topic)")
                        written.insert(registered.topic)
                        if kind == .ledger(platform.plane) { try deliver(registered, gateway, &written) }
                    }
                }
            }
        }
        // Every kind of output was seen, so the above was asked of each.
        #expect(
            written.isSuperset(of: [
                "receipt.trade", "quarantine.trade", "admitted.trading", "ledger.trading", "claims.trading",
                "facts.trading",
                "case.trading", "alert.trading", "quarantine.rival", "ledger.supervision", "deliver.city-service",
                "deliver.city-construction",
            ])
        )
    }

    /// Delivery writes what is its recipient's.
    private func deliver(_ ledger: OutboundRecord, _ gateway: TestGateway, _ written: inout Set<String>) throws {
        let record = InboundRecord(
            source: TopicPartition(ledger.topic, 0),
            offset: 0,
            timestamp: TestEvent.now,
            key: ledger.key,
            value: ledger.value,
            headers: Array(ledger.headers)
        )
        for recipient in TestPlatform.all {
            let outputs = try gateway.delivery(to: recipient)
                .process(RecordBatch(records: [record]), at: TestEvent.now).outputs
            for output in outputs {
                let kind = TopicKind(output.topic)
                let own: [TopicKind] = [
                    .deliver(recipient.id), .quarantine(recipient.id), .viewUsage(recipient.id),
                ]
                #expect(kind.map(own.contains) == true, "\(output.topic)")
                written.insert(output.topic)
            }
        }
    }
}
