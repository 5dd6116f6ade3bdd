package import Core

extension GatewayEvents {
    /// The assignment of a stage changed by `partitions`; `assigned` remain or were added.
    ///
    /// The lag of the stage's partitions is forgotten; the next ``lag(stage:of:)`` tells it anew.
    package func rebalanced(stage: String, _ kind: RebalanceKind, partitions: Int, assigned: Int) {
        metrics.bus.rebalances.add(1, stage, kind.rawValue)
        metrics.bus.assigned.set(Double(assigned), stage)
        metrics.bus.lag.removeAll(startingWith: stage)
        write(
            .busRebalanced,
            [
                LogField("stage", stage), LogField("kind", kind.rawValue), LogField("partitions", partitions),
                LogField("assigned", assigned),
            ]
        )
    }

    /// Back-pressure now holds `partitions` of a stage's assignment; 0 when all are read again.
    package func paused(stage: String, partitions: Int) {
        metrics.bus.paused.set(Double(partitions), stage)
        write(.busPaused, [LogField("stage", stage), LogField("partitions", partitions)])
    }

    /// The records between the committed offset and the end of each assigned partition; metric only.
    package func lag(stage: String, of partitions: [TopicPartition: Int64]) {
        for (partition, records) in partitions {
            metrics.bus.lag.set(Double(max(records, 0)), stage, partition.topic, String(partition.partition))
        }
    }

    /// The bus failed and the worker's run ends.
    ///
    /// - Parameter duringCommit: true when the outcome of a transaction could not be established.
    package func busFailed(stage: String, _ failure: BusFailure, duringCommit: Bool) {
        metrics.bus.failures.add(1, stage, failure.kind.rawValue)
        if duringCommit { metrics.batches.transactions.add(1, stage, "unknown") }
        write(
            .busFailed,
            [
                LogField("stage", stage), LogField("kind", failure.kind.rawValue),
                LogField("detail", failure.detail),
            ]
        )
    }

    /// A partition goes on at `position`, where the group stands by its own books; its coordinator `answered` otherwise,
    /// or nothing.
    package func positionCorrected(stage: String, _ partition: TopicPartition, position: Int64, answered: Int64?) {
        metrics.bus.positionsCorrected.add(1, stage)
        write(
            .positionCorrected,
            [
                LogField("stage", stage), LogField("topic", partition.topic),
                LogField("partition", Int(partition.partition)), LogField("position", Int(position)),
                LogField("answered", answered.map(String.init) ?? "none"),
            ]
        )
    }

    /// The table of released facts of a plane is read to its end, `records` in all.
    package func factsCaughtUp(plane: String, records: Int) {
        metrics.bus.factsCaughtUp.set(true, plane)
        write(.factsCaughtUp, [LogField("plane", plane), LogField("records", records)])
    }

    /// The registration worker of a plane reads back what it remembers, and is at `entries`.
    package func registrationRestoring(plane: String, partitions: Int, entries: Int) {
        write(
            .registrationRestoring,
            [LogField("plane", plane), LogField("partitions", partitions), LogField("entries", entries)]
        )
    }

    /// The registration worker of a plane has read back what it remembers: `cases` in `partitions` partitions.
    package func registrationRestored(
        plane: String,
        partitions: Int,
        cases: Int,
        entries: Int,
        after duration: Duration
    ) {
        metrics.bus.restoredCases.set(Double(cases), plane)
        write(
            .registrationRestored,
            [
                LogField("plane", plane), LogField("partitions", partitions), LogField("cases", cases),
                LogField("entries", entries), LogField("duration_ms", milliseconds: duration),
            ]
        )
    }

    /// The index worker of a plane reads back what it remembers, and is at `entries`.
    package func indexRestoring(plane: String, partitions: Int, entries: Int) {
        write(
            .indexRestoring,
            [LogField("plane", plane), LogField("partitions", partitions), LogField("entries", entries)]
        )
    }

    /// The index worker of a plane has read back what it remembers: `claims` in `partitions` partitions.
    package func indexRestored(
        plane: String,
        partitions: Int,
        claims: Int,
        entries: Int,
        after duration: Duration
    ) {
        metrics.bus.restoredClaims.set(Double(claims), plane)
        write(
            .indexRestored,
            [
                LogField("plane", plane), LogField("partitions", partitions), LogField("claims", claims),
                LogField("entries", entries), LogField("duration_ms", milliseconds: duration),
            ]
        )
    }

    /// The table of released facts of a plane is behind; sealed data is refused until it has caught up.
    package func factsBehind(plane: String, detail: String) {
        metrics.bus.factsCaughtUp.set(false, plane)
        write(.factsBehind, [LogField("plane", plane), LogField("detail", detail)])
    }
}
