package import Core

/// Who may send what to whom: the registry and the flow table together. Pure: it reads no file and no clock.
package struct ExchangePolicy: Sendable {
    /// The platforms.
    package let registry: Registry
    /// The flows, views, seals and facts.
    package let flows: FlowTable
    /// What the flows say, by data set: found once, not for every record and recipient.
    private let datasets: NameTable<DatasetRoutes>
    /// The routes of all data sets, those of one beside each other.
    private let routes: [Route]

    /// A policy over `registry` and `flows`.
    package init(registry: Registry, flows: FlowTable) {
        self.registry = registry
        self.flows = flows
        var routes: [Route] = []
        datasets = NameTable(
            flows.datasets.map { ($0.name, DatasetRoutes($0.name, flows, appending: &routes)) }
        )
        self.routes = routes
    }

    /// What forbids `platform` to send a record of `dataset` at `time`; empty when it may.
    ///
    /// - Parameter dataset: wire name, nil when the envelope does not name one (then only the platform is judged).
    package func admission(of dataset: String?, from platform: RegisteredPlatform, at time: Instant) -> [Problem] {
        var problems: [Problem] = []
        if !platform.isCertified(at: time) {
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
        guard let entry = datasets[dataset] else { return problems + [ExchangePolicy.unknown(dataset)] }
        if !entry.demand(of: platform.role).isAllowed {
            problems.append(
                Problem(
                    .flowForbidden,
                    at: "/@attributes/type",
                    rule: "policy.flow",
                    zh: "\(platform.role.rawValue) 类平台不得发送 \(dataset)",
                    en: "a platform of the role \(platform.role.rawValue) may not send \(dataset)"
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

    /// The routing attributes that a record of `dataset` from `role` must carry so that its flows can decide.
    package func requiredAttributes(of dataset: String, from role: ExchangeRole) -> [AttributeName] {
        guard let demand = datasets[dataset]?.demand(of: role) else { return [] }
        return switch (demand.needsSector, demand.needsRegion) {
        case (true, true): [.sector, .region]
        case (true, false): [.sector]
        case (false, true): [.region]
        case (false, false): []
        }
    }

    /// How far a record of `dataset` that says `openness` goes less far than others of `role`: nil where it goes wherever
    /// they go.
    package func restriction(of dataset: String, from role: ExchangeRole, _ openness: Openness) -> Publicity? {
        let publicity = flows.publicity(of: dataset, openness)
        guard publicity != flows.publicity(of: dataset, Openness()) else { return nil }
        let routes = datasets[dataset].map { self.routes[$0.routes(from: role)] } ?? []
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
    ///   - department: codes of its supervising departments, if it carries any.
    ///   - concerned: registry id of the platform that registered the case, if one has.
    ///   - openness: what the record says of its publicity.
    ///   - time: when the decision is taken; a platform without valid certification receives nothing.
    package func recipients(
        dataset: String,
        sender: RegisteredPlatform,
        sector: String?,
        region: String?,
        department: String? = nil,
        concerned: String? = nil,
        openness: Openness = Openness(),
        at time: Instant
    ) -> [Recipient] {
        guard let places = datasets[dataset]?.routes(from: sender.role) else { return [] }
        let record = Addressing(
            sender: sender,
            sector: sector,
            region: region,
            department: department,
            concerned: concerned,
            openness: openness
        )
        var recipients: [Recipient] = []
        for place in places {
            let route = routes[place]
            guard let passage = passage(of: record, on: route, at: time) else { continue }
            let levels = namedLevels(of: record, on: route, at: time)
            func consider(_ platform: RegisteredPlatform) {
                guard isEntitled(platform, to: record, on: route, at: time), isMeant(platform, by: record, at: levels)
                else { return }
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
    /// ``recipients(dataset:sender:sector:region:department:concerned:openness:at:)``, for one recipient.
    ///
    /// - Complexity: a few look-ups, however many platforms and flows there are.
    package func delivery(
        of dataset: String,
        sender: RegisteredPlatform,
        sector: String?,
        region: String?,
        department: String? = nil,
        concerned: String? = nil,
        openness: Openness = Openness(),
        to recipient: RegisteredPlatform,
        at time: Instant
    ) -> Recipient? {
        guard let route = route(of: dataset, from: sender, to: recipient) else { return nil }
        let record = Addressing(
            sender: sender,
            sector: sector,
            region: region,
            department: department,
            concerned: concerned,
            openness: openness
        )
        guard isNear(recipient, to: record, on: route), isEntitled(recipient, to: record, on: route, at: time),
            isMeant(recipient, by: record, at: namedLevels(of: record, on: route, at: time)),
            let passage = passage(of: record, on: route, at: time)
        else { return nil }
        return Recipient(platform: recipient, grant: route.grant, hub: passage.hub)
    }

    // MARK: What decides, for the decision and for what explains it

    /// That a route is open, and through which hub it goes where it names one.
    struct Passage {
        let hub: RegisteredPlatform?
    }

    /// The route by which a record of `dataset` goes from `sender`'s role to that of `recipient`; nil for none.
    func route(of dataset: String, from sender: RegisteredPlatform, to recipient: RegisteredPlatform) -> Route? {
        guard let places = datasets[dataset]?.routes(from: sender.role) else { return nil }
        for place in places where routes[place].to == recipient.role { return routes[place] }
        return nil
    }

    /// True when the record is public enough to go this way to `recipient`.
    func isOpen(_ recipient: RegisteredPlatform, to record: Addressing, on route: Route) -> Bool {
        route.condition.carries(
            record.openness.publicity(otherwise: route.standard),
            route.grant.view.contract,
            of: route.grant.flow,
            to: recipient
        )
    }

    /// True when the record's transaction class falls to `recipient`.
    func isCompetent(_ recipient: RegisteredPlatform, for record: Addressing, on route: Route) -> Bool {
        switch route.condition.sector {
        case .any: true
        case .match: record.hasSector && recipient.isResponsible(for: record.sector)
        case .optional: recipient.isResponsible(for: record.sector)
        }
    }

    /// True when the record's region is the recipient's.
    func isNear(_ recipient: RegisteredPlatform, to record: Addressing, on route: Route) -> Bool {
        switch route.condition.region {
        case .any: true
        case .match: record.own.map(recipient.scope.covers) ?? false
        case .optional: record.place.map(recipient.scope.covers) ?? false
        }
    }

    /// True where whose case it is does not matter, or it is the recipient's.
    func isConcerned(_ recipient: RegisteredPlatform, by record: Addressing, on route: Route) -> Bool {
        switch route.condition.ownership {
        case .any: true
        case .owner: record.concerned == recipient.id
        }
    }

    /// The passage of the record; nil where `route` needs a hub and no certified one covers the region.
    func passage(of record: Addressing, on route: Route, at time: Instant) -> Passage? {
        guard let via = route.via else { return Passage(hub: nil) }
        guard let place = record.place else { return nil }
        return registry[via].first(covering: place) { $0.isCertified(at: time) }.map { Passage(hub: $0) }
    }

    /// The levels at which a department that the record names has somebody who stands for it and is competent for the
    /// record by `route`: there the others are not meant (rule R5). Empty where no department counts.
    func namedLevels(of record: Addressing, on route: Route, at time: Instant) -> Set<AdministrativeLevel> {
        guard route.condition.department == .optional else { return [] }
        var levels: Set<AdministrativeLevel> = []
        for code in record.departments {
            for platform in registry.platforms(ofDepartment: code)
            where platform.role == route.to && isEntitled(platform, to: record, on: route, at: time)
                && isNear(platform, to: record, on: route)
            {
                levels.insert(platform.level)
            }
        }
        return levels
    }

    /// True unless somebody else at the recipient's level stands for the departments of the record.
    func isMeant(
        _ recipient: RegisteredPlatform,
        by record: Addressing,
        at levels: Set<AdministrativeLevel>
    ) -> Bool {
        levels.isEmpty || !levels.contains(recipient.level)
            || recipient.departments.stands(forAny: record.departments)
    }

    /// Everything but region, department and hub.
    private func isEntitled(
        _ recipient: RegisteredPlatform,
        to record: Addressing,
        on route: Route,
        at time: Instant
    ) -> Bool {
        recipient.isCertified(at: time) && isCompetent(recipient, for: record, on: route)
            && recipient !== record.sender && isConcerned(recipient, by: record, on: route)
            && isOpen(recipient, to: record, on: route)
    }
}
