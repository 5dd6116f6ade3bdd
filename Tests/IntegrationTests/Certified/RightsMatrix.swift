import Bus
import Foundation
import GatewayApp
import RoutingPolicy
import Testing

/// Three answers to who may do what: that of the model (``AccessPlan``), what the proof takes for its graph
/// (``ExchangeClient``), and what the broker's authorizer says and does.
struct RightsMatrix {
    let exchange: CertifiedExchange
    let plan: AccessPlan
    let clients: [ExchangeClient]
    let topics: [String]
    /// Every group that a worker or a platform has, and one that is nobody's.
    let groups: [String]
    /// Everybody who has a right by the plan, and somebody who has none.
    let names: [String]

    init(_ exchange: CertifiedExchange) throws {
        self.exchange = exchange
        let policy = try exchange.policy()
        let settings = try exchange.settings()
        let access = ExchangeAccess(policy, settings)
        plan = access.plan
        clients = ExchangeClients.all(policy, settings)
        topics = ExchangeTopics(policy.registry, settings.topics).specifications.map(\.name)
        groups =
            access.workers.map(\.group) + policy.registry.platforms.map { "platform.\($0.id).reader" }
            + ["platform.\(exchange.prefix)", "nobody"]
        names = plan.principals.map(\.name).sorted() + ["\(exchange.prefix).stranger"]
    }

    /// Kafka's numbers of the operations (KIP-140), which are also the places of their bits (KIP-430).
    private static let topicOperations: [(AccessOperation, Int32)] = [
        (.read, 3), (.write, 4), (.create, 5), (.delete, 6), (.alter, 7), (.describe, 8), (.describeConfigs, 10),
        (.alterConfigs, 11),
    ]
    private static let groupOperations: [(AccessOperation, Int32)] = [(.read, 3), (.delete, 6), (.describe, 8)]
    private static let clusterOperations: [(AccessOperation, Int32)] = [
        (.create, 5), (.alter, 7), (.describe, 8), (.clusterAction, 9), (.describeConfigs, 10), (.alterConfigs, 11),
        (.idempotentWrite, 12),
    ]

    private func allowed(_ bits: Int32, _ operations: [(AccessOperation, Int32)]) -> Set<AccessOperation> {
        Set(operations.filter { bits & (1 << $0.1) != 0 }.map(\.0))
    }

    /// What the plan allows `name` to do with `resource`.
    func planned(
        _ name: String,
        _ resource: AccessResource,
        _ operations: [AccessOperation]
    ) -> Set<AccessOperation> {
        let principal = Principal(user: name)
        return Set(operations.filter { plan.allows(AccessRight(principal, $0, resource)) })
    }

    /// Compares what the authorizer says of every operation of `name` on every topic and group and on the cluster.
    ///
    /// - Returns: how many answers were compared.
    func compareWhatIsSaid(of name: String) throws -> Int {
        let wire = try exchange.wire(try exchange.certificate(of: name))
        let told = try wire.operations(on: topics)
        var compared = 0
        let own = clients.filter { $0.principal == "User:\(name)" }
        let reads = own.reduce(into: Set<String>()) { $0.formUnion($1.reads) }
        let writes = own.reduce(into: Set<String>()) { $0.formUnion($1.writes) }
        for topic in topics {
            let expected = planned(name, .topic(topic), Self.topicOperations.map(\.0))
            let answer = try #require(told.topics[topic], "\(topic)")
            try #require([0, BrokerWire.Code.topicRefused].contains(answer.error), "\(topic): \(answer.error)")
            // Where nothing may be seen the broker says no more.
            let said =
                answer.error == BrokerWire.Code.topicRefused ? [] : allowed(answer.operations, Self.topicOperations)
            #expect(said == expected, "\(name) \(topic): the broker \(said), the plan \(expected)")
            #expect(reads.contains(topic) == said.contains(.read), "\(name) reads \(topic) in the graph")
            #expect(writes.contains(topic) == said.contains(.write), "\(name) writes \(topic) in the graph")
            compared += Self.topicOperations.count
        }
        let cluster = planned(name, .cluster, Self.clusterOperations.map(\.0))
        #expect(allowed(told.cluster, Self.clusterOperations) == cluster, "\(name) on the cluster")
        compared += Self.clusterOperations.count
        let seen = try wire.operations(onGroups: groups)
        for group in groups {
            let expected = planned(name, .group(group), Self.groupOperations.map(\.0))
            let answer = try #require(seen[group], "\(group)")
            try #require([0, BrokerWire.Code.groupRefused].contains(answer.error), "\(group): \(answer.error)")
            let said =
                answer.error == BrokerWire.Code.groupRefused ? [] : allowed(answer.operations, Self.groupOperations)
            #expect(said == expected, "\(name) group \(group): the broker \(said), the plan \(expected)")
            compared += Self.groupOperations.count
        }
        return compared
    }

    /// Has `name` really try to read, write, make, enlarge and delete every topic.
    ///
    /// - Returns: how many attempts were made.
    func compareWhatIsDone(by name: String) throws -> Int {
        let wire = try exchange.wire(try exchange.certificate(of: name))
        let attempts: [(AccessOperation, ([String]) throws -> [String: Int16])] = [
            (.read, wire.read), (.write, wire.write), (.create, wire.create), (.alter, wire.alter),
            (.delete, wire.delete),
        ]
        for (operation, attempt) in attempts {
            let errors = try attempt(topics)
            try #require(errors.count == topics.count, "\(name) \(operation)")
            let done = Set(errors.filter { $0.value != BrokerWire.Code.topicRefused }.keys)
            let expected = Set(topics.filter { planned(name, .topic($0), [operation]) == [operation] })
            #expect(done == expected, "\(name) \(operation.rawValue): \(done.symmetricDifference(expected).sorted())")
        }
        return attempts.count * topics.count
    }
}
