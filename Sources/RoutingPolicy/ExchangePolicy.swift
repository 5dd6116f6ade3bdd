package import Core

/// Who may send what to whom: the registry and the flow table together. Pure: it reads no file and no clock.
package struct ExchangePolicy: Sendable {
    /// The platforms.
    package let registry: Registry
    /// The flows, views, seals and facts.
    package let flows: FlowTable
    /// What the flows say, by data set: found once, not for every record and recipient.
    private let routes: [String: DatasetRoutes]

    /// A policy over `registry` and `flows`.
    package init(registry: Registry, flows: FlowTable) {
        self.registry = registry
        self.flows = flows
        routes = Dictionary(flows.datasets.map { ($0.name, DatasetRoutes($0.name, flows)) }) { first, _ in first }
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
        guard let routes = routes[dataset] else { return problems + [ExchangePolicy.unknown(dataset)] }
        if !routes.demand(of: platform.plane).isAllowed {
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
        guard let demand = routes[dataset]?.demand(of: plane) else { return [] }
        return switch (demand.needsSector, demand.needsRegion) {
        case (true, true): [.sector, .region]
        case (true, false): [.sector]
        case (false, true): [.region]
        case (false, false): []
        }
    }

    /// How far a record of `dataset` that says `openness` goes less far than others of `plane`: nil where it goes wherever
    /// they go.
    package func restriction(of dataset: String, from plane: Plane, _ openness: Openness) -> Publicity? {
        let publicity = flows.publicity(of: dataset, openness)
        let routes = routes[dataset]?.routes(from: plane) ?? []
        switch publicity {
        case .open: return nil
        case .authorised:
            return routes.contains { $0.to != .supervision || $0.condition.reach == .open } ? .authorised : nil
        case .closed: return routes.contains { $0.condition.reach != .all } ? .closed : nil
        }
    }

    /// Everybody who receives a record of `dataset` sent by `sender`, each with the view that holds.
    ///
    /// - Parameters:
    ///   - sector: transaction class of the record, if it carries one.
    ///   - region: region of the record, if it carries one.
    ///   - openness: what the record says of its publicity.
    ///   - time: when the decision is taken; a platform without valid certification receives nothing.
    package func recipients(
        dataset: String,
        sender: RegisteredPlatform,
        sector: String?,
        region: String?,
        openness: Openness = Openness(),
        at time: Instant
    ) -> [Recipient] {
        guard let routes = routes[dataset]?.routes(from: sender.plane) else { return [] }
        let record = Addressing(
            dataset: dataset,
            sender: sender,
            sector: sector,
            region: region,
            publicity: flows.publicity(of: dataset, openness)
        )
        var recipients: [Recipient] = []
        for route in routes {
            guard let passage = passage(of: record, on: route, at: time) else { continue }
            func consider(_ platform: RegisteredPlatform) {
                guard isEntitled(platform, to: record, on: route, at: time) else { return }
                recipients.append(Recipient(platform: platform, grant: route.grant, hub: passage.hub))
            }
            switch route.condition.region {
            case .any: registry[route.to].all.forEach(consider)
            case .match: if let region = record.own { registry[route.to].forEach(covering: region, consider) }
            case .optional: if let region = record.place { registry[route.to].forEach(covering: region, consider) }
            }
        }
        return recipients
    }

    /// What `recipient` receives of such a record; nil when nothing. The same decision as
    /// ``recipients(dataset:sender:sector:region:openness:at:)``, for one recipient.
    ///
    /// - Complexity: a few look-ups, however many platforms and flows there are.
    package func delivery(
        of dataset: String,
        sender: RegisteredPlatform,
        sector: String?,
        region: String?,
        openness: Openness = Openness(),
        to recipient: RegisteredPlatform,
        at time: Instant
    ) -> Recipient? {
        guard let route = routes[dataset]?.routes(from: sender.plane).first(where: { $0.to == recipient.plane }) else {
            return nil
        }
        let record = Addressing(
            dataset: dataset,
            sender: sender,
            sector: sector,
            region: region,
            publicity: flows.publicity(of: dataset, openness)
        )
        guard isNear(recipient, to: record, on: route), isEntitled(recipient, to: record, on: route, at: time),
            let passage = passage(of: record, on: route, at: time)
        else { return nil }
        return Recipient(platform: recipient, grant: route.grant, hub: passage.hub)
    }

    /// What decides about the recipients of a record, in the form in which it is compared.
    private struct Addressing {
        let dataset: String
        let publicity: Publicity
        let sender: RegisteredPlatform
        let sector: SectorCode?
        let hasSector: Bool
        /// Its region, if it carries one.
        let own: RegionCode?
        /// Its region, or that of its sender.
        let place: RegionCode?

        init(
            dataset: String,
            sender: RegisteredPlatform,
            sector: String?,
            region: String?,
            publicity: Publicity
        ) {
            self.dataset = dataset
            self.publicity = publicity
            self.sender = sender
            self.sector = sector.flatMap(SectorCode.init)
            hasSector = sector != nil
            own = region.flatMap(RegionCode.init)
            place = region == nil ? RegionCode(sender.region) : own
        }
    }

    /// That a route is open, and through which hub it goes where it names one.
    private struct Passage {
        let hub: RegisteredPlatform?
    }

    /// The passage of the record; nil where `route` needs a hub and no certified one covers the region.
    private func passage(of record: Addressing, on route: Route, at time: Instant) -> Passage? {
        guard let via = route.via else { return Passage(hub: nil) }
        guard let place = record.place else { return nil }
        return registry[via].first(covering: place) { $0.certification.holds(at: time) }.map { Passage(hub: $0) }
    }

    /// Everything but the region.
    private func isEntitled(
        _ recipient: RegisteredPlatform,
        to record: Addressing,
        on route: Route,
        at time: Instant
    ) -> Bool {
        guard recipient.certification.holds(at: time) else { return false }
        let isCompetent =
            switch route.condition.sector {
            case .any: true
            case .match: record.hasSector && recipient.isResponsible(for: record.sector)
            case .optional: recipient.isResponsible(for: record.sector)
            }
        return isCompetent && recipient.id != record.sender.id
            && route.condition.carries(
                record.publicity,
                record.dataset,
                of: route.grant.flow,
                to: recipient
            )
    }

    private func isNear(_ recipient: RegisteredPlatform, to record: Addressing, on route: Route) -> Bool {
        switch route.condition.region {
        case .any: true
        case .match: record.own.map(recipient.scope.covers) ?? false
        case .optional: record.place.map(recipient.scope.covers) ?? false
        }
    }
}
