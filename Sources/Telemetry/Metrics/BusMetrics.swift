/// Metrics of the assignment and of the bus below the stages.
package struct BusMetrics: Sendable {
    /// Changes of the assignment.
    package let rebalances = Counter(
        "hutong_rebalances_total",
        "Changes of the partition assignment.",
        labels: [LabelName.stage, LabelName.rebalanceKind]
    )
    /// Partitions assigned.
    package let assigned = Gauge(
        "hutong_assigned_partitions",
        "Input partitions assigned to this process.",
        labels: [LabelName.stage]
    )
    /// Partitions paused by back-pressure.
    package let paused = Gauge(
        "hutong_paused_partitions",
        "Assigned partitions from which reading is paused by back-pressure.",
        labels: [LabelName.stage]
    )
    /// Distance of an assigned partition to its end.
    package let lag = Gauge(
        "hutong_consumer_lag_records",
        "Records between the last committed offset and the end of an assigned partition.",
        labels: [LabelName.stage, LabelName.topic, LabelName.partition]
    )
    /// Partitions that went on elsewhere than the coordinator of their group answered.
    package let positionsCorrected = Counter(
        "hutong_positions_corrected_total",
        "Partitions that went on where their group stands by its own books, its coordinator having answered otherwise.",
        labels: [LabelName.stage]
    )
    /// Failures that ended a worker's run.
    package let failures = Counter(
        "hutong_bus_failures_total",
        "Failures of the bus that ended a worker's run.",
        labels: [LabelName.stage, LabelName.failureKind]
    )
    /// Whether the table of released facts is read to its end.
    package let factsCaughtUp = Gauge(
        "hutong_facts_caught_up",
        "1 while the table of released facts is read to its end; at 0 sealed data is refused.",
        labels: [LabelName.plane]
    )
    /// Cases that registration remembers.
    package let restoredCases = Gauge(
        "hutong_restored_cases",
        "Cases that the registration worker of the plane found in its state when its partitions were last assigned.",
        labels: [LabelName.plane]
    )
    /// Claims that the index remembers.
    package let restoredClaims = Gauge(
        "hutong_restored_claims",
        "Claims that the index worker of the plane found in its state when its partitions were last assigned.",
        labels: [LabelName.plane]
    )

    func register(in registry: MetricsRegistry) {
        registry.register(rebalances)
        registry.register(assigned)
        registry.register(paused)
        registry.register(lag)
        registry.register(failures)
        registry.register(positionsCorrected)
        registry.register(factsCaughtUp)
        registry.register(restoredCases)
        registry.register(restoredClaims)
    }
}
