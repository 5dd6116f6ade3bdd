/// Everything that the flows say of one data set, by the plane of its sender.
final class DatasetRoutes: Sendable {
    /// What admission asks about a sender's plane: it need not look at the routes.
    struct Demand: Sendable {
        /// Whether the plane may send the data set.
        let isAllowed: Bool
        /// Whether a route cannot decide without a transaction class.
        let needsSector: Bool
        /// Whether a route cannot decide without a region.
        let needsRegion: Bool

        /// What `routes` ask for.
        init(_ routes: [Route]) {
            isAllowed = !routes.isEmpty
            needsSector = routes.contains { $0.condition.sector == .match }
            needsRegion = routes.contains { $0.condition.region == .match }
        }
    }

    private let ofTrading: Demand
    private let ofService: Demand
    private let ofSupervision: Demand
    private let fromTrading: [Route]
    private let fromService: [Route]
    private let fromSupervision: [Route]

    /// What `flows` say of `dataset`.
    init(_ dataset: String, _ flows: FlowTable) {
        func routes(_ plane: Plane) -> [Route] {
            // A table in which a flow has no view does not load.
            flows.flows(of: dataset, from: plane).compactMap { flow in
                flows.view(flow.view, of: dataset).map { Route(flow, view: $0) }
            }
        }
        fromTrading = routes(.trading)
        fromService = routes(.service)
        fromSupervision = routes(.supervision)
        ofTrading = Demand(fromTrading)
        ofService = Demand(fromService)
        ofSupervision = Demand(fromSupervision)
    }

    /// What is asked of a sender of `plane`.
    func demand(of plane: Plane) -> Demand {
        switch plane {
        case .trading: ofTrading
        case .service: ofService
        case .supervision: ofSupervision
        }
    }

    /// The routes of a sender of `plane`, in the order of the flow table.
    func routes(from plane: Plane) -> [Route] {
        switch plane {
        case .trading: fromTrading
        case .service: fromService
        case .supervision: fromSupervision
        }
    }
}
