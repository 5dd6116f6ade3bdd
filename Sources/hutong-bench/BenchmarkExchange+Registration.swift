internal import Core
internal import Pipeline
internal import RoutingPolicy

extension BenchmarkExchange {
    /// What admission makes of `mix`, all of which it must admit.
    func admitted(_ mix: RegistrationMix) throws -> [OutboundRecord] {
        let table = InMemoryTable(broker: emptyBroker(), topic: TopicName.facts(.trading))
        let facts = FactsTable(sources: [table])
        let stage = admission(signatures: BenchmarkIdentity.passAll, facts: facts, trust: nil)
        return try admitted(mix, by: stage, at: BenchmarkExchange.now)
    }

    /// The same by `stage`, of submissions that are appended at `time`.
    func admitted(_ mix: RegistrationMix, by stage: AdmissionStage, at time: Instant) throws -> [OutboundRecord] {
        try stage.refresh()
        let source = TopicPartition(TopicName.submit("trade"), 0)
        var admitted: [OutboundRecord] = []
        admitted.reserveCapacity(mix.events.count)
        for first in stride(from: 0, to: mix.events.count, by: 1000) {
            let records = (first..<min(first + 1000, mix.events.count)).map { number in
                let event = mix.events[number]
                return InboundRecord(
                    source: source,
                    offset: Int64(number),
                    timestamp: time,
                    key: Array(event.envelope.partitionKey.utf8),
                    value: event.envelope.operation == .delete ? nil : event.payload,
                    headers: event.envelope.headers
                )
            }
            let effects = try stage.process(RecordBatch(records: records), at: time)
            stage.committed()
            admitted += effects.outputs.filter { $0.topic == TopicName.admitted(.trading) }
            if let refused = effects.outputs.first(where: { $0.topic == TopicName.quarantine("trade") }) {
                let reasons = refused.headers.last { $0.name == RecordHeaderName.reasons }?.value ?? []
                throw BenchmarkFailure(70, "admission refuses: \(String(decoding: reasons, as: UTF8.self))")
            }
        }
        return admitted
    }

    /// A broker with all topics, and `admitted` in that of admission.
    func broker(with admitted: [OutboundRecord]) throws -> InMemoryBroker {
        let broker = emptyBroker()
        for record in admitted { try broker.produce(record) }
        return broker
    }

    /// A registration stage that reads its state from `source`.
    ///
    /// - Parameter closing: when it closes cases; nil for never.
    func registration(
        from source: any PartitionSource,
        closing: ClosingPolicy? = nil,
        onRestore: @escaping (RestoreProgress) -> Void = { _ in }
    ) -> RegistrationStage {
        var configuration = RegistrationConfiguration(plane: .trading)
        configuration.closing = closing
        return RegistrationStage(configuration: configuration, source: source, onRestore: onRestore)
    }
}
