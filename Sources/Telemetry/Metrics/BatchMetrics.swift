/// Metrics of batches and of the transactions that carry them.
package struct BatchMetrics: Sendable {
    /// Records in a batch.
    package let size = Histogram(
        "hutong_batch_records",
        "Records in a batch.",
        bounds: Histogram.batchBounds,
        labels: [LabelName.stage]
    )
    /// Time from arrival to outputs.
    package let processing = Histogram(
        "hutong_batch_processing_duration_seconds",
        "Time from the arrival of a batch to its outputs, without the commit.",
        bounds: Histogram.durationBounds,
        labels: [LabelName.stage]
    )
    /// Time in signature and certificate checks.
    package let verification = Histogram(
        "hutong_signature_verification_duration_seconds",
        "Time that one batch spent in signature and certificate checks.",
        bounds: Histogram.durationBounds,
        labels: [LabelName.stage]
    )
    /// Time in contract validation.
    package let validation = Histogram(
        "hutong_contract_validation_duration_seconds",
        "Time that one batch spent in contract validation.",
        bounds: Histogram.durationBounds,
        labels: [LabelName.stage]
    )
    /// Time to write and commit.
    package let commit = Histogram(
        "hutong_transaction_commit_duration_seconds",
        "Time to write and commit the transaction of a batch.",
        bounds: Histogram.durationBounds,
        labels: [LabelName.stage]
    )
    /// Transactions ended.
    package let transactions = Counter(
        "hutong_transactions_total",
        "Transactions ended; unknown when the outcome could not be established and the producer was replaced.",
        labels: [LabelName.stage, LabelName.transactionOutcome]
    )
    /// Returns to the last committed offsets.
    package let rewinds = Counter(
        "hutong_rewinds_total",
        "Returns to the last committed offsets.",
        labels: [LabelName.stage]
    )
    /// Records of rewound batches.
    package let rewoundRecords = Counter(
        "hutong_records_rewound_total",
        "Records of rewound batches; they are read again.",
        labels: [LabelName.stage]
    )

    func register(in registry: MetricsRegistry) {
        registry.register(size)
        registry.register(processing)
        registry.register(verification)
        registry.register(validation)
        registry.register(commit)
        registry.register(transactions)
        registry.register(rewinds)
        registry.register(rewoundRecords)
    }
}
