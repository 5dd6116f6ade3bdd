import Core
import Foundation
import RoutingPolicy
import Testing

@testable import GatewayApp

extension SecuredClusterTests {
    /// Every data set from every platform through a running exchange on a broker that enforces its rights: what is said on
    /// the receipt and what is delivered is what `policy explain` says; and nothing forged gets through.
    @Suite(.enabled(if: CertifiedExchange.lacks.isEmpty, "\(CertifiedExchange.lacks)"))
    struct DatasetMatrixTests {
        /// The codes by which the policy refuses.
        private static let refusals: Set = [
            "flow_forbidden", "dataset_unknown", "platform_not_certified", "platform_unknown", "source_mismatch",
            "not_released",
        ]

        /// The codes by which registration refuses what the policy allows: all senders write of the same subjects, and what
        /// one of them has founded is not the other's.
        private static let standing: Set = ["data_key_exists", "not_owner", "code_taken", "duplicate"]

        @Test(.timeLimit(.minutes(15))) func theExchangeDoesWhatIsExplained() throws {
            let exchange = try CertifiedExchange()
            defer { exchange.remove() }
            try exchange.prepare()
            let running = try DatasetExchange(exchange)
            try everyDataSetIsJudgedAsExplained(running)
            try nothingForgedGetsThrough(running)
            running.stop()
        }

        private func explanation(
            _ dataset: String,
            _ sender: RegisteredPlatform,
            _ running: DatasetExchange
        ) -> PolicyExplanation {
            PolicyExplanation(
                question: PolicyExplanation.Question(
                    sender: sender,
                    dataset: dataset,
                    recipient: nil,
                    sector: dataset == "PROJECT" ? nil : DatasetRecords.sector,
                    region: DatasetRecords.region,
                    department: nil,
                    time: Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)),
                    record: nil
                ),
                policy: running.policy,
                contracts: running.records.contracts,
                masking: nil
            )
        }

        // MARK: The matrix

        /// Before the opening everything but what opens; then what opens, publicises and settles; then what was sealed.
        private func everyDataSetIsJudgedAsExplained(_ running: DatasetExchange) throws {
            let flows = running.policy.flows
            let all = running.records.datasets.filter(running.records.hasSample)
            let stating = Set(flows.facts.filter { $0.fact != nil }.map(\.dataset))
            let sealed = Set(flows.seals.map(\.dataset))
            var number = 0
            var sent: [DatasetRecords.Submission] = []
            for stage in 1...3 {
                let now = all.filter { dataset in
                    switch stage {
                    case 1: !stating.contains(dataset)
                    case 2: stating.contains(dataset)
                    default: sealed.contains(dataset)
                    }
                }
                let submissions = try running.policy.registry.platforms.flatMap { sender in
                    try now.map { dataset in
                        number += 1
                        return try running.records.submission(dataset, from: sender, number: number)
                    }
                }
                try running.send(submissions)
                for submission in submissions { try judge(submission, isSealed: stage == 1, running) }
                sent += submissions
                // A fact is known to admission a moment after the verdict on the record that states it.
                sleep(2)
            }
            try compareDeliveries(of: sent, running)
        }

        private func judge(
            _ submission: DatasetRecords.Submission,
            isSealed: Bool,
            _ running: DatasetExchange
        ) throws {
            let verdict = try #require(running.verdicts[submission.id])
            let explained = explanation(submission.dataset, submission.sender, running)
            var expected = Set(explained.reasons.map(\.code))
            // Of what may not be sent at all nobody is told whether it is sealed.
            if expected.isEmpty, explained.seal != nil, isSealed { expected.insert("not_released") }
            let told = verdict.codes.intersection(Self.refusals)
            let question = "\(submission.sender.id) \(submission.dataset)"
            #expect(told == expected, "\(question): the exchange \(verdict), the explanation \(expected)")
            #expect(expected.isEmpty || verdict.word == "refused", "\(question)")
        }

        private func compareDeliveries(of sent: [DatasetRecords.Submission], _ running: DatasetExchange) throws {
            var expected: [String: Set<String>] = [:]
            var words: [String: Int] = [:]
            var taken: Set<String> = []
            var allowed: Set<String> = []
            for submission in sent {
                let verdict = try #require(running.verdicts[submission.id])
                let explained = explanation(submission.dataset, submission.sender, running)
                let isRefusedByPolicy = !verdict.codes.isDisjoint(with: Self.refusals)
                words[isRefusedByPolicy ? "refused by the policy" : verdict.word, default: 0] += 1
                let isStanding = verdict.codes.isSubset(of: Self.standing)
                #expect(isRefusedByPolicy || isStanding, "\(submission.sender.id) \(submission.dataset): \(verdict)")
                if explained.isAllowed { allowed.insert(submission.dataset) }
                guard verdict.word == "accepted" else { continue }
                taken.insert(submission.dataset)
                let recipients = explained.recipients
                if !recipients.isEmpty { expected[submission.id] = Set(recipients.map(\.platform.id)) }
            }
            let delivered = try running.deliveries(expected.values.reduce(0) { $0 + $1.count })
            for submission in sent {
                #expect(
                    delivered[submission.id] == expected[submission.id],
                    "\(submission.sender.id) \(submission.dataset)"
                )
            }
            let count = expected.values.reduce(0) { $0 + $1.count }
            print("\(sent.count) submissions \(words.sorted { $0.key < $1.key }), \(count) deliveries as explained")
            print("\(taken.count) of \(allowed.count) data sets that somebody may send were accepted")
            #expect(taken == allowed && taken.count >= 100)
            #expect(count >= 150)
        }

        // MARK: The red team

        private func nothingForgedGetsThrough(_ running: DatasetExchange) throws {
            let forged = try forgeries(running)
            let before = try running.quarantined().count
            try running.send(forged)
            for submission in forged {
                let verdict = try #require(running.verdicts[submission.id])
                let question = "\(submission.sender.id) \(submission.dataset) \(String(describing: submission.forgery))"
                #expect(verdict.word == "refused", "\(question)")
                switch submission.forgery {
                case .source?: #expect(verdict.codes.contains("source_mismatch"), "\(question): \(verdict.codes)")
                case .header?: #expect(verdict.codes.contains("attribute_invalid"), "\(question): \(verdict.codes)")
                default:
                    let codes = verdict.codes.filter { $0.hasPrefix("certificate_") || $0.hasPrefix("signature_") }
                    #expect(!codes.isEmpty, "\(question): \(verdict.codes)")
                }
            }
            // Each stands once in quarantine, under the place at which it was submitted, and nowhere behind.
            let entries = try running.quarantined()
            let places = Set(forged.compactMap { running.places[$0.id] })
            #expect(places.count == forged.count && entries.count == before + forged.count)
            #expect(entries.filter { places.contains($0.origin) && $0.state == "refused" }.count == forged.count)
            let ids = Set(forged.map(\.id))
            let behind =
                Plane.allCases.flatMap { [TopicName.admitted($0), TopicName.ledger($0)] }
                + running.policy.registry.platforms.map { TopicName.deliver($0.id) }
            #expect(try running.standing(in: behind).allSatisfy { !ids.contains($0.id) })
            print("\(forged.count) forgeries, \(forged.count) refusals, \(places.count) entries in quarantine")
        }

        /// Of each plane one platform sends every data set: in the name of every other platform, with headers of the
        /// gateway, and with the signature of another.
        private func forgeries(_ running: DatasetExchange) throws -> [DatasetRecords.Submission] {
            let platforms = running.policy.registry.platforms
            let headers = ["hutong-sender", "hutong-origin", "Hutong-Admitted", "hutong-relation", "HUTONG-VIEW"]
            var number = 1_000_000
            var all: [DatasetRecords.Submission] = []
            for id in ["fuzhou-trade", "fuzhou-service", "fuzhou-construction"].map(running.exchange.platform) {
                let sender = try #require(running.policy.registry[id])
                let others = platforms.filter { $0.id != id }
                for (place, dataset) in running.records.datasets.enumerated() {
                    let other = others[place % others.count]
                    let forgeries =
                        others.map { DatasetRecords.Forgery.source($0) }
                        + [.header(headers[place % headers.count], other.id), .signer(other)]
                    for forgery in forgeries {
                        number += 1
                        all.append(
                            try running.records.submission(dataset, from: sender, number: number, forgery)
                        )
                    }
                }
            }
            #expect(all.count == 3 * running.records.datasets.count * (platforms.count + 1))
            return all
        }
    }
}
