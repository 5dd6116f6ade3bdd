import Core
import Foundation
import RoutingPolicy
import Testing

extension SecuredClusterTests {
    /// Every data set from every platform with every operation through a running exchange on a broker that enforces its
    /// rights: what is said on the receipt and what is delivered is what `policy explain` and the specification of
    /// registration say; and nothing forged gets through. Nothing is drawn. The stages of a project: ``StageMatrixTests``.
    @Suite(.enabled(if: CertifiedExchange.lacks.isEmpty, "\(CertifiedExchange.lacks)"))
    struct DatasetMatrixTests {
        @Test(.timeLimit(.minutes(15))) func theExchangeDoesWhatIsExplained() throws {
            let exchange = try CertifiedExchange()
            defer { exchange.remove() }
            try exchange.prepare()
            let running = try DatasetExchange(exchange)
            try everyDataSetIsJudgedAsExplained(running)
            try nothingForgedGetsThrough(running)
            running.stop()
        }

        // MARK: The matrix

        /// Before the opening everything but what opens; then what opens, publicises and settles; then what was sealed.
        /// Each record is added, changed, deleted and added again; before it is there it is changed and deleted in vain.
        private func everyDataSetIsJudgedAsExplained(_ running: DatasetExchange) throws {
            let explained = ExplainedSubmissions(running)
            let flows = running.policy.flows
            let all = running.records.datasets.filter(running.records.hasSample)
            let stating = Set(flows.facts.filter { $0.fact != nil }.map(\.dataset))
            let sealed = Set(flows.seals.map(\.dataset))
            for stage in 1...3 {
                let now = all.filter { dataset in
                    switch stage {
                    case 1: !stating.contains(dataset)
                    case 2: stating.contains(dataset)
                    default: sealed.contains(dataset)
                    }
                }
                // What one platform has founded is not another's: who comes first must be known.
                for sender in running.policy.registry.platforms {
                    let submissions = try now.flatMap { try operations(on: $0, by: sender, explained) }
                    try explained.send(submissions, "stage \(stage)") { _ in stage == 1 ? [] : sealed }
                }
            }
            try explained.compareDeliveries()
            print("\(explained.count) submissions \(explained.verdicts.sorted { $0.key < $1.key })")
            print("\(explained.deliveries) deliveries as explained")
            for operation in [RecordOperation.add, .change, .delete] {
                let taken = explained.taken[operation] ?? []
                print("\(operation): \(taken.count) of \(explained.allowed.count) data sets that somebody may send")
                #expect(taken == explained.allowed && taken.count >= 100)
            }
            #expect(explained.deliveries >= 450)
        }

        private func operations(
            on dataset: String,
            by sender: RegisteredPlatform,
            _ explained: ExplainedSubmissions
        ) throws -> [DatasetRecords.Submission] {
            let inVain = try [RecordOperation.change, .delete].map { operation in
                try explained.next(dataset, from: sender, .init(operation: operation)).submission
            }
            let (number, added) = try explained.next(dataset, from: sender)
            let rest = try [RecordOperation.change, .delete, .add].map { operation in
                try explained.next(dataset, from: sender, .init(operation: operation, key: number)).submission
            }
            return inVain + [added] + rest
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
                            try running.records.submission(
                                dataset,
                                from: sender,
                                number: number,
                                .init(forgery: forgery)
                            )
                        )
                    }
                }
            }
            #expect(all.count == 3 * running.records.datasets.count * (platforms.count + 1))
            return all
        }
    }
}
