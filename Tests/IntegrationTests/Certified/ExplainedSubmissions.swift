import Core
import Foundation
import RoutingPolicy
import Testing

@testable import GatewayApp

/// Submissions to a running exchange, and what must become of each: what `policy explain` says, what the law keeps secret,
/// and what the specification of registration says of those that come so far.
final class ExplainedSubmissions {
    /// The codes by which the policy refuses.
    private static let refusals: Set = [
        "flow_forbidden", "dataset_unknown", "platform_not_certified", "platform_unknown", "source_mismatch",
        "not_released",
    ]

    let running: DatasetExchange
    private var model: RegisterModel
    private var number = 0
    private var sent: [DatasetRecords.Submission] = []
    /// Who must get it, by the id of a submission that somebody gets.
    private var recipients: [String: Set<String>] = [:]
    /// How many verdicts of each kind there were: accepted, or the codes of the refusal.
    private(set) var verdicts: [String: Int] = [:]
    /// Data sets of which a record was accepted, and those that somebody may send, by operation.
    private(set) var taken: [RecordOperation: Set<String>] = [:]
    private(set) var allowed: Set<String> = []

    init(_ running: DatasetExchange) {
        self.running = running
        model = RegisterModel(running.records.contracts)
    }

    var count: Int { sent.count }
    var deliveries: Int { recipients.values.reduce(0) { $0 + $1.count } }

    /// The next submission.
    func next(
        _ dataset: String,
        from sender: RegisteredPlatform,
        _ statement: DatasetRecords.Statement = DatasetRecords.Statement()
    ) throws -> (number: Int, submission: DatasetRecords.Submission) {
        number += 1
        return (number, try running.records.submission(dataset, from: sender, number: number, statement))
    }

    /// Sends `submissions` and compares the verdicts.
    ///
    /// - Parameters:
    ///   - owner: who registered the project that supervision speaks of; nil for none.
    ///   - released: the secret sets that a sender may send, by the id of the platform.
    /// - Returns: the ids of those that were accepted.
    @discardableResult
    func send(
        _ submissions: [DatasetRecords.Submission],
        _ time: String,
        owner: String? = nil,
        released: (RegisteredPlatform) -> Set<String>
    ) throws -> Set<String> {
        try running.send(submissions)
        var accepted: Set<String> = []
        for submission in submissions {
            let verdict = try #require(running.verdicts[submission.id])
            let question = "\(time): \(submission.operation) \(submission.dataset) by \(submission.sender.id)"
            let explained = explanation(submission, owner: owner)
            var codes = Set(explained.reasons.map(\.code))
            if codes.isEmpty { allowed.insert(submission.dataset) }
            // Of what may not be sent at all nobody is told whether it is sealed; a delete has no content.
            let isSecret = TenderStage.secret.contains(submission.dataset) && submission.operation != .delete
            if codes.isEmpty, isSecret, !released(submission.sender).contains(submission.dataset) {
                codes = ["not_released"]
            }
            if isSecret {
                let known = released(submission.sender).contains(submission.dataset)
                let told = explanation(submission, owner: owner, isReleased: known).reasons.map(\.code)
                #expect(Set(told) == codes, "\(question): explained \(told)")
            }
            verdicts[
                verdict.word == "refused" ? verdict.codes.sorted().joined(separator: ", ") : verdict.word,
                default: 0
            ] += 1
            guard codes.isEmpty else {
                #expect(verdict.word == "refused", "\(question): \(verdict), the explanation \(codes)")
                #expect(verdict.codes.intersection(Self.refusals) == codes, "\(question): \(verdict), not \(codes)")
                continue
            }
            let judged = model.judge(submission)
            let expected = try #require(judged, "\(question) would wait")
            #expect(verdict == expected, "\(question): \(verdict), the specification \(expected)")
            guard verdict.word == "accepted" else { continue }
            accepted.insert(submission.id)
            taken[submission.operation, default: []].insert(submission.dataset)
            let names = Set(explained.recipients.map(\.platform.id))
            if !names.isEmpty { recipients[submission.id] = names }
        }
        sent += submissions
        return accepted
    }

    /// What `policy explain` says, of sealed data also when somebody says what is known of the case.
    private func explanation(
        _ submission: DatasetRecords.Submission,
        owner: String?,
        isReleased: Bool? = nil
    ) -> PolicyExplanation {
        let facts: [CaseFact: Instant?]? = isReleased.map { isReleased in
            guard isReleased, let seal = running.policy.flows.seal(of: submission.dataset) else { return [:] }
            return [seal.until: nil]
        }
        return PolicyExplanation(
            question: PolicyExplanation.Question(
                sender: submission.sender,
                dataset: submission.dataset,
                recipient: nil,
                sector: submission.dataset == "PROJECT" ? nil : DatasetRecords.sector,
                region: DatasetRecords.region,
                department: nil,
                time: Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)),
                caseOwner: owner,
                facts: facts,
                record: nil
            ),
            policy: running.policy,
            contracts: running.records.contracts,
            masking: nil
        )
    }

    /// Each accepted record reaches whom the explanation names and nobody else, everything else reaches nobody.
    func compareDeliveries() throws {
        let delivered = try running.deliveries(recipients)
        for submission in sent {
            #expect(
                delivered[submission.id] == recipients[submission.id],
                "\(submission.id): \(submission.operation) \(submission.dataset) by \(submission.sender.id)"
            )
        }
    }
}
