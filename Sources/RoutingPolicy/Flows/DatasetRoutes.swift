/// Everything that the flows say of one data set, by the role of its sender.
final class DatasetRoutes: Sendable {
    /// What admission asks about a sender's role: it need not look at the routes.
    struct Demand: Sendable {
        /// Whether the role may send the data set.
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

    /// By the position of the role.
    private let demands: [Demand]
    /// By the position of the role.
    private let routes: [[Route]]

    /// What `flows` say of `dataset`.
    init(_ dataset: String, _ flows: FlowTable) {
        routes = ExchangeRole.allCases.map { role in
            // A table in which a flow has no view does not load.
            flows.flows(of: dataset, from: role).compactMap { flow in
                flows.view(flow.view, of: dataset).map { Route(flow, view: $0) }
            }
        }
        demands = routes.map(Demand.init)
    }

    /// What is asked of a sender of `role`.
    func demand(of role: ExchangeRole) -> Demand { demands[role.position] }

    /// The routes of a sender of `role`, in the order of the flow table.
    func routes(from role: ExchangeRole) -> [Route] { routes[role.position] }
}
