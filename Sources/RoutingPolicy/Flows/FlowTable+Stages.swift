/// What a table asks of the stages beyond their own plane.
extension FlowTable {
    /// The planes whose facts `stage` follows for the records of `plane`, its own first: what others suspend, whose case a
    /// record of supervision is about, and what is acknowledged.
    package func planesOfFacts(for stage: GatewayStage, of plane: Plane) -> [Plane] {
        switch stage {
        case .admission:
            var others: Set<Plane> = []
            if !seals.isEmpty, alertedPlanes(by: .admission).contains(plane) {
                others.formUnion(planes(stating: .suspended))
            }
            if flows.contains(where: { $0.from.plane == plane && $0.condition.ownership == .owner }) {
                others.insert(.trading)
            }
            others.remove(plane)
            return [plane] + others.sorted { $0.rawValue < $1.rawValue }
        case .index: return alertedPlanes(by: .index).contains(plane) ? [.trading] : []
        case .registration, .delivery: return []
        }
    }

    /// True where a record of `dataset` from `role` goes to the trading platform that registered its case.
    package func concernsOwner(_ dataset: String, from role: ExchangeRole) -> Bool {
        flows(of: dataset, from: role).contains { $0.condition.ownership == .owner }
    }

    /// The planes about whose records `stage` may raise alerts: admission where sealed data comes from, the index where
    /// something has to be acknowledged.
    package func alertedPlanes(by stage: GatewayStage) -> Set<Plane> {
        let datasets: Set<String> =
            switch stage {
            case .admission: Set(seals.map(\.dataset))
            case .index: Set(acknowledgements.map(\.dataset))
            case .registration, .delivery: []
            }
        return Set(flows.filter { !$0.datasets.isDisjoint(with: datasets) }.map(\.from.plane))
    }
}
