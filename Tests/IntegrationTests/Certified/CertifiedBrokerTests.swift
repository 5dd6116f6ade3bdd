import Bus
import Foundation
import RoutingPolicy
import Testing

extension SecuredClusterTests {
    /// Rights by client certificate on a broker that enforces them: model, graph and authorizer agree about everybody and
    /// everything, nothing that is tried beyond them works, and every attempt is found afterwards.
    @Suite(.enabled(if: CertifiedExchange.lacks.isEmpty, "\(CertifiedExchange.lacks)"))
    struct CertifiedBrokerTests {
        @Test(.timeLimit(.minutes(15))) func modelGraphAndAuthorizerAgree() throws {
            let exchange = try CertifiedExchange()
            defer { exchange.remove() }
            try exchange.prepare()
            let matrix = try RightsMatrix(exchange)
            try whatIsRefusedIsFound(matrix)
            try exchange.wire(exchange.administrator).awaitCoordinator()
            var (said, done) = (0, 0)
            for name in matrix.names { said += try matrix.compareWhatIsSaid(of: name) }
            for name in matrix.names { done += try matrix.compareWhatIsDone(by: name) }
            print("\(matrix.names.count) principals, \(matrix.topics.count) topics: \(said) answers, \(done) attempts")
            #expect(matrix.names.count >= 18 && matrix.topics.count >= 60)
            // Nobody had deleted anything.
            let topics = try TopicAdministrator(exchange.connection(exchange.administrator))
            defer { topics.close() }
            #expect(Set(try topics.visibleTopics()).isSuperset(of: matrix.topics))
            try aForbiddenRightIsWhatTheProofSays(matrix)
            try credentialsOfOthersAreRefused(exchange)
        }

        /// A platform of each plane and a stranger read and write every topic that is not theirs: each attempt stands once
        /// in the authorizer's log, as `policy audit` tells it.
        private func whatIsRefusedIsFound(_ matrix: RightsMatrix) throws {
            guard let tail = LogTail.authorizer() else { return }
            let exchange = matrix.exchange
            let team = ["fuzhou-trade", "fuzhou-service", "fuzhou-construction"].map {
                exchange.principal(of: exchange.platform($0))
            }
            var attempts: Set<String> = []
            for name in team + ["\(exchange.prefix).stranger"] {
                let wire = try exchange.wire(try exchange.certificate(of: name))
                for operation in [AccessOperation.read, .write] {
                    let foreign = matrix.topics.filter { matrix.planned(name, .topic($0), [operation]).isEmpty }
                    let errors = try operation == .read ? wire.read(foreign) : wire.write(foreign)
                    #expect(errors.count == foreign.count)
                    #expect(errors.values.allSatisfy { $0 == BrokerWire.Code.topicRefused })
                    attempts.formUnion(foreign.map { "User:\(name) \(operation.rawValue) \($0)" })
                }
            }
            let log = try tail.copy(to: exchange.directory)
            let audit = try exchange.answer(exchange.administrator, "policy", "audit", "--authorizer-log", log)
            #expect(audit.status == 0)
            let refusals = (audit.members["refusals"] as? [[String: Any]] ?? []).filter {
                ($0["principal"] as? String ?? "").contains(exchange.prefix) && $0["resource"] as? String == "topic"
            }
            let found = refusals.map { refusal in
                ["principal", "operation", "name"].map { refusal[$0] as? String ?? "" }.joined(separator: " ")
            }
            #expect(found.count == attempts.count && Set(found) == attempts)
            #expect(refusals.allSatisfy { $0["count"] as? Int == 1 && $0["planned"] as? Bool == false })
            print("\(attempts.count) attempts beyond the own topics, all refused, \(found.count) in the log")
        }

        /// Rights that the proof refuses, drawn by a seed: given to the broker, what was impossible can be done and
        /// `policy audit` names it; taken away, it cannot.
        private func aForbiddenRightIsWhatTheProofSays(_ matrix: RightsMatrix) throws {
            let exchange = matrix.exchange
            let mutations = try RightsMutation.drawn(24, from: matrix, seed: 20_261_122)
            let rights = try AccessAdministrator(exchange.connection(exchange.administrator))
            defer { rights.close() }
            #expect(try mutations.allSatisfy { try !$0.isPossible(in: exchange) })
            let entries = mutations.map(\.entry)
            #expect(try rights.create(entries).isEmpty)
            try rights.awaitEffect(added: Set(entries), removed: [])
            for mutation in mutations { #expect(try mutation.isPossible(in: exchange), "\(mutation.right.text)") }
            let audit = try exchange.answer(exchange.administrator, "policy", "audit")
            #expect(audit.status == 78)
            #expect((audit.members["surplus"] as? [Any])?.count == mutations.count)
            #expect(try exchange.hutong(exchange.administrator, "acl", "apply", "--prune").status == 0)
            for mutation in mutations { #expect(try !mutation.isPossible(in: exchange), "\(mutation.right.text)") }
            print("\(mutations.count) rights that the proof refuses were given, used and taken away")
        }

        /// `run --strict` goes by what the certificate of the process can do.
        private func credentialsOfOthersAreRefused(_ exchange: CertifiedExchange) throws {
            func start(_ name: String) throws -> (status: Int32?, output: String, error: String) {
                try exchange.hutong(
                    try exchange.certificate(of: name),
                    "run",
                    "--strict",
                    "--stage",
                    "admission",
                    "--plane",
                    "trading",
                    "--ops",
                    "off"
                )
            }
            let other = try start(exchange.worker("admission", "supervision"))
            #expect(other.status == 78, "\(other.error)")
            #expect(try start(exchange.worker("registration", "trading")).status == 78)
            #expect(try start(exchange.principal(of: exchange.platform("fuzhou-trade"))).status == 77)
            #expect(try start("\(exchange.prefix).stranger").status == 77)
            let own = try exchange.start("admission", "trading")
            let deadline = ContinuousClock.now + .seconds(60)
            while own.isRunning, !own.error.contains("ready.gained"), ContinuousClock.now < deadline { usleep(50_000) }
            #expect(own.error.contains("ready.gained"), "\(own.error)")
            #expect(own.terminate() == 0)
        }
    }
}
