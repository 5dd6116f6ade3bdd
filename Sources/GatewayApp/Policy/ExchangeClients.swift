package import RoutingPolicy

/// The principals of an exchange and the topics that they can read and write, by the rights that the broker is to give
/// them (``ExchangeAccess``).
package enum ExchangeClients {
    /// All clients of `policy`: its platforms, its workers and its operator.
    package static func all(_ policy: ExchangePolicy, _ configuration: GatewayConfiguration) -> [ExchangeClient] {
        let access = ExchangeAccess(policy, configuration)
        let plan = access.plan
        func client(_ principal: Principal, _ role: ExchangeClient.Role, _ rights: [AccessRight]) -> ExchangeClient {
            func topics(_ operation: AccessOperation) -> Set<String> {
                Set(rights.filter { $0.resource.kind == .topic && $0.operation == operation }.map(\.resource.name))
            }
            return ExchangeClient(
                principal: principal.text,
                role: role,
                reads: topics(.read),
                writes: topics(.write)
            )
        }
        let platforms = policy.registry.platforms.map { platform in
            client(platform.principal, .platform(platform.id), plan.rights(of: platform.principal))
        }
        let workers = access.workers.map { plan in
            client(
                access.principal(of: plan),
                .worker(plan.stage, plane: plan.plane, recipient: plan.recipient?.id),
                access.plan(of: [plan]).rights
            )
        }
        let caretaker = configuration.access.operatorPrincipal
        return platforms + workers + [client(caretaker, .operator, plan.rights(of: caretaker))]
    }
}
