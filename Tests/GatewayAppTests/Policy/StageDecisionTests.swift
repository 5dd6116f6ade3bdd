import ContractEngine
import Core
import Foundation
import RoutingPolicy
import Testing

@testable import GatewayApp
@testable import Pipeline

/// Decisions of the stages, explanation and proof over platforms, data sets, operations and stages of a project.
///
/// Complete: before anything was said, all platforms of the province × all data sets × all operations; at every stage all
/// operations on all data sets of a tender or purchase by the project's owner. Drawn by a seed: the other platforms that
/// ask at each stage.
@Suite("Decisions at every stage of a project")
struct StageDecisionTests {
    private static let operations: [RecordOperation] = [.add, .change, .delete]
    /// The directions for which policy.md §2.2 knows a source.
    private static let proven: Set = [
        "trading service", "trading supervision", "supervision service", "supervision trading",
        "supervision supervision", "service trading", "service supervision", "service service", "supervision credit",
        "credit service", "credit supervision", "trading investment", "trading experts", "trading inspection",
        "supervision inspection", "trading archive",
    ]

    private struct Question: Hashable {
        let sender: String
        let dataset: String
        let operation: RecordOperation
    }

    private let course: CaseCourse
    private let contracts: ContractCatalog
    private let natures: [String: DatasetNature]

    init() throws {
        // What is decided here is decided under a configuration of which everything is proven.
        let province = try ProvincePolicy()
        #expect(try province.broken() == [])
        course = try CaseCourse(province)
        contracts = try ProvincePolicy.contracts.get()
        natures = Dictionary(try ProvincePolicy.profiles.get().map { ($0.name, $0.nature) }) { first, _ in first }
    }

    private var platforms: [RegisteredPlatform] { course.policy.registry.platforms }
    private var datasets: [String] { course.policy.flows.datasets.map(\.name).filter(course.events.canBeMade) }

    private func explanation(
        _ dataset: String,
        _ sender: RegisteredPlatform,
        to recipient: RegisteredPlatform? = nil
    ) -> PolicyExplanation {
        PolicyExplanation(
            question: PolicyExplanation.Question(
                sender: sender,
                dataset: dataset,
                recipient: recipient,
                sector: dataset == "PROJECT" ? nil : CaseEvents.sector,
                region: CaseEvents.region,
                department: nil,
                time: CaseEvents.start,
                caseOwner: CaseCourse.owner,
                record: nil
            ),
            policy: course.policy,
            contracts: contracts,
            masking: nil
        )
    }

    /// The real admission takes what the explanation allows, the proof knows a plane for, and the law does not keep secret;
    /// an operation is none of these: what may be said may be changed and taken back.
    @Test func admissionDecidesAsExplained() throws {
        let ofProject = Set(
            contracts.programs.filter(\.isCurrent).filter { program in
                ["TENDER_PROJECT_CODE", "PURCHASE_PROJECT_CODE"].contains(program.routing.case)
            }.map(\.name)
        )
        var reasons: [String: Set<String>] = [:]
        for sender in platforms {
            for dataset in datasets {
                reasons["\(sender.id) \(dataset)"] = Set(explanation(dataset, sender).reasons.map(\.code))
            }
        }
        var random = OracleRandom(seed: 20_261_122)
        var counts: [String: Int] = [:]
        for (place, stage) in ProjectStages.all.enumerated() {
            for step in stage.steps {
                try course.submit(step.dataset, from: step.sender ?? CaseCourse.owner, step.changes)
            }
            let drawn = Set(platforms.map(\.id).shuffled(using: &random).prefix(3))
            let senders =
                place == 0 ? platforms : platforms.filter { $0.id == CaseCourse.owner || drawn.contains($0.id) }
            let asked = place == 0 ? datasets : datasets.filter(ofProject.contains)
            let answers = try admitted(senders, asked)
            #expect(answers.count == senders.count * asked.count * Self.operations.count)
            for (question, codes) in answers {
                let says = "\(stage.name): \(question.operation) \(question.dataset) by \(question.sender)"
                var expected = reasons["\(question.sender) \(question.dataset)"] ?? []
                let released = question.sender == CaseCourse.owner ? stage.released : []
                let isSecret = ProjectStages.secret.contains(question.dataset) && question.operation != .delete
                if expected.isEmpty, isSecret, !released.contains(question.dataset) { expected = ["not_released"] }
                #expect(codes == expected, "\(says): \(codes), not \(expected)")
                counts[expected.sorted().joined(separator: ", "), default: 0] += 1
                if codes.isEmpty { isProven(question, says) }
            }
        }
        print("\(ProjectStages.all.count) stages: \(counts.sorted { $0.key < $1.key })")
        #expect(counts.values.reduce(0, +) >= 30_000)
        #expect((counts[""] ?? 0) >= 4000 && (counts["not_released"] ?? 0) >= 300)
        #expect(ProjectStages.secret == Set(course.policy.flows.seals.map(\.dataset)))
    }

    /// The codes by which the real admission refuses each operation on each data set by each sender; none where it admits.
    private func admitted(
        _ senders: [RegisteredPlatform],
        _ datasets: [String]
    ) throws -> [(question: Question, codes: Set<String>)] {
        let stage = course.admission(contracts)
        try stage.refresh()
        var answers: [(question: Question, codes: Set<String>)] = []
        for sender in senders {
            var questions: [String: Question] = [:]
            var records: [InboundRecord] = []
            for dataset in datasets {
                for operation in Self.operations {
                    let event = try course.events.next(dataset, from: sender, operation: operation)
                    let id = event.inbound.headers.first { $0.name == AttributeName.id.header }?.value ?? []
                    questions[String(decoding: id, as: UTF8.self)] =
                        Question(sender: sender.id, dataset: dataset, operation: operation)
                    records.append(event.inbound)
                }
            }
            let time = try #require(records.last?.timestamp)
            for output in try stage.process(RecordBatch(records: records), at: time).outputs {
                let id = output.headers.first { $0.name == AttributeName.id.header }?.value ?? []
                let name = String(decoding: id, as: UTF8.self)
                if output.topic == TopicName.admitted(sender.plane) {
                    let question = questions.removeValue(forKey: name)
                    answers.append((try #require(question), []))
                } else if output.topic == TopicName.receipt(sender.id), name.hasSuffix("/verdict") {
                    let question = questions.removeValue(forKey: String(name.dropLast("/verdict".count)))
                    answers.append((try #require(question), Set(try CaseEvents.codes(of: output.value ?? []))))
                }
            }
            #expect(questions.isEmpty, "\(sender.id)")
        }
        return answers
    }

    /// That what was admitted is of a role that the invariants give it to.
    private func isProven(_ question: Question, _ says: String) {
        switch (course.policy.registry[question.sender]?.role, natures[question.dataset]) {
        case (.trading?, .credit?), (.trading?, .supervision?), (.service?, .transaction?),
            (.supervision?, .transaction?), (.investment?, _), (.inspection?, _), (.certification?, _), (.experts?, _),
            (.archive?, _), (nil, _), (_, nil):
            Issue.record("\(says): no invariant lets it come from there")
        case (.credit?, let nature?):
            #expect(nature == .credit, "\(says)")
        default: break
        }
    }

    /// The real delivery brings each operation to whom the explanation names, and nowhere that no law has it go.
    @Test func deliveryDecidesAsExplained() throws {
        let views = try #require(
            ViewCatalog.compile(course.policy.flows, contracts: contracts, file: "flows").views
        )
        let senders = [
            "nation-trade", "fujian-trade", "fuzhou-trade", "fujian-comprehensive", "fuzhou-housing", "fujian-credit",
        ]
        var records: [(question: Question, id: String, record: InboundRecord)] = []
        for sender in try senders.map({ try #require(course.policy.registry[$0]) }) {
            for dataset in datasets where explanation(dataset, sender).isAllowed {
                for operation in Self.operations {
                    let event = try course.events.next(dataset, from: sender, operation: operation).inbound
                    let id = event.headers.first { $0.name == AttributeName.id.header }?.value ?? []
                    let question = Question(sender: sender.id, dataset: dataset, operation: operation)
                    records.append(
                        (question, String(decoding: id, as: UTF8.self), inLedger(event, of: sender, records.count))
                    )
                }
            }
        }
        var delivered = 0
        for recipient in platforms {
            let stage = DeliveryStage(recipient: recipient, policy: course.policy, views: views)
            let batch = RecordBatch(records: records.map(\.record))
            var shown: [String: [UInt8]?] = [:]
            for output in stage.process(batch, at: CaseEvents.start).outputs
            where output.topic == TopicName.deliver(recipient.id) {
                let id = output.headers.first { $0.name == AttributeName.id.header }?.value ?? []
                shown[String(decoding: id, as: UTF8.self)] = .some(output.value)
            }
            var known: [String: [String]] = [:]
            for (question, id, _) in records {
                let sender = try #require(course.policy.registry[question.sender])
                let way = "\(question.sender) \(question.dataset)"
                let reasons =
                    known[way] ?? explanation(question.dataset, sender, to: recipient).reasons.map(\.code)
                known[way] = reasons
                let says = "\(question.operation) \(way) → \(recipient.id)"
                #expect((shown[id] != nil) == reasons.isEmpty, "\(says): \(reasons)")
                guard let value = shown[id] else { continue }
                delivered += 1
                #expect((value == nil) == (question.operation == .delete), "\(says)")
                #expect(Self.proven.contains("\(sender.role.rawValue) \(recipient.role.rawValue)"), "\(says)")
            }
        }
        print("\(records.count) records to \(platforms.count) platforms: \(delivered) deliveries")
        #expect(records.count >= 600 && delivered >= 2000)
    }

    private func inLedger(_ event: InboundRecord, of sender: RegisteredPlatform, _ offset: Int) -> InboundRecord {
        let zeros = String(repeating: "0", count: 64)
        var headers = event.headers
        headers.append(RecordHeader(RecordHeaderName.origin, "submit.\(sender.id)/0/\(offset)"))
        headers.append(RecordHeader(RecordHeaderName.digest, "sha-256:\(zeros)"))
        headers.append(RecordHeader(RecordHeaderName.sender, sender.id))
        if sender.plane == .supervision { headers.append(RecordHeader(RecordHeaderName.concerned, CaseCourse.owner)) }
        return InboundRecord(
            source: TopicPartition(TopicName.ledger(sender.plane), 0),
            offset: Int64(offset),
            timestamp: event.timestamp,
            key: event.key,
            value: event.value,
            headers: headers
        )
    }
}
