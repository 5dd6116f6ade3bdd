package import ContractEngine
package import Core
import Trust

/// Makes events of records as a partner's system would: attributes from the record, the rest generated.
///
/// It remembers transaction class and region of each case from the records that carry them, for the records that do
/// not. Owned by one verb.
package struct EventComposer {
    /// How `ce_id` is made where none is given.
    package enum Identity: String, Sendable, Hashable, CaseIterable {
        /// A new id each time.
        case random
        /// From DATA_KEY, operation and content, DATA_KEY itself from the record's key fields: publishing the same
        /// record again gives the same id.
        case datakey
    }

    /// What became of a draft.
    package enum Outcome: Sendable, Hashable {
        /// The event.
        case composed(ComposedEvent)
        /// What is missing to make one.
        case refused(ProblemList)
    }

    private static let cachedCases = 100_000

    private let source: String
    private let contracts: ContractCatalog
    private let identity: Identity
    private let system: String
    private var routing: [String: Place] = [:]

    /// A composer for the platform with the 18-character `platformCode`.
    ///
    /// - Parameter system: first four characters of generated DATA_KEY values.
    package init(
        platformCode: String,
        contracts: ContractCatalog,
        identity: Identity = .random,
        system: String = DataKey.defaultSystem
    ) {
        source = "/platforms/" + platformCode
        self.contracts = contracts
        self.identity = identity
        self.system = system
    }

    /// The event of `draft`; `file` is where it came from, for the guess of its data set.
    package mutating func compose(_ draft: EventDraft, file: String, at now: Instant) -> Outcome {
        let record: JSONNode?
        let fault: Problem?
        do throws(JSONFailure) {
            record = try JSONNode.parse(draft.payload, limits: JSONLimits(size: 64 << 20))
            fault = nil
        } catch {
            record = nil
            fault = draft.operation == .delete ? nil : error.problem
        }
        var problems = ProblemList()
        // A delete may come without a body; its case is named on the command line then.
        if draft.operation != .delete, draft.payload.allSatisfy({ [0x20, 0x09, 0x0a, 0x0d].contains($0) }) {
            problems.append(Problem(.jsonSyntax, rule: "publish.empty", zh: "输入为空", en: "the input is empty"))
            return .refused(problems)
        }
        // What is no JSON can still be sent, as a test of the gateway, when everything else is named.
        if let fault, draft.contract == nil || draft.caseKey == nil {
            problems.append(fault)
            return .refused(problems)
        }
        guard let program = program(of: draft, record, file, &problems) else { return .refused(problems) }
        guard let caseKey = draft.caseKey ?? EventComposer.text(program.routing.case, in: record) else {
            problems.append(
                Problem(
                    .attributeMissing,
                    at: "/\(program.routing.case)",
                    rule: "publish.case",
                    zh: "记录中没有案件字段 \(program.routing.case)，也未用 --case 指明",
                    en: "the record has no case field \(program.routing.case), and --case names none"
                )
            )
            return .refused(problems)
        }
        let place = route(draft, record, program, caseKey)
        let dataKey = draft.dataKey ?? makeDataKey(program, record, draft, caseKey)
        var attributes: [AttributeName: String] = [
            .specversion: "1.0", .source: source, .type: "cn.ggzy.\(program.name)", .dataschema: program.schema,
            .contenttype: "application/json", .partitionkey: caseKey, .datakey: dataKey,
            .operation: draft.operation.rawValue, .time: draft.time ?? now.rfc3339,
        ]
        attributes[.id] = draft.id ?? makeID(dataKey, draft)
        attributes[.sector] = place.sector
        attributes[.region] = place.region
        attributes[.supervisedept] = place.department
        attributes[.corrects] = draft.corrects
        attributes[.opentype] = draft.opentype
        attributes[.classification] = draft.classification
        var payload = draft.operation == .delete ? nil : draft.payload
        if let order = draft.encryption {
            attributes.merge(order.attributes) { _, new in new }
            if let record = payload {
                // Nobody on the way can: what is encrypted is judged here or not at all.
                var validator = RecordValidator()
                guard
                    validator.validate(record, against: program, operation: draft.operation, problems: &problems)
                else { return .refused(problems) }
                switch order.encrypted(record, of: program.name, schema: program.schema) {
                case .encrypted(let ciphertext): payload = ciphertext
                case .refused(let problem):
                    problems.append(problem)
                    return .refused(problems)
                }
            }
        }
        return .composed(
            ComposedEvent(
                envelope: EventEnvelope(attributes: attributes),
                payload: payload,
                contract: program.name
            )
        )
    }

    private func program(
        of draft: EventDraft,
        _ record: JSONNode?,
        _ file: String,
        _ problems: inout ProblemList
    ) -> ContractProgram? {
        if let name = draft.contract {
            if let program = contracts.program(named: name, version: nil) { return program }
            problems.append(
                Problem(
                    .datasetUnknown,
                    rule: "publish.contract",
                    zh: "没有数据集 \(name)",
                    en: "there is no data set \(name)"
                )
            )
            return nil
        }
        if let program = ContractGuess.program(of: record, file: file, in: contracts) { return program }
        problems.append(
            Problem(
                .datasetUnknown,
                rule: "publish.contract",
                zh: "无法判断记录属于哪个数据集；请用 --contract 指明",
                en: "the data set of the record cannot be told; name it with --contract"
            )
        )
        return nil
    }

    /// What decides about the recipients of a record.
    private struct Place {
        let sector: String?
        let region: String?
        let department: String?
    }

    /// Transaction class, region and departments: given, else in the body, else as in an earlier record of the case.
    private mutating func route(
        _ draft: EventDraft,
        _ record: JSONNode?,
        _ program: ContractProgram,
        _ caseKey: String
    ) -> Place {
        let known = routing[caseKey]
        func said(_ field: String?) -> String? { field.flatMap { EventComposer.text($0, in: record) } }
        let place = Place(
            sector: draft.sector ?? said(program.routing.sector) ?? known?.sector,
            region: draft.region ?? said(program.routing.region) ?? known?.region,
            department: draft.department ?? said(program.routing.department) ?? known?.department
        )
        if routing.count < EventComposer.cachedCases || known != nil { routing[caseKey] = place }
        return place
    }

    private func makeDataKey(
        _ program: ContractProgram,
        _ record: JSONNode?,
        _ draft: EventDraft,
        _ caseKey: String
    ) -> String {
        guard identity == .datakey else { return DataKey.random(system: system, number: program.number) }
        let keys = program.key.compactMap { EventComposer.text($0, in: record) }
        let content =
            keys.count == program.key.count && !keys.isEmpty
            ? keys.joined(separator: "\n") : PayloadDigest(.sha256, of: draft.payload).text
        return DataKey.derived(
            system: system,
            number: program.number,
            identity: [source, program.name, caseKey, content].joined(separator: "\n")
        )
    }

    private func makeID(_ dataKey: String, _ draft: EventDraft) -> String {
        switch identity {
        case .random:
            return Hexadecimal.encode((0..<16).map { _ in UInt8.random(in: 0...255) })
        case .datakey:
            let content = Array("\(draft.operation.rawValue)\n".utf8) + draft.payload
            return "\(dataKey)-\(PayloadDigest(.sha256, of: content).hex.prefix(16))"
        }
    }

    private static func text(_ field: String, in record: JSONNode?) -> String? {
        switch record?[field] {
        case .string(let text)? where !text.isEmpty: text
        case .number(let text)?: text
        default: nil
        }
    }
}
