package import ContractEngine
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
    private let contracts: ContractCatalog?
    private let dialect: Dialect?
    private let mapping: String?
    private let profile: ProfileViews?
    private let digest: (any ValueDigest)?
    private let tellsSenders: Bool
    private var tape = JSONTape()
    private var validator = RecordValidator()
    private var translator = Translator()
    /// What the batch in work shows the recipient.
    private var usage: ViewUsage
    /// What stands before the accounts of the batch in work.
    private var chain = AccountChain()
    private let accounts: (any TailSource)?
    /// What the record in work shows the recipient, if it is delivered.
    private var shown: ShownFields
    /// Who receives the records of the batch in work, by all that decides about it.
    private var entitled: [Addressing: [RegisteredPlatform]] = [:]

    /// What decides about the recipients of a record.
    private struct Addressing: Hashable {
        let dataset: String
        let sender: String
        let sector: String?
        let region: String?
        let department: String?
        let concerned: String?
        let openness: Openness
    }

    /// The delivery to `recipient`, cut by `views`.
    ///
    /// - Parameters:
    ///   - dialect: the dialect in which the recipient gets its records; nil for the national form.
    ///   - mapping: which text of the dialect's mappings is at work; goes out with each translated record.
    ///   - contracts: the contracts of the records; needed with a dialect.
    ///   - profile: the profile under which the recipient takes records; nil when it takes what admission took.
    ///   - digest: what the recipient is shown in place of values; without it fields shown by `digest` are left out.
    ///   - accounts: where the recipient's accounts are read back, so that the next one goes on behind them; without it they
    ///     begin anew with each stage.
    ///   - tellsSenders: whether the sender is told of each delivery on `receipt.<sender>`.
    package init(
        recipient: RegisteredPlatform,
        policy: ExchangePolicy,
        views: ViewCatalog,
        dialect: Dialect? = nil,
        mapping: String? = nil,
        contracts: ContractCatalog? = nil,
        profile: ProfileViews? = nil,
        digest: (any ValueDigest)? = nil,
        accounts: (any TailSource)? = nil,
        limits: RecordLimits = RecordLimits(),
        tellsSenders: Bool = false
    ) {
        self.tellsSenders = tellsSenders
        self.accounts = accounts
        self.dialect = dialect?.id == Dialect.national ? nil : dialect
        self.mapping = mapping
        self.contracts = contracts
        self.profile = profile
        self.digest = digest
        self.recipient = recipient
        self.policy = policy
        self.views = views
        self.limits = limits
        usage = ViewUsage(recipient: recipient.id, groups: policy.flows.groups)
        shown = ShownFields(groups: policy.flows.groups.count)
    }

    /// Nothing: delivery follows nothing beside its input.
    package func refresh() throws(BusFailure) {}

    /// True where it goes on behind the accounts that are there; nothing else is remembered.
    package var keepsState: Bool { accounts != nil }

    /// Looks which accounts of the recipient the next one has to name: others may have written some meanwhile.
    ///
    /// - Throws: ``BusFailure`` when they cannot be read.
    package func assigned(_ partitions: [TopicPartition]) throws(BusFailure) {
        guard let accounts, !partitions.isEmpty else { return }
        chain.join(
            try accounts.tail(
                of: TopicPartition(TopicName.viewUsage(recipient.id), 0),
                count: AccountChain.reach
            )
        )
    }

    /// The accounts of the batch stand.
    package func committed() { chain.commit() }

    /// The accounts of the batch came to nothing.
    package func discard() { chain.discard() }

    /// A delivery record for every ledger record of `batch` that goes to the recipient, and what they show it.
    package func process(_ batch: RecordBatch, at now: Instant) -> BatchEffects {
        var effects = BatchEffects()
        effects.outputs.reserveCapacity(batch.records.count * (tellsSenders ? 2 : 1))
        // Certifications begin and end: what was true for the last batch need not be for this one.
        entitled.removeAll(keepingCapacity: true)
        usage.removeAll()
        for record in batch.records {
            if TopicName.isAlert(record.source.topic) {
                pass(record, at: now, &effects)
            } else {
                deliver(record, at: now, &effects)
            }
        }
        effects.outputs += usage.records(at: now, &chain)
        return effects
    }

    /// Passes an alert on as it is, if the recipient is to have it. Only the exchange writes alerts: one that is none is passed
    /// over.
    private func pass(_ record: InboundRecord, at now: Instant, _ effects: inout BatchEffects) {
        guard let alert = AlertAddress(record) else { return effects.tally.skip() }
        let isTold = policy.isAlerted(
            recipient,
            sector: alert.sector,
            region: alert.region,
            concerned: alert.concerned,
            at: now
        )
        guard isTold else { return }
        effects.outputs.append(
            OutboundRecord(
                topic: TopicName.deliver(recipient.id),
                key: record.key,
                value: record.value,
                headers: record.headers
            )
        )
        effects.tally.deliver(to: recipient.id)
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
        if let delivery = CiphertextDelivery(of: entry, from: sender) { return deliver(delivery, at: now, &effects) }
        let decision = policy.delivery(
            of: entry.dataset,
            sender: sender,
            sector: entry.envelope[.sector],
            region: entry.envelope[.region],
            department: entry.envelope[.supervisedept],
            concerned: entry.concerned,
            openness: Openness(of: entry.envelope),
            to: recipient,
            at: now
        )
        guard let decision else { return effects.tally.accept(from: sender.id) }
        var problems = ProblemList()
        shown.reset()
        guard let cut = cut(entry, to: decision.view, &problems),
            isTaken(cut, of: entry, in: decision.view, &problems),
            let value = translated(cut, of: entry, &problems)
        else { return quarantine(entry.record, problems, &effects) }
        var headers = entry.envelope.headers
        if let dialect, let place = headers.firstIndex(where: { $0.name == AttributeName.contenttype.header }) {
            headers[place] = RecordHeader(AttributeName.contenttype.header, dialect.contentType)
        }
        headers.append(RecordHeader(RecordHeaderName.origin, entry.origin))
        headers.append(RecordHeader(RecordHeaderName.digest, entry.digest))
        headers.append(RecordHeader(RecordHeaderName.view, decision.view.label))
        headers.append(RecordHeader(RecordHeaderName.sender, sender.id))
        headers.append(RecordHeader(RecordHeaderName.opentype, publicity(of: entry).rawValue))
        if let contract = contract(of: entry) { headers.append(RecordHeader(RecordHeaderName.contract, contract)) }
        if let dialect {
            headers.append(RecordHeader(RecordHeaderName.dialect, dialect.id))
            if let mapping { headers.append(RecordHeader(RecordHeaderName.mapping, mapping)) }
        }
        effects.outputs.append(
            OutboundRecord(
                topic: TopicName.deliver(recipient.id),
                key: Array(entry.envelope.partitionKey.utf8),
                value: value.isEmpty ? nil : value,
                headers: headers
            )
        )
        usage.add(decision.view, from: sender.plane, shown, at: RecordPlace(of: entry.record))
        if tellsSenders {
            let progress = DeliveryProgress(
                entry: entry,
                recipient: recipient,
                entitled: recipients(of: entry, from: sender, at: now),
                time: now
            )
            effects.outputs.append(progress.outbound)
        }
        effects.tally.accept(from: sender.id)
        effects.tally.deliver(to: recipient.id)
    }

    private func deliver(_ delivery: CiphertextDelivery, at now: Instant, _ effects: inout BatchEffects) {
        let sender = delivery.sender.id
        guard let output = delivery.outbound(to: recipient, by: policy, at: now) else {
            return effects.tally.accept(from: sender)
        }
        effects.outputs.append(output)
        if tellsSenders {
            let progress = DeliveryProgress(
                entry: delivery.entry,
                recipient: recipient,
                entitled: [recipient],
                time: now
            )
            effects.outputs.append(progress.outbound)
        }
        effects.tally.accept(from: sender)
        effects.tally.deliver(to: recipient.id)
    }

    /// Everybody to whom the record goes, each once, in the order of the registry.
    private func recipients(
        of entry: LedgerRecord,
        from sender: RegisteredPlatform,
        at now: Instant
    ) -> [RegisteredPlatform] {
        let addressing = Addressing(
            dataset: entry.dataset,
            sender: sender.id,
            sector: entry.envelope[.sector],
            region: entry.envelope[.region],
            department: entry.envelope[.supervisedept],
            concerned: entry.concerned,
            openness: Openness(of: entry.envelope)
        )
        if let known = entitled[addressing] { return known }
        let all = policy.recipients(
            dataset: entry.dataset,
            sender: sender,
            sector: addressing.sector,
            region: addressing.region,
            department: addressing.department,
            concerned: addressing.concerned,
            openness: addressing.openness,
            at: now
        )
        let ids = Set(all.map(\.platform.id))
        let found = policy.registry.platforms.filter { ids.contains($0.id) }
        entitled[addressing] = found
        return found
    }

    /// How public the record is, by what it says or by the default of its data set.
    private func publicity(of entry: LedgerRecord) -> Publicity {
        policy.flows.publicity(of: entry.dataset, Openness(of: entry.envelope))
    }

    /// The contract under which the record was admitted, `<name>@<version>`; nil when the catalogue no longer has it.
    private func contract(of entry: LedgerRecord) -> String? {
        guard let program = entry.envelope[.dataschema].flatMap({ contracts?.program(schema: $0) }) else { return nil }
        return "\(program.name)@\(program.version)"
    }

    /// The payload cut to `view`, empty for a delete; nil with problems when it cannot be cut.
    private func cut(_ entry: LedgerRecord, to view: View, _ problems: inout ProblemList) -> [UInt8]? {
        if entry.envelope.operation == .delete { return [] }
        guard let projection = views[view, schema: entry.envelope[.dataschema]] else {
            problems.append(ExchangePolicy.unknown(entry.dataset))
            return nil
        }
        let payload = entry.record.value ?? []
        if !payload.isEmpty, let value = projection.project(payload, tape: &tape, digest: digest, counting: &shown) {
            return value
        }
        problems.append(unreadable(payload))
        return nil
    }

    /// True when the recipient's profile takes what the view shows; else the problems begin with `profile_mismatch`.
    private func isTaken(
        _ payload: [UInt8],
        of entry: LedgerRecord,
        in view: View,
        _ problems: inout ProblemList
    ) -> Bool {
        let operation = entry.envelope.operation
        guard let profile, operation != .delete, let reading = profile[view, schema: entry.envelope[.dataschema]]
        else { return true }
        var found = ProblemList()
        guard let seen = reading.unmasked.map({ $0.project(payload, tape: &tape) }) ?? payload else {
            problems.append(unreadable(payload))
            return false
        }
        if validator.validate(seen, against: reading.program, operation: operation, problems: &found) { return true }
        problems.append(
            Problem(
                .profileMismatch,
                rule: "delivery.profile",
                zh: "接收方的概要 \(profile.id) 不接受此记录",
                en: "the recipient's profile \(profile.id) refuses the record"
            )
        )
        problems.append(contentsOf: found)
        return false
    }

    /// What the view shows, in the recipient's dialect: only that is translated, so no dialect can show more.
    ///
    /// - Returns: nil when the dialect cannot say it; the problems begin with `translation_failed`.
    private func translated(
        _ payload: [UInt8],
        of entry: LedgerRecord,
        _ problems: inout ProblemList
    ) -> [UInt8]? {
        guard let dialect else { return payload }
        var title = RecordTitle()
        title[.dataKey] = entry.envelope[.datakey]
        title[.openType] = publicity(of: entry).rawValue
        // The documents only have to name a key; without a signature header it is the sender that is named.
        title[.key] = entry.signingKey ?? entry.sender
        var found = ProblemList()
        var document: [UInt8]?
        if let translation = translation(of: entry, into: dialect) {
            document = translator.write(
                payload,
                to: translation,
                title: title,
                operation: entry.envelope.operation,
                problems: &found
            )
        }
        if let document, document.count <= limits.payload { return document }
        problems.append(
            Problem(
                .translationFailed,
                rule: "delivery.dialect",
                zh: "无法以方言 \(dialect.id) 表示此记录",
                en: "the record cannot be said in dialect \(dialect.id)"
            )
        )
        problems.append(contentsOf: found)
        return nil
    }

    private func translation(of entry: LedgerRecord, into dialect: Dialect) -> Translation? {
        // Each version has its own translation; of one that is no longer there nothing is guessed.
        guard let contracts, let schema = entry.envelope[.dataschema] else {
            return dialect.translation(of: entry.dataset)
        }
        return contracts.program(schema: schema).flatMap { dialect.translation(of: $0) }
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
            trace: SubmissionTrace(of: record),
            problems: problems,
            withholdsPayload: true,
            limits: limits
        )
        effects.outputs.append(entry.outbound)
        effects.tally.refuse(
            RefusedRecord(RecordPlace(of: record), platform: recipient.id, problems, entry.form),
            for: problems
        )
    }
}
