/// Metrics of records on their way through the stages.
package struct RecordMetrics: Sendable {
    /// Records taken from the stage's input topics.
    package let received = Counter(
        "hutong_records_received_total",
        "Records taken from the stage's input topics, by sending platform.",
        labels: [LabelName.stage, LabelName.platform]
    )
    /// Records that the stage passed on.
    package let accepted = Counter(
        "hutong_records_accepted_total",
        "Records that the stage passed on.",
        labels: [LabelName.stage, LabelName.platform]
    )
    /// Records refused, each once, under the code of its first error.
    package let refused = Counter(
        "hutong_records_refused_total",
        "Records refused, each once, under the code of its first error.",
        labels: [LabelName.stage, LabelName.platform, LabelName.code]
    )
    /// Every problem found.
    package let problems = Counter(
        "hutong_problems_total",
        "Problems found, also those of accepted records (warnings).",
        labels: [LabelName.stage, LabelName.code, LabelName.severity]
    )
    /// Payload bytes taken in.
    package let receivedBytes = Counter(
        "hutong_received_bytes_total",
        "Payload bytes taken from the input topics.",
        labels: [LabelName.stage]
    )
    /// Final verdict receipts.
    package let receipts = Counter(
        "hutong_receipts_written_total",
        "Final verdict receipts written to the sender.",
        labels: [LabelName.platform, LabelName.verdict]
    )
    /// Quarantine records.
    package let quarantined = Counter(
        "hutong_records_quarantined_total",
        "Quarantine records written, by sending platform.",
        labels: [LabelName.platform, LabelName.quarantineForm]
    )
    /// Delivery records.
    package let deliveries = Counter(
        "hutong_deliveries_written_total",
        "Delivery records written, by recipient.",
        labels: [LabelName.platform]
    )
    /// Records that wait for their parent.
    package let parked = Counter(
        "hutong_records_parked_total",
        "Records parked because their parent had not come, by sending platform.",
        labels: [LabelName.platform]
    )
    /// Cases that were closed.
    package let closedCases = Counter(
        "hutong_cases_closed_total",
        "Cases closed because nothing was accepted in them for as long as the configuration says."
    )
    /// Submissions that were decided before.
    package let repeated = Counter(
        "hutong_records_repeated_total",
        "Submissions that repeat an earlier one and got its verdict again, by sending platform.",
        labels: [LabelName.platform]
    )
    /// What was found about records that had been accepted.
    package let findings = Counter(
        "hutong_findings_total",
        "Findings about accepted records of different cases told to their senders, by sending platform.",
        labels: [LabelName.platform, LabelName.code]
    )
    /// Records that the stage before did not write.
    package let skipped = Counter(
        "hutong_records_skipped_total",
        "Records of an internal topic that no stage of Hutong wrote; they are passed over.",
        labels: [LabelName.stage]
    )
    /// How often senders were slowed down.
    package let breakersOpened = Counter(
        "hutong_breaker_opened_total",
        "How often a sender was slowed down because nearly all of its submissions were refused.",
        labels: [LabelName.platform]
    )
    /// Whether a sender is slowed down.
    package let breakersOpen = Gauge(
        "hutong_breaker_open",
        "1 while a sender is slowed down because nearly all of its submissions were refused, else 0.",
        labels: [LabelName.platform]
    )
    /// Signatures checked.
    package let verifications = Counter(
        "hutong_signature_verifications_total",
        "Signatures checked; form and algorithm none where the record carried no readable signature.",
        labels: [LabelName.signatureForm, LabelName.algorithm, LabelName.verificationOutcome]
    )
    /// Records validated against a contract.
    package let validations = Counter(
        "hutong_contract_validations_total",
        "Records validated against a contract.",
        labels: [LabelName.dataset, LabelName.validationOutcome]
    )

    func register(in registry: MetricsRegistry) {
        registry.register(received)
        registry.register(accepted)
        registry.register(refused)
        registry.register(problems)
        registry.register(receivedBytes)
        registry.register(receipts)
        registry.register(quarantined)
        registry.register(deliveries)
        registry.register(parked)
        registry.register(closedCases)
        registry.register(repeated)
        registry.register(findings)
        registry.register(skipped)
        registry.register(breakersOpened)
        registry.register(breakersOpen)
        registry.register(verifications)
        registry.register(validations)
    }
}
