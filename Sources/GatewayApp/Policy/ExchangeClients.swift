import RoutingPolicy

/// The principals of an exchange and the topics that they can read and write.
enum ExchangeClients {
    /// All clients of `policy`: its platforms, and the workers that its configuration asks for.
    static func all(_ policy: ExchangePolicy, _ configuration: GatewayConfiguration?) -> [ExchangeClient] {
        let platforms = policy.registry.platforms.map { platform in
            ExchangeClient(
                principal: "User:\(platform.id)",
                role: .platform(platform.id),
                reads: [TopicName.receipt(platform.id), TopicName.deliver(platform.id)],
                writes: [TopicName.submit(platform.id)]
            )
        }
        let workers = WorkerPlan.all(policy, GatewayScope()).map { plan in
            ExchangeClient(
                principal: "User:hutong.\(plan.name)",
                role: .worker(plan.stage, plane: plan.plane, recipient: plan.recipient?.id),
                reads: Set(plan.inputs + [plan.facts, plan.state, plan.positions].compactMap(\.self)),
                writes: Set(plan.outputs + [plan.positions])
            )
        }
        return platforms + workers
    }
}
