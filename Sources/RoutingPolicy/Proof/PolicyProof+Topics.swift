import Core

/// What principals can do at the broker.
extension PolicyProof {
    /// Platforms of `plane` that read anything but the verdicts on their own records and what was cut for them.
    func strangeReaders(of plane: Plane) -> [Counterexample] {
        return platformClients(of: plane).flatMap { platform, client -> [Counterexample] in
            client.reads.sorted().compactMap { topic in
                guard let kind = TopicKind(topic), kind != .receipt(platform.id), kind != .deliver(platform.id),
                    kind != .submit(platform.id), let way = paths.way(into: topic, of: platform.id)
                else { return nil }
                return Counterexample(
                    way + [client.principal],
                    zh: "\(client.principal) 可读 \(topic)，其中有其他平台的记录",
                    en: "\(client.principal) may read \(topic), which holds records of other platforms"
                )
            }
        }
    }

    /// Platforms of `plane` that write where records of trading platforms stand or come from.
    func writersIntoTrading(of plane: Plane) -> [Counterexample] {
        platformClients(of: plane).flatMap { platform, client -> [Counterexample] in
            client.writes.sorted().filter { isTrading(TopicKind($0)) }.map { topic in
                Counterexample(
                    [client.principal, topic, TopicName.ledger(.trading)],
                    zh: "\(client.principal) 可写 \(topic)，从而产生交易记录",
                    en: "\(client.principal) may write \(topic), and so trade records"
                )
            }
        }
    }

    /// Principals that write what somebody else has to say: a platform anything but its submissions, the operator anything
    /// but requests and the trust list, a worker what is not its stage's.
    func selfCertifiers() -> [Counterexample] {
        model.clients.flatMap { client -> [Counterexample] in
            client.writes.sorted().compactMap { topic in
                guard let kind = TopicKind(topic), !mayWrite(client, kind) else { return nil }
                return Counterexample(
                    [client.principal, topic],
                    zh: "\(client.principal)（\(client.role.name)）可写 \(topic)，那是由他人认定的",
                    en: "\(client.principal) (\(client.role.name)) may write \(topic), which is for others to say"
                )
            }
        }
    }

    /// Workers that touch topics of another plane than their own; those of delivery, topics of another recipient.
    func strayingWorkers() -> [Counterexample] {
        model.clients.flatMap { client -> [Counterexample] in
            guard case .worker(let stage, let plane, let recipient) = client.role else { return [] }
            let reads = client.reads.map { ($0, isWritten: false) }
            let writes = client.writes.map { ($0, isWritten: true) }
            return (reads + writes).sorted { $0.0 < $1.0 }.compactMap { topic, isWritten in
                guard let kind = TopicKind(topic), isStrange(kind, to: stage, plane, recipient, isWritten: isWritten)
                else { return nil }
                return Counterexample(
                    [client.principal, topic],
                    zh: "\(client.role.name) 可\(isWritten ? "写" : "读") \(topic)，那不属于它的平面",
                    en: "\(client.role.name) may \(isWritten ? "write" : "read") \(topic), which is not of its plane"
                )
            }
        }
    }

    // MARK: What is whose

    private func platformClients(of plane: Plane) -> [(RegisteredPlatform, ExchangeClient)] {
        model.clients.compactMap { client in
            guard case .platform(let id) = client.role, let platform = model.registry[id], platform.plane == plane
            else { return nil }
            return (platform, client)
        }
    }

    /// True for a topic in which a record is one of a trading platform, or becomes one.
    private func isTrading(_ kind: TopicKind?) -> Bool {
        switch kind {
        case .admitted(.trading), .ledger(.trading): true
        case .submit(let id): model.registry[id]?.plane == .trading
        default: false
        }
    }

    private func mayWrite(_ client: ExchangeClient, _ kind: TopicKind) -> Bool {
        switch client.role {
        case .platform(let id):
            // Supervision and service in trading's place break invariants of their own.
            kind == .submit(id) || model.registry[id]?.plane != .trading && isTrading(kind)
        case .operator:
            switch kind {
            case .redrive, .trust: true
            default: false
            }
        case .worker(let stage, _, _):
            PolicyProof.isWritten(kind, by: stage)
        }
    }

    /// What is the part of each stage. Trust data every process shares with the others: its signers vouch for it, not
    /// whoever passes it on.
    private static func isWritten(_ kind: TopicKind, by stage: GatewayStage) -> Bool {
        switch (stage, kind) {
        case (_, .position), (_, .receipt), (_, .trust): true
        case (.admission, .admitted), (.admission, .quarantine), (.admission, .certificateUsage): true
        case (.registration, .ledger), (.registration, .facts), (.registration, .cases), (.registration, .claims),
            (.registration, .quarantine):
            true
        case (.index, .index), (.index, .finding): true
        case (.admission, .alert), (.index, .alert): true
        case (.delivery, .deliver), (.delivery, .quarantine), (.delivery, .viewUsage): true
        default: false
        }
    }

    private func isStrange(
        _ kind: TopicKind,
        to stage: GatewayStage,
        _ plane: Plane,
        _ recipient: String?,
        isWritten: Bool
    ) -> Bool {
        if stage == .delivery {
            switch kind {
            case .deliver(let id), .quarantine(let id), .viewUsage(let id): return id != recipient
            case .receipt: return !isWritten
            case .ledger, .alert, .position, .trust, .certificateUsage: return false
            default: return true
            }
        }
        // Facts have no content; what supervision suspends, and what trading acknowledges, the other plane has to know.
        if case .facts(let other) = kind, !isWritten {
            return other != plane && !model.flows.planesOfFacts(for: stage, of: plane).contains(other)
        }
        if let id = kind.platform { return model.registry[id].map { $0.plane != plane } ?? true }
        return kind.plane.map { $0 != plane } ?? false
    }
}
