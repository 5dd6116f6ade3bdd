package import Core

extension ExchangePolicy {
    /// The flow by which a record of `dataset` goes from `sender`'s plane to that of `recipient`; nil for none.
    package func flow(of dataset: String, from sender: RegisteredPlatform, to recipient: RegisteredPlatform) -> Flow? {
        flows.flows(of: dataset, from: sender.plane).first { $0.to == recipient.plane }
    }

    /// Everything that keeps a record from a recipient: empty exactly where
    /// ``delivery(of:sender:sector:region:openness:to:at:)`` delivers.
    package func obstacles(
        of dataset: String,
        sender: RegisteredPlatform,
        sector: String?,
        region: String?,
        openness: Openness = Openness(),
        to recipient: RegisteredPlatform,
        at time: Instant
    ) -> [DeliveryObstacle] {
        guard let flow = flow(of: dataset, from: sender, to: recipient) else { return [.noFlow] }
        var found: [DeliveryObstacle] = []
        if recipient.id == sender.id { found.append(.sender) }
        if !recipient.certification.holds(at: time) { found.append(.notCertified) }
        switch flow.condition.sector {
        case .any: break
        case .match where sector == nil: found.append(.sector(nil))
        case .match, .optional:
            if !recipient.sectors.contains(sector) { found.append(.sector(sector)) }
        }
        switch flow.condition.region {
        case .any: break
        case .match:
            if !(region.map(recipient.covers) ?? false) { found.append(.region(region)) }
        case .optional:
            if !recipient.covers(region: region ?? sender.region) { found.append(.region(region ?? sender.region)) }
        }
        let publicity = flows.publicity(of: dataset, openness)
        if !flow.condition.carries(publicity, dataset, of: flow.id, to: recipient) {
            found.append(publicity == .closed ? .notPublic : .notAuthorised)
        }
        if flows.view(flow.view, of: dataset) == nil { found.append(.noView(flow.view)) }
        if let via = flow.via,
            !registry.platforms(of: via, covering: region ?? sender.region).contains(where: {
                $0.certification.holds(at: time)
            })
        {
            found.append(.noHub(via))
        }
        return found
    }
}
