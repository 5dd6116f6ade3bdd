import Bus
import Core
import Pipeline
import Platform
import Trust

/// Everything that the topic `trust` holds, read once by a verb.
struct TrustReading {
    /// Longest time for reading the topic.
    private static let patience: Duration = .seconds(20)

    /// What was read and verified.
    var keeper: TrustKeeper
    /// What was refused, in the order of the topic.
    let changes: [TrustChange]
    /// The open topic, for verbs that write.
    let topic: TrustTopic

    /// Reads the topic of the configured cluster to its end.
    ///
    /// - Throws: ``CommandFailure`` with 69 when the cluster does not answer, 78 when the topic is missing.
    init(_ loaded: LoadedConfiguration, at now: Instant) throws(CommandFailure) {
        let topic = TrustTopic(ClusterSettings.connection(loaded.configuration, clientID: "hutong-trust"))
        var keeper = TrustKeeper(loaded.artifacts)
        var changes: [TrustChange] = []
        let deadline = ContinuousClock.now + TrustReading.patience
        while !topic.isCaughtUp {
            for record in topic.read(wait: .milliseconds(100)) { changes += keeper.take(record, at: now) }
            if let failure = topic.failure, failure.kind == .configuration { throw CommandFailure(failure) }
            guard ContinuousClock.now < deadline || topic.isCaughtUp else {
                throw CommandFailure(
                    topic.failure ?? BusFailure(.unavailable, "the topic trust could not be read in time")
                )
            }
        }
        self.keeper = keeper
        self.changes = changes
        self.topic = topic
    }
}
