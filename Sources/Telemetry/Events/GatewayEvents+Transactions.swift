import Core

extension GatewayEvents {
    /// The transaction of a batch has committed: all that the batch did now counts.
    ///
    /// - Parameter duration: time to write and commit.
    package func transactionCommitted(_ worker: WorkerIdentity, _ tally: BatchTally, commit duration: Duration) {
        let stage = worker.stage
        publish(tally, stage: stage)
        metrics.batches.commit.observe(duration, stage)
        metrics.batches.transactions.add(1, stage, "committed")
        write(
            .transactionCommitted,
            [
                LogField("stage", stage), LogField("plane", worker.plane), LogField("records", tally.records),
                LogField("accepted", tally.acceptedRecords), LogField("refused", tally.refusedRecords),
                LogField("outputs", tally.outputs), LogField("processing_ms", milliseconds: tally.processing),
                LogField("commit_ms", milliseconds: duration),
            ]
        )
        for refusal in tally.refusals { recordRefused(refusal, stage: stage) }
        for change in tally.breakerChanges {
            if change.isOpen { breakerOpened(change) } else { breakerClosed(change) }
        }
    }

    /// The transaction of a batch was aborted; its `records` are read again, here or by another worker.
    package func transactionAborted(_ worker: WorkerIdentity, records: Int, detail: String) {
        metrics.batches.transactions.add(1, worker.stage, "aborted")
        metrics.batches.rewinds.add(1, worker.stage)
        metrics.batches.rewoundRecords.add(records, worker.stage)
        write(
            .transactionAborted,
            [
                LogField("stage", worker.stage), LogField("plane", worker.plane), LogField("records", records),
                LogField("detail", detail),
            ]
        )
    }

    private func publish(_ tally: BatchTally, stage: String) {
        let records = metrics.records
        let batches = metrics.batches
        records.receivedBytes.add(tally.bytes, stage)
        for (platform, count) in tally.received { records.received.add(count, stage, platform) }
        for (platform, count) in tally.accepted { records.accepted.add(count, stage, platform) }
        for (key, count) in tally.refused { records.refused.add(count, stage, key.platform, key.code.rawValue) }
        for (key, count) in tally.problems {
            records.problems.add(count, stage, key.code.rawValue, key.severity.rawValue)
        }
        for (key, count) in tally.receipts {
            records.receipts.add(count, key.name, key.accepted ? "accepted" : "refused")
        }
        for (key, count) in tally.quarantined { records.quarantined.add(count, key.platform, key.form.rawValue) }
        for (platform, count) in tally.deliveries { records.deliveries.add(count, platform) }
        for (platform, count) in tally.parked { records.parked.add(count, platform) }
        for (key, count) in tally.findings { records.findings.add(count, key.platform, key.code.rawValue) }
        if tally.closedCases > 0 { records.closedCases.add(tally.closedCases) }
        for (platform, count) in tally.repeated { records.repeated.add(count, platform) }
        if tally.skipped > 0 { records.skipped.add(tally.skipped, stage) }
        for (key, count) in tally.verifications {
            records.verifications.add(count, key.form, key.algorithm, key.valid ? "valid" : "refused")
        }
        for (key, count) in tally.validations {
            records.validations.add(count, key.name, key.accepted ? "accepted" : "refused")
        }
        batches.size.observe(Double(tally.records), stage)
        batches.processing.observe(tally.processing, stage)
        if let verification = tally.verification { batches.verification.observe(verification, stage) }
        if let validation = tally.validation { batches.validation.observe(validation, stage) }
    }

    private func breakerOpened(_ change: BreakerChange) {
        metrics.records.breakersOpened.add(1, change.platform)
        metrics.records.breakersOpen.set(true, change.platform)
        write(
            .breakerOpened,
            [
                LogField("platform", change.platform), LogField("refused", change.refused),
                LogField("window", change.window),
            ]
        )
    }

    private func breakerClosed(_ change: BreakerChange) {
        metrics.records.breakersOpen.set(false, change.platform)
        write(
            .breakerClosed,
            [
                LogField("platform", change.platform), LogField("refused", change.refused),
                LogField("window", change.window),
            ]
        )
    }

    private func recordRefused(_ record: RefusedRecord, stage: String) {
        write(
            .recordRefused,
            [
                LogField("stage", stage), LogField("platform", record.platform),
                LogField("topic", record.source.topic), LogField("partition", record.source.partition),
                LogField("offset", record.offset), LogField("code", record.code.rawValue),
                LogField("problems", record.problems), LogField("quarantine", record.quarantine.rawValue),
            ]
        )
    }
}
