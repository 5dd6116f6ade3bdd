import ContractEngine
package import Core
import Platform
package import RoutingPolicy
import Telemetry
import Trust

/// The last stage, one for each recipient: reads the ledgers, decides again whether the recipient may have a record
/// (deny by default), cuts it to the recipient's view and writes it to `deliver.<recipient>`.
///
/// What it cannot read goes to `quarantine.<recipient>` as digest and headers; the bytes stand in the ledger. So one
/// bad record stalls nobody.
package final class DeliveryStage: Stage {
    private let recipient: RegisteredPlatform
    private let policy: ExchangePolicy
    private let limits: RecordLimits
    private let views: ViewCatalog
    private var tape = JSONTape()

    /// The delivery to `recipient`, cut by `views`.
    package init(
        recipient: RegisteredPlatform,
        policy: ExchangePolicy,
        views: ViewCatalog,
        limits: RecordLimits = RecordLimits()
    ) {
        self.recipient = recipient
        self.policy = policy
        self.views = views
        self.limits = limits
    }

    /// Nothing: delivery follows nothing beside its input.
    package func refresh() throws(BusFailure) {}

    /// Nothing: delivery remembers nothing.
    package func committed() {}

    /// Nothing: delivery remembers nothing.
    package func discard() {}

    /// A delivery record for every recipient that a ledger record of `batch` goes to.
    package func process(_ batch: RecordBatch, at now: Instant) -> BatchEffects {
        var effects = BatchEffects()
        effects.outputs.reserveCapacity(batch.records.count)
        for record in batch.records { deliver(record, at: now, &effects) }
        return effects
    }

    private func deliver(_ record: InboundRecord, at now: Instant, _ effects: inout BatchEffects) {
        switch LedgerRecord.read(record) {
        case .unreadable(let problems):
            effects.tally.receive(from: recipient.id, bytes: record.value?.count ?? 0)
            quarantine(record, problems, &effects)
        case .read(let entry):
            deliver(entry, at: now, &effects)
        }
    }

    private func deliver(_ entry: LedgerRecord, at now: Instant, _ effects: inout BatchEffects) {
        guard let sender = policy.registry[entry.sender] else {
            effects.tally.receive(from: recipient.id, bytes: entry.record.value?.count ?? 0)
            var problems = ProblemList()
            problems.append(
                Problem(
                    .platformUnknown,
                    rule: "policy.platform",
                    zh: "发送平台未登记",
                    en: "the sending platform is not registered"
                )
            )
            return quarantine(entry.record, problems, &effects)
        }
        effects.tally.receive(from: sender.id, bytes: entry.record.value?.count ?? 0)
        let decision = policy.delivery(
            of: entry.dataset,
            sender: sender,
            sector: entry.envelope[.sector],
            region: entry.envelope[.region],
            to: recipient,
            at: now
        )
        guard let decision else { return effects.tally.accept(from: sender.id) }
        var problems = ProblemList()
        guard let value = cut(entry, to: decision.view, &problems) else {
            return quarantine(entry.record, problems, &effects)
        }
        effects.outputs.append(
            OutboundRecord(
                topic: TopicName.deliver(recipient.id),
                key: Array(entry.envelope.partitionKey.utf8),
                value: value.isEmpty ? nil : value,
                headers: entry.envelope.headers + [
                    RecordHeader(RecordHeaderName.origin, entry.origin),
                    RecordHeader(RecordHeaderName.digest, entry.digest),
                    RecordHeader(RecordHeaderName.view, decision.view.label),
                    RecordHeader(RecordHeaderName.sender, sender.id),
                ]
            )
        )
        effects.tally.accept(from: sender.id)
        effects.tally.deliver(to: recipient.id)
    }

    /// The payload cut to `view`, empty for a delete; nil with problems when it cannot be cut.
    private func cut(_ entry: LedgerRecord, to view: View, _ problems: inout ProblemList) -> [UInt8]? {
        if entry.envelope.operation == .delete { return [] }
        guard let projection = views[view, schema: entry.envelope[.dataschema]] else {
            problems.append(ExchangePolicy.unknown(entry.dataset))
            return nil
        }
        let payload = entry.record.value ?? []
        if !payload.isEmpty, let value = projection.project(payload, tape: &tape) { return value }
        problems.append(unreadable(payload))
        return nil
    }

    /// Why `payload` could not be cut.
    private func unreadable(_ payload: [UInt8]) -> Problem {
        if let failure = tape.scan(payload.span) { return failure.problem }
        return Problem(
            .recordNotObject,
            rule: "view.object",
            zh: "记录不是 JSON 对象",
            en: "the record is not a JSON object"
        )
    }

    private func quarantine(_ record: InboundRecord, _ problems: ProblemList, _ effects: inout BatchEffects) {
        let entry = QuarantineEntry(
            record: record,
            platform: recipient.id,
            digest: PayloadDigest(.sha256, of: record.value ?? []).text,
            problems: problems,
            withholdsPayload: true,
            limits: limits
        )
        effects.outputs.append(entry.outbound)
        effects.tally.refuse(RefusedRecord(record, platform: recipient.id, problems, entry.form), for: problems)
    }
}
