package import Core

/// Who is told of alerts (docs/specs/topics.md §17).
extension ExchangePolicy {
    /// True when `recipient` receives an alert about something of `sector` in `region`: a certified supervision platform
    /// that is competent for both, or the one whose own record it is about, `concerned`.
    ///
    /// Without a transaction class only supervisors of all classes are competent.
    package func isAlerted(
        _ recipient: RegisteredPlatform,
        sector: String?,
        region: String,
        concerned: String?,
        at time: Instant
    ) -> Bool {
        guard recipient.plane == .supervision, recipient.certification.holds(at: time) else { return false }
        if recipient.id == concerned { return true }
        return recipient.covers(region: region) && recipient.isResponsible(for: sector.flatMap(SectorCode.init))
    }

    /// The planes whose facts `stage` follows for the records of `plane`, its own first: what others suspend, whose case a
    /// record of supervision is about, and what is acknowledged.
    package func planesOfFacts(for stage: GatewayStage, of plane: Plane) -> [Plane] {
        switch stage {
        case .admission:
            var others: Set<Plane> = []
            if !flows.seals.isEmpty, alertedPlanes(by: .admission).contains(plane) {
                others.formUnion(flows.planes(stating: .suspended))
            }
            if flows.flows.contains(where: { $0.from == plane && $0.condition.ownership == .owner }) { others.insert(.trading) }
            others.remove(plane)
            return [plane] + others.sorted { $0.rawValue < $1.rawValue }
        case .index: return alertedPlanes(by: .index).contains(plane) ? [.trading] : []
        case .registration, .delivery: return []
        }
    }

    /// True where a record of `dataset` from `plane` goes to the trading platform that registered its case.
    package func concernsOwner(_ dataset: String, from plane: Plane) -> Bool {
        flows.flows(of: dataset, from: plane).contains { $0.condition.ownership == .owner }
    }

    /// The planes about whose records `stage` may raise alerts: admission where sealed data comes from, the index where
    /// something has to be acknowledged.
    package func alertedPlanes(by stage: GatewayStage) -> Set<Plane> {
        let datasets: Set<String> =
            switch stage {
            case .admission: Set(flows.seals.map(\.dataset))
            case .index: Set(flows.acknowledgements.map(\.dataset))
            case .registration, .delivery: []
            }
        return Set(flows.flows.filter { !$0.datasets.isDisjoint(with: datasets) }.map(\.from))
    }
}
