import Bus
package import RoutingPolicy

/// The rights of everybody who has a part in an exchange, from its registry, flows and configuration: what each worker
/// reads and writes, what each platform sends and receives, what the operator looks after.
///
/// docs/specs/configuration.md §8 has the table. No right of one platform reaches a topic or group of another: all topics
/// are named in full, and the groups of a platform begin with its id and a dot, which no id holds.
package struct ExchangeAccess: Sendable {
    /// What each worker of the exchange does.
    package let workers: [WorkerPlan]

    private let registry: Registry
    private let topics: [String]
    private let settings: AccessSettings

    /// The exchange of `policy` under `configuration`.
    package init(_ policy: ExchangePolicy, _ configuration: GatewayConfiguration) {
        registry = policy.registry
        settings = configuration.access
        topics = ExchangeTopics(policy.registry, configuration.topics).specifications.map(\.name)
        workers = WorkerPlan.all(
            policy,
            GatewayScope(),
            deliveryReceipts: configuration.worker.deliveryReceipts
        )
    }

    /// Beginning of the names of the consumer groups of a platform.
    package static func groupPrefix(of platform: String) -> String { "platform.\(platform)." }

    /// The whole plan.
    package var plan: AccessPlan {
        let working = rights(of: workers)
        let taking = registry.platforms.flatMap { rights(of: $0) }
        return AccessPlan(
            working + taking + operatorRights,
            domain: ExchangeAccess.families,
            administrators: Set(settings.administrators)
        )
    }

    /// The plan of a process that runs `plans` and nothing else, under the principals of the configuration.
    package func plan(of plans: [WorkerPlan]) -> AccessPlan {
        AccessPlan(rights(of: plans))
    }

    /// The principal of a worker.
    package func principal(of worker: WorkerPlan) -> Principal { settings.principal(of: worker) }

    /// Who a principal is, for people: `platform fuzhou-trade`, `admission.trading`, `operator`; nil for a stranger.
    package func role(of principal: Principal) -> String? {
        if let platform = registry.platforms.first(where: { $0.principal == principal }) {
            return "platform \(platform.id)"
        }
        if principal == settings.operatorPrincipal { return "operator" }
        if settings.administrators.contains(principal) { return "administrator" }
        let names = workers.filter { settings.principal(of: $0) == principal }.map(\.name)
        return names.isEmpty ? nil : names.joined(separator: " ")
    }

    /// The names under which only an exchange has topics, groups and transactional ids: a right there is judged whether or
    /// not the platform that it was meant for is still registered.
    static let families: [AccessResource] = {
        let topics = [
            TopicName.submit(""), TopicName.receipt(""), TopicName.deliver(""), TopicName.quarantine(""),
            TopicName.viewUsage(""), TopicName.position(GatewayStage.delivery.worker(for: "")),
        ]
        let others = [
            AccessResource(.group, "hutong.", .prefixed), AccessResource(.group, "platform.", .prefixed),
            AccessResource(.transactionalID, "hutong.", .prefixed),
        ]
        return topics.map { AccessResource(.topic, $0, .prefixed) } + others
    }()

    /// Workers of delivery to one role tell the same senders, as many as the registry has: where they share a principal, as
    /// they do unless the configuration says otherwise, the rights for that are worked out once.
    private struct Audience: Hashable {
        let principal: Principal
        let role: ExchangeRole
    }

    private func rights(of workers: [WorkerPlan]) -> [AccessRight] {
        var told: Set<Audience> = []
        return workers.flatMap { worker in
            let principal = settings.principal(of: worker)
            let isFirst = worker.recipient.map { told.insert(Audience(principal: principal, role: $0.role)).inserted }
            return rights(of: worker, principal, telling: isFirst ?? true)
        }
    }

    private func rights(of worker: WorkerPlan, _ principal: Principal, telling: Bool) -> [AccessRight] {
        var rights = ExchangeAccess.rights(principal, [.read], worker.inputs)
        rights += ExchangeAccess.rights(principal, [.write, .describe], worker.products)
        if telling {
            rights += ExchangeAccess.rights(principal, [.write, .describe, .describeConfigs], worker.receipts)
        }
        rights += ExchangeAccess.rights(principal, [.read], [worker.state].compactMap(\.self) + worker.facts)
        // Where its group stands it reads when it gets a partition, and writes with its outputs. Every process shares trust
        // data with the others.
        rights += ExchangeAccess.rights(principal, [.read, .write, .describe], [worker.positions, TopicName.trust])
        // It does not start on topics that are not as they must be: it has to see how they are.
        rights += ExchangeAccess.rights(
            principal,
            [.describeConfigs],
            worker.topicsBesideReceipts.union([TopicName.trust]).sorted()
        )
        rights.append(AccessRight(principal, .read, .group(worker.group)))
        let transactions = AccessResource(.transactionalID, worker.transactionalIDPrefix, .prefixed)
        rights += [.write, .describe].map { AccessRight(principal, $0, transactions) }
        // `run --strict` looks at the list of rights.
        rights.append(AccessRight(principal, .describe, .cluster))
        return rights
    }

    private func rights(of platform: RegisteredPlatform) -> [AccessRight] {
        let groups = AccessResource(.group, ExchangeAccess.groupPrefix(of: platform.id), .prefixed)
        let topics = [TopicName.receipt(platform.id), TopicName.deliver(platform.id)]
        return ExchangeAccess.rights(platform.principal, [.write, .describe], [TopicName.submit(platform.id)])
            + ExchangeAccess.rights(platform.principal, [.read, .describe], topics)
            + [AccessRight(platform.principal, .read, groups)]
    }

    /// Making topics and rights; quarantine, redrive and findings; accounts; trust data. What platforms submitted and were told it
    /// reads to see whether a refused record is still there and was corrected since.
    private var operatorRights: [AccessRight] {
        let principal = settings.operatorPrincipal
        let planes = Plane.allCases
        let platforms = registry.platforms.map(\.id)
        let read =
            platforms.flatMap {
                [TopicName.quarantine($0), TopicName.submit($0), TopicName.receipt($0), TopicName.viewUsage($0)]
            }
            + planes.flatMap { [TopicName.redrive($0), TopicName.finding($0), TopicName.alert($0)] }
            + [TopicName.certificateUsage, TopicName.trust]
        return ExchangeAccess.rights(principal, [.create, .describe, .describeConfigs, .alterConfigs], topics)
            + ExchangeAccess.rights(principal, [.read], read)
            + ExchangeAccess.rights(principal, [.write], planes.map(TopicName.redrive) + [TopicName.trust])
            + [AccessRight(principal, .describe, .cluster), AccessRight(principal, .alter, .cluster)]
    }

    private static func rights(
        _ principal: Principal,
        _ operations: [AccessOperation],
        _ topics: [String]
    ) -> [AccessRight] {
        topics.flatMap { topic in operations.map { AccessRight(principal, $0, .topic(topic)) } }
    }
}
