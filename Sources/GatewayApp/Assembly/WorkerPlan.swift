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
    /// Topics it writes.
    package let outputs: [String]
    /// The facts it follows; for admission alone.
    package let facts: String?
    /// Where it keeps what it remembers; for registration and index.
    package let state: String?

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
    package var topics: Set<String> { Set(inputs + outputs + [facts, state, positions].compactMap(\.self)) }

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
        /// The planes in which `stage` works here, each with the platforms whose records it works on.
        func senders(of stage: GatewayStage) -> [(plane: Plane, platforms: [String])] {
            guard scope.stages.contains(stage) else { return [] }
            return Plane.allCases.filter(scope.planes.contains).compactMap { plane in
                let platforms = policy.registry.platforms.filter { $0.plane == plane }.map(\.id)
                return platforms.isEmpty ? nil : (plane, platforms)
            }
        }
        var plans: [WorkerPlan] = []
        for (plane, platforms) in senders(of: .admission) {
            plans.append(
                WorkerPlan(
                    stage: .admission,
                    plane: plane,
                    recipient: nil,
                    inputs: platforms.map(TopicName.submit) + [TopicName.redrive(plane)],
                    outputs: platforms.flatMap { [TopicName.receipt($0), TopicName.quarantine($0)] }
                        + [TopicName.admitted(plane), TopicName.trust, TopicName.certificateUsage],
                    facts: TopicName.facts(plane),
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
                    outputs: platforms.flatMap { [TopicName.receipt($0), TopicName.quarantine($0)] }
                        + [
                            TopicName.ledger(plane), TopicName.facts(plane), TopicName.cases(plane),
                            TopicName.claims(plane),
                        ],
                    facts: nil,
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
                    outputs: platforms.map(TopicName.receipt) + [TopicName.finding(plane), TopicName.index(plane)],
                    facts: nil,
                    state: TopicName.index(plane)
                )
            )
        }
        guard scope.stages.contains(.delivery) else { return plans }
        for platform in policy.registry.platforms where scope.planes.contains(platform.plane) {
            let origins = Plane.allCases.filter { plane in
                policy.flows.flows.contains { $0.from == plane && $0.to == platform.plane }
            }
            guard !origins.isEmpty else { continue }
            let senders = policy.registry.platforms.filter { deliveryReceipts && origins.contains($0.plane) }
            plans.append(
                WorkerPlan(
                    stage: .delivery,
                    plane: platform.plane,
                    recipient: platform,
                    inputs: origins.map(TopicName.ledger),
                    outputs: [
                        TopicName.deliver(platform.id), TopicName.quarantine(platform.id),
                        TopicName.viewUsage(platform.id),
                    ]
                        + senders.map { TopicName.receipt($0.id) },
                    facts: nil,
                    state: nil
                )
            )
        }
        return plans
    }
}
