import ContractEngine
import Core
import Foundation
import RoutingPolicy
import Testing

/// One project of one platform for each stage.
final class StageCourse {
    let explained: ExplainedSubmissions
    /// What belongs to a tender or a purchase.
    let datasets: [String]
    private let owner: RegisteredPlatform
    /// What states or ends something.
    private let stating: Set<String>
    /// The numbers of the records that stand, by stage and data set.
    private var standing: [String: Int] = [:]

    init(_ exchange: CertifiedExchange) throws {
        let running = try DatasetExchange(exchange)
        explained = ExplainedSubmissions(running)
        owner = try #require(running.policy.registry[exchange.platform("fuzhou-trade")])
        datasets = running.records.datasets.filter { dataset in
            let field = running.records.contracts.program(named: dataset, version: nil)?.routing.case
            let isOfProject =
                dataset == "PROJECT" || field == "TENDER_PROJECT_CODE" || field == "PURCHASE_PROJECT_CODE"
            return isOfProject && running.records.hasSample(dataset)
        }
        stating = Set(running.policy.flows.facts.map(\.dataset))
    }

    private func project(_ stage: Int) -> DatasetRecords.Project { .init(owner: owner, number: stage + 1) }
    private func slot(_ stage: Int, _ dataset: String) -> String { "\(stage) \(dataset)" }
    private func platform(_ id: String) throws -> RegisteredPlatform {
        try #require(explained.running.policy.registry[explained.running.exchange.platform(id)])
    }

    /// Registers what makes each stage, in all projects side by side.
    func bringTheProjectsOn() throws {
        for round in 0..<(TenderStage.all.map(\.course.count).max() ?? 0) {
            var submissions: [DatasetRecords.Submission] = []
            var places: [(slot: String, number: Int, id: String)] = []
            for (place, stage) in TenderStage.all.enumerated() where round < stage.course.count {
                for step in stage.course[round] {
                    let sender = try step.supervisor.map(platform) ?? owner
                    let statement = DatasetRecords.Statement(project: project(place), changes: step.changes)
                    let (number, submission) = try explained.next(step.dataset, from: sender, statement)
                    submissions.append(submission)
                    if step.supervisor == nil { places.append((slot(place, step.dataset), number, submission.id)) }
                }
            }
            // Everything that makes a stage comes when it may: nothing of it is sealed.
            let accepted = try explained.send(submissions, "round \(round)", owner: owner.id) { _ in
                TenderStage.secret
            }
            #expect(accepted.count == submissions.count)
            for place in places { standing[place.slot] = place.number }
            // A fact that is taken back is known to admission a moment after the verdict.
            sleep(2)
        }
    }

    /// Asks in every stage: first everything that leaves it as it is, then what brings the project on.
    func ask() throws {
        let platforms = explained.running.policy.registry.platforms
        for (place, stage) in TenderStage.all.enumerated() {
            let quiet = datasets.filter { !stating.contains($0) }
            let others = try platforms.filter { $0.id != owner.id }.flatMap { sender in
                try datasets.flatMap { try questions(of: sender, $0, place) }
            }
            let own = try quiet.flatMap { try questionsOfOwner($0, place) }
            try send(others + own, stage)
            try send(try datasets.filter(stating.contains).flatMap { try questionsOfOwner($0, place) }, stage)
        }
    }

    private func send(_ submissions: [DatasetRecords.Submission], _ stage: TenderStage) throws {
        // Only the sender's own opening counts: nothing is ever released to another platform.
        try explained.send(submissions, stage.name, owner: owner.id) { sender in
            sender.id == owner.id ? stage.released : []
        }
    }

    /// What stands is founded again in the end: others depend on it.
    private func questionsOfOwner(_ dataset: String, _ place: Int) throws -> [DatasetRecords.Submission] {
        func ask(_ operation: RecordOperation, _ key: Int? = nil) throws -> (Int, DatasetRecords.Submission) {
            let statement = DatasetRecords.Statement(operation: operation, key: key, project: project(place))
            return try explained.next(dataset, from: owner, statement)
        }
        let unknown = [try ask(.change).1, try ask(.delete).1]
        let (number, added) = try ask(.add)
        let known = standing[slot(place, dataset)]
        let key = known ?? number
        let rest = [try ask(.change, key).1, try ask(.delete, key).1]
        return unknown + [added] + rest + (known == nil ? [] : [try ask(.add, key).1])
    }

    private func questions(
        of sender: RegisteredPlatform,
        _ dataset: String,
        _ place: Int
    ) throws -> [DatasetRecords.Submission] {
        func ask(_ operation: RecordOperation, _ key: Int?) throws -> (Int, DatasetRecords.Submission) {
            let statement = DatasetRecords.Statement(operation: operation, key: key, project: project(place))
            return try explained.next(dataset, from: sender, statement)
        }
        let (number, added) = try ask(.add, nil)
        let rest = [try ask(.change, number).1, try ask(.delete, number).1]
        let known = standing[slot(place, dataset)]
        return [added] + rest + (known == nil ? [] : [try ask(.change, known).1, try ask(.delete, known).1])
    }
}
