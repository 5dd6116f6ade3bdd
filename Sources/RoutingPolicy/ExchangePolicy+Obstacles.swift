package import Core

extension ExchangePolicy {
    /// The flow by which a record of `dataset` goes from `sender`'s role to that of `recipient`; nil for none.
    package func flow(of dataset: String, from sender: RegisteredPlatform, to recipient: RegisteredPlatform) -> Flow? {
        flows.flows(of: dataset, from: sender.role).first { $0.to == recipient.role }
    }

    /// Everything that keeps a record from a recipient: empty exactly where
    /// ``delivery(of:sender:sector:region:department:concerned:openness:to:at:)`` delivers.
    package func obstacles(
        of dataset: String,
        sender: RegisteredPlatform,
        sector: String?,
        region: String?,
        department: String? = nil,
        concerned: String? = nil,
        openness: Openness = Openness(),
        to recipient: RegisteredPlatform,
        at time: Instant
    ) -> [DeliveryObstacle] {
        guard let route = route(of: dataset, from: sender, to: recipient) else { return [.noFlow] }
        let record = Addressing(
            sender: sender,
            sector: sector,
            region: region,
            department: department,
            concerned: concerned,
            openness: openness
        )
        var found: [DeliveryObstacle] = []
        if recipient.id == sender.id { found.append(.sender) }
        if !recipient.certification.holds(at: time) { found.append(.notCertified) }
        if !isCompetent(recipient, for: record, on: route) { found.append(.sector(sector)) }
        if !isNear(recipient, to: record, on: route) {
            found.append(.region(region ?? (route.condition.region == .match ? nil : sender.region)))
        }
        if !isConcerned(recipient, by: record, on: route) {
            found.append(.caseOwner(concerned))
        }
        if let department, !isMeant(recipient, by: record, at: namedLevels(of: record, on: route, at: time)) {
            found.append(.department(department))
        }
        if !isOpen(recipient, to: record, on: route) {
            found.append(flows.publicity(of: dataset, openness) == .closed ? .notPublic : .notAuthorised)
        }
        if let via = route.via, passage(of: record, on: route, at: time) == nil { found.append(.noHub(via)) }
        return found
    }

    /// The departments that a record names and that narrow nothing on its way to `recipient`, because nobody who is competent
    /// for the record stands for them; none where departments do not count.
    package func strangeDepartments(
        of dataset: String,
        sender: RegisteredPlatform,
        sector: String?,
        region: String?,
        department: String?,
        to recipient: RegisteredPlatform,
        at time: Instant
    ) -> [String] {
        guard let department, let route = route(of: dataset, from: sender, to: recipient),
            route.condition.department == .optional
        else { return [] }
        return department.split(separator: ";").map(String.init).filter { code in
            let record = Addressing(sender: sender, sector: sector, region: region, department: code)
            return namedLevels(of: record, on: route, at: time).isEmpty
        }
    }
}
