import ContractEngine
import Core
import RoutingPolicy

/// An authenticated record that satisfies its contract and agrees with its envelope. Only ``ContentCheck`` makes one,
/// and only one of these goes on to registration.
struct AdmittedRecord {
    let authenticated: AuthenticatedRecord
    /// What was remarked about it.
    var warnings: ProblemList
    /// How it stands to the other records of its case.
    let relation: Relation
    /// The trading platform that registered the case, where the record goes to it alone; nil where none has.
    var concerned: String?

    fileprivate init(_ authenticated: AuthenticatedRecord, warnings: ProblemList, relation: Relation) {
        self.authenticated = authenticated
        self.warnings = warnings
        self.relation = relation
    }

    /// The record for `admitted.<plane>`: the sender's bytes and headers as they came, and what Hutong adds.
    ///
    /// - Parameter redrive: the request after which the record was judged once more.
    func outbound(_ trace: SubmissionTrace, redrive: String? = nil) -> OutboundRecord {
        let record = authenticated.record
        var headers: [RecordHeader] = []
        headers.reserveCapacity(record.headers.count + 8)
        headers.append(contentsOf: record.headers)
        headers.append(RecordHeader(RecordHeaderName.origin, trace.origin))
        headers.append(RecordHeader(RecordHeaderName.digest, trace.digest))
        headers.append(RecordHeader(RecordHeaderName.sender, authenticated.sender.id))
        headers.append(RecordHeader(RecordHeaderName.admitted, trace.time))
        if !warnings.isEmpty {
            headers.append(RecordHeader(RecordHeaderName.warnings, CodeArray.json(of: warnings, severity: .warning)))
            var writer = JSONWriter(capacity: 512)
            writer.problems(warnings.problems)
            headers.append(RecordHeader(RecordHeaderName.remarks, bytes: writer.bytes))
        }
        if let concerned { headers.append(RecordHeader(RecordHeaderName.concerned, concerned)) }
        if let redrive { headers.append(RecordHeader(RecordHeaderName.redrive, redrive)) }
        headers.append(RecordHeader(RecordHeaderName.relation, relation.text))
        return OutboundRecord(
            topic: TopicName.admitted(authenticated.sender.plane),
            key: Array(authenticated.envelope.partitionKey.utf8),
            value: record.value,
            headers: headers
        )
    }
}

/// The step that turns an ``AuthenticatedRecord`` into an ``AdmittedRecord``: contract, and body against envelope.
struct ContentCheck {
    private let contracts: ContractCatalog
    private let schemaPrefix: String
    private let flows: FlowTable
    private let policy: ExchangePolicy
    private let relations: RelationRules
    private let dialects: DialectSignature
    private let approverStep: ApproverStep
    private var validator = RecordValidator()
    /// What was found of the approver's signature of the last record.
    private(set) var approval = ApproverStep.Outcome()

    init(
        contracts: ContractCatalog,
        schemaPrefix: String,
        policy: ExchangePolicy,
        relations: RelationRules?,
        dialects: DialectSignature,
        approvers: ApproverCheck?
    ) {
        approverStep = ApproverStep(approvers)
        self.dialects = dialects
        self.contracts = contracts
        self.schemaPrefix = schemaPrefix
        self.policy = policy
        flows = policy.flows
        self.relations = relations ?? RelationRules(contracts, flows: flows)
    }

    enum Outcome {
        case admitted(AdmittedRecord)
        case refused(ProblemList)
    }

    /// Judges the content of `record`.
    ///
    /// - Parameters:
    ///   - digest: of its payload, as ``SubmissionTrace`` has it.
    ///   - seal: the problem to report if nothing else is wrong, where the seal on the data set could not be judged; nil
    ///     when no seal stands in the way.
    mutating func outcome(of record: AuthenticatedRecord, digest: String, unlessSealed seal: Problem?) -> Outcome {
        var problems = ProblemList()
        approval = ApproverStep.Outcome()
        guard let program = program(of: record) else {
            problems.append(ExchangePolicy.unknown(record.dataset))
            return .refused(problems)
        }
        // Content is not judged by rules that do not hold.
        guard program.validity.contains(record.record.timestamp) else {
            problems.append(ContentCheck.notValid(program))
            return .refused(problems)
        }
        let payload = record.record.value ?? []
        let isValid = validator.validate(
            payload,
            against: program,
            operation: record.envelope.operation,
            problems: &problems
        )
        if !isValid { problems = dialects.explained(problems, of: payload, expected: Dialect.national) }
        for warning in record.signer.warnings { problems.append(warning) }
        let openness = Openness(of: record.envelope)
        let remark = PublicityRemark.problem(policy, record.dataset, from: record.sender.role, openness)
        if let remark { problems.append(remark) }
        if record.envelope.operation != .delete {
            checkRouting(of: record, program: program, &problems)
            checkSender(of: record, &problems)
        }
        // Which text is signed is defined by a record that satisfies its contract.
        if !problems.refuses {
            approval = approverStep.outcome(of: record, program, value: validator.text(of:))
            for problem in approval.problems { problems.append(problem) }
        }
        if let seal, !problems.refuses { problems.append(seal) }
        guard !problems.refuses else { return .refused(problems) }
        let relation = relation(of: record, digest: digest, program)
        return .admitted(AdmittedRecord(record, warnings: problems, relation: relation))
    }

    /// Passes on `record`, of which nobody here can read the content, where nothing was found against it.
    ///
    /// - Parameter problems: everything that was found.
    mutating func outcome(
        ofEncrypted record: AuthenticatedRecord,
        digest: String,
        after problems: ProblemList
    ) -> Outcome {
        var problems = problems
        approval = ApproverStep.Outcome()
        for warning in record.signer.warnings { problems.append(warning) }
        guard let program = program(of: record) else {
            problems.append(ExchangePolicy.unknown(record.dataset))
            return .refused(problems)
        }
        if !program.validity.contains(record.record.timestamp) { problems.append(ContentCheck.notValid(program)) }
        guard !problems.refuses else { return .refused(problems) }
        let relation = relation(of: record, digest: digest, program)
        return .admitted(AdmittedRecord(record, warnings: problems, relation: relation))
    }

    /// The contract in the version that the record names; where it names none of its data set, which is a fault of the
    /// envelope, the current one.
    private func program(of record: AuthenticatedRecord) -> ContractProgram? {
        let path = schemaPrefix + record.dataset
        if let schema = record.envelope[.dataschema], schema.hasPrefix("\(path)/"),
            let program = contracts.program(schema: schema)
        {
            return program
        }
        return contracts.program(schema: path)
    }

    private static func notValid(_ program: ContractProgram) -> Problem {
        Problem(
            .contractNotValid,
            at: "/@attributes/dataschema",
            rule: "\(program.stem).valid",
            zh: "数据集 \(program.name) 的版本 \(program.version) 只在 \(program.validity.text) 期间接受",
            en: "version \(program.version) of \(program.name) is accepted \(program.validity.text) only"
        )
    }

    /// The signed routing attributes must say what the body says, or a record could travel under another case, to
    /// another region's supervisor.
    private func checkRouting(
        of record: AuthenticatedRecord,
        program: ContractProgram,
        _ problems: inout ProblemList
    ) {
        let routing: [(AttributeName, String?)] = [
            (.partitionkey, program.routing.case), (.sector, program.routing.sector),
            (.region, program.routing.region), (.supervisedept, program.routing.department),
        ]
        for (name, field) in routing {
            guard let field, let text = validator.text(of: field), let attribute = record.envelope[name],
                !text.utf8.elementsEqual(attribute.utf8)
            else { continue }
            problems.append(
                Problem(
                    .bodyMismatch,
                    at: "/\(field)",
                    rule: "body.\(name.rawValue)",
                    zh: "\(field) 与属性 \(name.rawValue) 不一致",
                    en: "\(field) is not the attribute \(name.rawValue)"
                )
            )
        }
    }

    /// A trading platform speaks for itself only.
    private func checkSender(of record: AuthenticatedRecord, _ problems: inout ProblemList) {
        let sender = record.sender
        guard sender.plane == .trading else { return }
        for (field, code) in [("PLATFORM_CODE", sender.code), ("TRADE_PLAT", sender.code11)] {
            guard let text = validator.text(of: field), let code, text != code else { continue }
            problems.append(
                Problem(
                    .sourceMismatch,
                    at: "/\(field)",
                    rule: "body.source",
                    zh: "\(field) 不是发送平台 \(sender.id) 的代码",
                    en: "\(field) is not the code of the sender \(sender.id)"
                )
            )
        }
    }

    private func relation(of record: AuthenticatedRecord, digest: String, _ program: ContractProgram) -> Relation {
        let rule = relations.rule(of: program)
        let envelope = record.envelope
        let name = RelationName(caseKey: envelope.partitionKey, sender: record.sender.id, dataset: record.dataset)
        let datakey = envelope[.datakey] ?? ""
        // What is encrypted for somebody is a record of its own beside the one in clear, which comes after the release.
        let recipient = envelope[.encryptedfor]
        let operation = envelope.operation.rawValue
        var relation = Relation(
            message: name.message(envelope.id),
            record: recipient.map { name.record(datakey, encryptedFor: $0) } ?? name.record(datakey),
            // Two deletes have equal payloads; what they delete tells them apart.
            content: recipient.map { EntryKey(digest, record.dataset, datakey, operation, $0) }?.high
                ?? EntryKey(digest, record.dataset, datakey, operation).high
        )
        relation.corrects = envelope[.corrects].map(name.message)
        relation.isRoot = rule.isRoot
        relation.isShared = !rule.isOwned
        if envelope.contentForm.isEncrypted {
            // Of the body nothing is known; that the case was founded can be asked all the same.
            relation.isRoot = false
            if envelope.operation != .delete { relation.parents = rule.founder.map { [$0] } ?? [] }
            return relation
        }
        guard envelope.operation != .delete else { return relation }
        if let text = validator.text(of: "DATA_TIMESTAMP"), text.utf8.count == 14 {
            relation.timestamp = UInt64(text) ?? 0
        }
        relation.codes = rule.codes.map { code in
            let values = code.fields.compactMap { validator.text(of: $0) }
            return CodeDemand(
                value: values.count == code.fields.count ? name.code(values, of: record.dataset) : 0,
                fields: code.fields,
                unique: code.unique,
                repetition: code.repetition,
                immutable: code.immutable
            )
        }
        relation.parents = rule.parents.compactMap { parent in
            guard parent.fieldsThere != nil else {
                return ParentDemand(dataset: parent.dataset, code: nil, isWaitedFor: parent.isWaitedFor)
            }
            return validator.text(of: parent.field).map {
                ParentDemand(
                    dataset: parent.dataset,
                    code: name.code([$0], of: parent.dataset),
                    isWaitedFor: parent.isWaitedFor
                )
            }
        }
        relation.claims = rule.claims.map { ClaimDemand($0, text: validator.text(of:)) }
        if let answer = flows.acknowledgement(of: record.dataset) {
            relation.claims.append(ClaimDemand(answer, to: EventReference(envelope)))
        }
        relation.facts = flows.facts(of: record.dataset).flatMap(changes)
        return relation
    }

    /// What `rule` makes of the last record.
    private func changes(by rule: FactRule) -> [FactChange] {
        if let when = rule.when {
            guard let value = validator.text(of: when.field), when.values.contains(value) else { return [] }
        }
        return BodyField.items(of: validator.text(of: rule.sections) ?? "").flatMap { section in
            rule.ends.map { FactChange(fact: $0, section: section, holds: false) }
                + (rule.fact.map { [FactChange(fact: $0, section: section, holds: true)] } ?? [])
        }
    }
}
