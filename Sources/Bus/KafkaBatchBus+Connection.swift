internal import Core
internal import Platform

/// Whether the cluster is there; a consumer without input never fails, so nothing else would tell.
extension KafkaBatchBus {
    /// What a probe may take of the owner's time; the group's heartbeats go on meanwhile.
    private static let probePatience: Duration = .milliseconds(500)

    /// Takes over what the library reported of the connection and, while that is in doubt, asks a broker.
    ///
    /// Called at the end of each `receive` and while a transaction waits for the cluster. Costs nothing without a doubt.
    func watchConnection() {
        if consumer.context.takeLossOfBrokers() { connectionWatch.lostEveryBroker() }
        guard connectionWatch.mustProbe(at: SystemClock.monotonicNanoseconds()) else { return }
        let trouble = TopicMetadata.probe(client: consumer, wait: Self.probePatience)
        connectionWatch.probed(isAnswered: trouble == nil, at: SystemClock.monotonicNanoseconds())
        let isCutOff = connectionWatch.isCutOff
        monitor.update {
            $0.isCutOff = isCutOff
            if let trouble { $0.lastTrouble = "probe: \(trouble.detail)" }
        }
    }
}
