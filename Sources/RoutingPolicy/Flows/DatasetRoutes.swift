/// Everything that the flows say of one data set, by the plane of its sender.
final class DatasetRoutes: Sendable {
    /// What a sender's plane may do.
    struct Origin: Sendable {
        /// In the order of the flow table; none where the plane may not send the data set.
        let routes: [Route]
        /// Whether there is one. It stands here so that admission need not look at them.
        let isAllowed: Bool
        /// Whether one of them cannot decide without a transaction class.
        let needsSector: Bool
        /// Whether one of them cannot decide without a region.
        let needsRegion: Bool
    }

    private let trading: Origin
    private let service: Origin
    private let supervision: Origin

    /// What `flows` say of `dataset`.
    init(_ dataset: String, _ flows: FlowTable) {
        func origin(_ plane: Plane) -> Origin {
            let flows = flows.flows(of: dataset, from: plane).map { ($0, flows.view($0.view, of: dataset)) }
            // A table in which a flow has no view does not load.
            let routes = flows.compactMap { flow, view in view.map { Route(flow, view: $0) } }
            return Origin(
                routes: routes,
                isAllowed: !routes.isEmpty,
                needsSector: routes.contains { $0.condition.sector == .match },
                needsRegion: routes.contains { $0.condition.region == .match }
            )
        }
        trading = origin(.trading)
        service = origin(.service)
        supervision = origin(.supervision)
    }

    /// The routes of a sender of `plane`.
    subscript(_ plane: Plane) -> Origin {
        switch plane {
        case .trading: trading
        case .service: service
        case .supervision: supervision
        }
    }
}
