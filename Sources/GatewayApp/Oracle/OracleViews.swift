import ContractEngine
import Core
import Pipeline
import RoutingPolicy
import Trust

/// Works out what each recipient must get of a ledger record: from registry, flows, views and dialects, apart from the
/// stage that delivers. Owned by one thread.
struct OracleViews {
    /// Hutong's own headers that a delivery must carry and that follow from the record.
    static let own: Set<String> = [
        RecordHeaderName.origin, RecordHeaderName.digest, RecordHeaderName.view, RecordHeaderName.sender,
        RecordHeaderName.dialect,
    ]

    private let artifacts: GatewayArtifacts
    private var projections: [String: ViewProjection] = [:]
    private var tape = JSONTape()
    private var translator = Translator()

    /// Views by what a gateway loads.
    init(_ artifacts: GatewayArtifacts) {
        self.artifacts = artifacts
    }

    /// Every recipient of `record` of a ledger with the digest of what it must get; nil for what its dialect cannot say.
    mutating func deliveries(of record: InboundRecord, at now: Instant) -> [(recipient: String, content: UInt64?)] {
        let envelope = EventEnvelope.parse(record.headers).envelope
        let policy = artifacts.policy
        guard let dataset = envelope.dataSetName, let program = program(of: envelope, dataset),
            let sender = envelope.sourcePlatformCode.flatMap({ policy.registry.platform(code: $0) })
        else { return [] }
        let recipients = policy.recipients(
            dataset: dataset,
            sender: sender,
            sector: envelope[.sector],
            region: envelope[.region],
            department: envelope[.supervisedept],
            concerned: OracleReading.text(RecordHeaderName.concerned, of: record),
            openness: Openness(of: envelope),
            at: now
        )
        return recipients.map { recipient in
            let value = payload(of: record, envelope, program, for: recipient)
            guard let value else { return (recipient.platform.id, nil) }
            let dialect = recipient.platform.dialect.flatMap { artifacts.dialects[$0] }
            var headers = envelope.headers.map { header in
                header.name == AttributeName.contenttype.header && dialect != nil
                    ? RecordHeader(header.name, dialect?.contentType ?? "") : header
            }
            for name in [RecordHeaderName.origin, RecordHeaderName.digest] {
                headers.append(RecordHeader(name, OracleReading.text(name, of: record) ?? ""))
            }
            headers.append(RecordHeader(RecordHeaderName.view, recipient.view.label))
            headers.append(RecordHeader(RecordHeaderName.sender, sender.id))
            if let dialect { headers.append(RecordHeader(RecordHeaderName.dialect, dialect.id)) }
            let content = OracleDigest.of(
                key: record.key,
                headers: headers,
                value: value.isEmpty ? nil : value,
                own: OracleViews.own
            )
            return (recipient.platform.id, content)
        }
    }

    private func program(of envelope: EventEnvelope, _ dataset: String) -> ContractProgram? {
        envelope[.dataschema].flatMap { artifacts.contracts.program(schema: $0) }
            ?? artifacts.contracts.program(named: dataset, version: nil)
    }

    private mutating func payload(
        of record: InboundRecord,
        _ envelope: EventEnvelope,
        _ program: ContractProgram,
        for recipient: Recipient
    ) -> [UInt8]? {
        var shown: [UInt8] = []
        if envelope.operation != .delete {
            guard let projection = projection(recipient.view, program),
                let cut = projection.project(
                    record.value ?? [],
                    tape: &tape,
                    digest: artifacts.masking?.digest(for: recipient.platform.id)
                )
            else { return nil }
            shown = cut
        }
        guard let name = recipient.platform.dialect, let dialect = artifacts.dialects[name] else { return shown }
        guard let translation = dialect.translation(of: program) else { return nil }
        var title = RecordTitle()
        title[.dataKey] = envelope[.datakey]
        title[.openType] = artifacts.policy.flows.publicity(of: program.name, Openness(of: envelope)).rawValue
        title[.key] =
            OracleReading.text(SignatureHeader.keyID, of: record)
            ?? OracleReading.text(SignatureHeader.form, of: record)
        var problems = ProblemList()
        return translator.write(
            shown,
            to: translation,
            title: title,
            operation: envelope.operation,
            problems: &problems
        )
    }

    private mutating func projection(_ view: View, _ program: ContractProgram) -> ViewProjection? {
        let name = "\(program.schema) \(view.label)"
        if let known = projections[name] { return known }
        let fields = view.fields.filter { program.field(named: $0.name) != nil }.map { field in
            (field.name, ViewMask(field))
        }
        guard let made = try? ViewProjection(program: program, fields: fields) else { return nil }
        projections[name] = made
        return made
    }
}
