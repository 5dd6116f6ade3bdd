package import RoutingPolicy

/// What one worker reads, writes and is called.
package struct WorkerPlan: Sendable, Hashable {
    /// Its stage.
    package let stage: GatewayStage
    /// Plane of the senders for admission, registration and index, of the recipient for delivery.
    package let plane: Plane
    /// The recipient of a delivery worker.
    package let recipient: RegisteredPlatform?
    /// Topics it reads in its group.
    package let inputs: [String]
    /// Topics it writes beside ``receipts``.
    let products: [String]
    /// Where it tells senders; the workers of one plane, and those of delivery to one role, share the list, which is as long
    /// as the registry.
    let receipts: [String]
    /// The facts it follows, its own plane's first: for admission, and for an index where something has to be acknowledged.
    package let facts: [String]
    /// Where it keeps what it remembers, and reads it back; for registration and index, and for delivery the accounts.
    package let state: String?

    /// Topics it writes.
    package var outputs: [String] { products + receipts }
    /// Name of the worker and the end of its group's name: `admission.trading`, `delivery.<platform>`.
    package var name: String { stage.worker(for: recipient?.id ?? plane.rawValue) }
    /// Its consumer group.
    package var group: String { "hutong.\(name)" }
    /// Beginning of its transactional ids, behind which the name of the process stands: rights are given on it, and no
    /// other worker's begins so.
    package var transactionalIDPrefix: String { "\(group)." }
    /// Where its group keeps where it stands.
    package var positions: String { TopicName.position(name) }
    /// Every topic it touches.
    package var topics: Set<String> { topicsBesideReceipts.union(receipts) }
    /// Those of them that are not ``receipts``.
    var topicsBesideReceipts: Set<String> { Set(inputs + products + facts + [state, positions].compactMap(\.self)) }

    /// The workers of a process with `scope`.
    ///
    /// One admission, one registration and one index worker for each plane that has platforms, one delivery worker for each platform
    /// to which some flow leads. All but delivery touch topics of their own plane only.
    ///
    /// - Parameter deliveryReceipts: whether delivery tells senders, and so writes to their receipts.
    package static func all(
        _ policy: ExchangePolicy,
        _ scope: GatewayScope,
        deliveryReceipts: Bool = true
    ) -> [WorkerPlan] {
        let byPlane = Dictionary(grouping: policy.registry.platforms, by: \.plane).mapValues { $0.map(\.id) }
        /// The planes in which `stage` works here, each with the platforms whose records it works on.
        func senders(of stage: GatewayStage) -> [(plane: Plane, platforms: [String])] {
            guard scope.stages.contains(stage) else { return [] }
            return Plane.allCases.filter(scope.planes.contains).compactMap { plane in
                byPlane[plane].map { (plane, $0) }
            }
        }
        let early = policy.flows.alertedPlanes(by: .admission)
        let unanswered = policy.flows.alertedPlanes(by: .index)
        let alerts = early.union(unanswered).sorted { $0.rawValue < $1.rawValue }.map(TopicName.alert)
        var plans: [WorkerPlan] = []
        for (plane, platforms) in senders(of: .admission) {
            plans.append(
                WorkerPlan(
                    stage: .admission,
                    plane: plane,
                    recipient: nil,
                    inputs: platforms.map(TopicName.submit) + [TopicName.redrive(plane)],
                    products: platforms.map(TopicName.quarantine)
                        + [TopicName.admitted(plane), TopicName.trust, TopicName.certificateUsage]
                        + (early.contains(plane) ? [TopicName.alert(plane)] : []),
                    receipts: platforms.map(TopicName.receipt),
                    facts: policy.flows.planesOfFacts(for: .admission, of: plane).map(TopicName.facts),
                    state: nil
                )
            )
        }
        for (plane, platforms) in senders(of: .registration) {
            plans.append(
                WorkerPlan(
                    stage: .registration,
                    plane: plane,
                    recipient: nil,
                    inputs: [TopicName.admitted(plane)],
                    products: platforms.map(TopicName.quarantine)
                        + [
                            TopicName.ledger(plane), TopicName.facts(plane), TopicName.cases(plane),
                            TopicName.claims(plane),
                        ],
                    receipts: platforms.map(TopicName.receipt),
                    facts: [],
                    state: TopicName.cases(plane)
                )
            )
        }
        for (plane, platforms) in senders(of: .index) {
            plans.append(
                WorkerPlan(
                    stage: .index,
                    plane: plane,
                    recipient: nil,
                    inputs: [TopicName.claims(plane)],
                    products: [TopicName.finding(plane), TopicName.index(plane)]
                        + (unanswered.contains(plane) ? [TopicName.alert(plane)] : []),
                    receipts: platforms.map(TopicName.receipt),
                    facts: policy.flows.planesOfFacts(for: .index, of: plane).map(TopicName.facts),
                    state: TopicName.index(plane)
                )
            )
        }
        guard scope.stages.contains(.delivery) else { return plans }
        let sources = Sources(policy, deliveryReceipts: deliveryReceipts)
        for platform in policy.registry.platforms where scope.planes.contains(platform.plane) {
            guard let source = sources[platform.role] else { continue }
            plans.append(
                WorkerPlan(
                    stage: .delivery,
                    plane: platform.plane,
                    recipient: platform,
                    inputs: source.ledgers + (platform.plane == .supervision ? alerts : []),
                    products: [
                        TopicName.deliver(platform.id), TopicName.quarantine(platform.id),
                        TopicName.viewUsage(platform.id),
                    ],
                    receipts: source.receipts,
                    facts: [],
                    state: TopicName.viewUsage(platform.id)
                )
            )
        }
        return plans
    }

    /// From where the records come that go to recipients of each role: worked out once, not for every recipient.
    private struct Sources {
        private var origins: [ExchangeRole: (ledgers: [String], receipts: [String])] = [:]

        init(_ policy: ExchangePolicy, deliveryReceipts: Bool) {
            var senders: [ExchangeRole: Set<ExchangeRole>] = [:]
            for flow in policy.flows.flows { senders[flow.to, default: []].insert(flow.from) }
            let platforms = Dictionary(grouping: policy.registry.platforms, by: \.role).mapValues { $0.map(\.id) }
            origins = senders.mapValues { from in
                let planes = Set(from.map(\.plane))
                return (
                    Plane.allCases.filter(planes.contains).map(TopicName.ledger),
                    deliveryReceipts
                        ? ExchangeRole.allCases.filter(from.contains).flatMap { platforms[$0] ?? [] }
                            .map(TopicName.receipt) : []
                )
            }
        }

        /// The ledgers that a recipient of `role` is served from, and where their senders are told; nil where no flow leads
        /// to it.
        subscript(_ role: ExchangeRole) -> (ledgers: [String], receipts: [String])? { origins[role] }
    }
}
