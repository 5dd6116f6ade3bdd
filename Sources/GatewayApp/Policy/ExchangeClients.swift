package import RoutingPolicy

/// The principals of an exchange and the topics that they can read and write.
package enum ExchangeClients {
    /// All clients of `policy`: its platforms, its workers and its operator, under the names that `access` gives them.
    package static func all(_ policy: ExchangePolicy, _ access: AccessSettings) -> [ExchangeClient] {
        let platforms = policy.registry.platforms.map { platform in
            ExchangeClient(
                principal: platform.principal.text,
                role: .platform(platform.id),
                reads: [TopicName.receipt(platform.id), TopicName.deliver(platform.id)],
                writes: [TopicName.submit(platform.id)]
            )
        }
        let workers = WorkerPlan.all(policy, GatewayScope()).map { plan in
            ExchangeClient(
                principal: access.principal(of: plan).text,
                role: .worker(plan.stage, plane: plan.plane, recipient: plan.recipient?.id),
                reads: Set(plan.inputs + [plan.facts, plan.state, plan.positions].compactMap(\.self)),
                writes: Set(plan.outputs + [plan.positions])
            )
        }
        let caretaker = ExchangeClient(
            principal: access.operatorPrincipal.text,
            role: .operator,
            reads: Set(policy.registry.platforms.map { TopicName.quarantine($0.id) }),
            writes: Set(Plane.allCases.map(TopicName.redrive) + [TopicName.trust])
        )
        return platforms + workers + [caretaker]
    }
}
