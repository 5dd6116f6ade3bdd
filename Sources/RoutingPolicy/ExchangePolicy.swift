package import Core

/// Who may send what to whom: the registry and the flow table together. Pure: it reads no file and no clock.
package struct ExchangePolicy: Sendable {
    /// The platforms.
    package let registry: Registry
    /// The flows, views, seals and facts.
    package let flows: FlowTable

    /// A policy over `registry` and `flows`.
    package init(registry: Registry, flows: FlowTable) {
        self.registry = registry
        self.flows = flows
    }

    /// What forbids `platform` to send a record of `dataset` at `time`; empty when it may.
    ///
    /// - Parameter dataset: wire name, nil when the envelope does not name one (then only the platform is judged).
    package func admission(of dataset: String?, from platform: RegisteredPlatform, at time: Instant) -> [Problem] {
        var problems: [Problem] = []
        if !platform.certification.holds(at: time) {
            problems.append(
                Problem(
                    .platformNotCertified,
                    at: "/@attributes/source",
                    rule: "policy.certification",
                    zh: "平台 \(platform.id) 未通过认证、已被暂停或不在认证有效期内",
                    en: "platform \(platform.id) is not certified, is suspended, or is outside its certification period"
                )
            )
        }
        guard let dataset else { return problems }
        if !flows.declares(dataset) {
            problems.append(ExchangePolicy.unknown(dataset))
        } else if flows.flows(of: dataset, from: platform.plane).isEmpty {
            problems.append(
                Problem(
                    .flowForbidden,
                    at: "/@attributes/type",
                    rule: "policy.flow",
                    zh: "\(platform.plane.rawValue) 类平台不得发送 \(dataset)",
                    en: "a platform of the \(platform.plane.rawValue) plane may not send \(dataset)"
                )
            )
        }
        return problems
    }

    /// The problem of a data set that no flow or no contract names.
    package static func unknown(_ dataset: String) -> Problem {
        Problem(
            .datasetUnknown,
            at: "/@attributes/type",
            rule: "policy.dataset",
            zh: "未知的数据集 \(dataset)",
            en: "unknown data set \(dataset)"
        )
    }

    /// The routing attributes that a record of `dataset` from `plane` must carry so that its flows can decide.
    package func requiredAttributes(of dataset: String, from plane: Plane) -> [AttributeName] {
        let flows = flows.flows(of: dataset, from: plane)
        var required: [AttributeName] = []
        if flows.contains(where: { $0.condition.sector == .match }) { required.append(.sector) }
        if flows.contains(where: { $0.condition.region == .match }) { required.append(.region) }
        return required
    }

    /// Everybody who receives a record of `dataset` sent by `sender`, each with the view that holds.
    ///
    /// - Parameters:
    ///   - sector: transaction class of the record, if it carries one.
    ///   - region: region of the record, if it carries one.
    ///   - time: when the decision is taken; a platform without valid certification receives nothing.
    package func recipients(
        dataset: String,
        sender: RegisteredPlatform,
        sector: String?,
        region: String?,
        at time: Instant
    ) -> [Recipient] {
        flows.flows(of: dataset, from: sender.plane).flatMap { flow in
            candidates(of: flow, region: region ?? sender.region).compactMap { platform in
                delivery(by: flow, of: dataset, sender: sender, sector: sector, region: region, to: platform, at: time)
            }
        }
    }

    /// What `recipient` receives of such a record; nil when nothing. The same decision as
    /// ``recipients(dataset:sender:sector:region:at:)``, for one recipient.
    package func delivery(
        of dataset: String,
        sender: RegisteredPlatform,
        sector: String?,
        region: String?,
        to recipient: RegisteredPlatform,
        at time: Instant
    ) -> Recipient? {
        for flow in flows.flows(of: dataset, from: sender.plane) where flow.to == recipient.plane {
            return delivery(
                by: flow,
                of: dataset,
                sender: sender,
                sector: sector,
                region: region,
                to: recipient,
                at: time
            )
        }
        return nil
    }

    private func candidates(of flow: Flow, region: String) -> [RegisteredPlatform] {
        switch flow.condition.region {
        case .any: registry.platforms.filter { $0.plane == flow.to }
        case .match, .optional: registry.platforms(of: flow.to, covering: region)
        }
    }

    private func delivery(
        by flow: Flow,
        of dataset: String,
        sender: RegisteredPlatform,
        sector: String?,
        region: String?,
        to recipient: RegisteredPlatform,
        at time: Instant
    ) -> Recipient? {
        guard recipient.plane == flow.to, recipient.id != sender.id, recipient.certification.holds(at: time),
            sectorMatches(flow.condition.sector, sector, recipient),
            regionMatches(flow.condition.region, region, sender, recipient),
            let view = flows.view(flow.view, of: dataset)
        else { return nil }
        guard let via = flow.via else {
            return Recipient(platform: recipient, view: view, flow: flow.id, via: nil)
        }
        let hubs = registry.platforms(of: via, covering: region ?? sender.region)
        guard let hub = hubs.first(where: { $0.certification.holds(at: time) }) else { return nil }
        return Recipient(platform: recipient, view: view, flow: flow.id, via: hub.id)
    }

    private func sectorMatches(_ match: FlowCondition.Match, _ sector: String?, _ recipient: RegisteredPlatform) -> Bool
    {
        switch match {
        case .any: true
        case .match: sector != nil && recipient.sectors.contains(sector)
        case .optional: recipient.sectors.contains(sector)
        }
    }

    private func regionMatches(
        _ match: FlowCondition.Match,
        _ region: String?,
        _ sender: RegisteredPlatform,
        _ recipient: RegisteredPlatform
    ) -> Bool {
        switch match {
        case .any: true
        case .match: region.map(recipient.covers) ?? false
        case .optional: recipient.covers(region: region ?? sender.region)
        }
    }
}
