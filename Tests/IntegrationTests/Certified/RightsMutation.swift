import Bus
import ContractEngine
import Foundation
import GatewayApp
import RoutingPolicy
import Testing

/// A right beyond the plan that breaks an invariant, by the proof.
struct RightsMutation {
    let name: String
    let right: AccessRight

    /// The entry that gives it.
    var entry: AccessEntry {
        AccessEntry(
            resourceType: 2,
            resourceName: right.resource.name,
            patternType: 3,
            principal: right.principal.text,
            host: "*",
            operation: right.operation == .read ? 3 : 4,
            permission: AccessEntry.allowed
        )
    }

    /// Whether the broker lets it happen.
    func isPossible(in exchange: CertifiedExchange) throws -> Bool {
        let wire = try exchange.wire(try exchange.certificate(of: name))
        let topic = right.resource.name
        let errors = try right.operation == .read ? wire.read([topic]) : wire.write([topic])
        return try #require(errors[topic]) != BrokerWire.Code.topicRefused
    }

    /// `count` rights of somebody of the exchange to read or write a topic, each refused by the proof, drawn by `seed`.
    static func drawn(_ count: Int, from matrix: RightsMatrix, seed: UInt64) throws -> [RightsMutation] {
        var random = SeededDraw(seed: seed)
        let policy = try matrix.exchange.policy()
        let profiles = try ContractCatalog.load(from: TestEnvironment.checkout + "/Contracts").programs
            .filter(\.isCurrent).map { DatasetProfile($0) }
        func broken(_ clients: [ExchangeClient]) -> Bool {
            let model = PolicyModel(
                registry: policy.registry,
                flows: policy.flows,
                datasets: profiles,
                clients: clients
            )
            return PolicyProof(model).results().contains { !$0.holds }
        }
        try #require(!broken(matrix.clients))
        var found: [RightsMutation] = []
        var tried: Set<AccessRight> = []
        while found.count < count, tried.count < 40 * count {
            guard let client = matrix.clients.randomElement(using: &random),
                let topic = matrix.topics.randomElement(using: &random), let principal = Principal(client.principal)
            else { continue }
            let operation: AccessOperation = Bool.random(using: &random) ? .read : .write
            let right = AccessRight(principal, operation, .topic(topic))
            guard !matrix.plan.allows(right), tried.insert(right).inserted else { continue }
            let spoilt = matrix.clients.map { other in
                guard other.principal == client.principal, other.role == client.role else { return other }
                return ExchangeClient(
                    principal: other.principal,
                    role: other.role,
                    reads: operation == .read ? other.reads.union([topic]) : other.reads,
                    writes: operation == .write ? other.writes.union([topic]) : other.writes
                )
            }
            if broken(spoilt) { found.append(RightsMutation(name: principal.name, right: right)) }
        }
        try #require(found.count == count)
        return found
    }
}
