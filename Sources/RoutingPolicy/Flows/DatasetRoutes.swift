/// Where the routes of one data set stand among all of a policy, by the role of its sender, and what admission asks of the
/// sender: small enough to lie beside the name by which it is found.
struct DatasetRoutes: Sendable {
    /// What admission asks about a sender's role: it need not look at the routes.
    struct Demand: Sendable {
        /// Whether the role may send the data set.
        let isAllowed: Bool
        /// Whether a route cannot decide without a transaction class.
        let needsSector: Bool
        /// Whether a route cannot decide without a region.
        let needsRegion: Bool
    }

    /// How many routes stand up to and including those of each role, by its position: seven bits each.
    private var ends: UInt64 = 0
    /// Place of the first route.
    private let start: Int32
    /// One bit for each role.
    private var needsSector: UInt16 = 0
    private var needsRegion: UInt16 = 0

    /// What `flows` say of `dataset`; its routes are appended to `routes`.
    init(_ dataset: String, _ flows: FlowTable, appending routes: inout [Route]) {
        start = Int32(routes.count)
        let standard = flows.publicity(of: dataset, Openness())
        for role in ExchangeRole.allCases {
            // A table in which a flow has no view does not load.
            let own = flows.flows(of: dataset, from: role).compactMap { flow in
                flows.view(flow.view, of: dataset).map { Route(flow, view: $0, standard: standard) }
            }
            routes += own
            // Between two roles there is one flow, so there are at most as many routes as pairs of nine: 81.
            ends |= UInt64(routes.count - Int(start)) << UInt64(7 * role.position)
            let bit = UInt16(1) << UInt16(role.position)
            if own.contains(where: { $0.condition.sector == .match }) { needsSector |= bit }
            if own.contains(where: { $0.condition.region == .match }) { needsRegion |= bit }
        }
    }

    /// What is asked of a sender of `role`.
    func demand(of role: ExchangeRole) -> Demand {
        let bit = UInt16(1) << UInt16(role.position)
        return Demand(
            isAllowed: !routes(from: role).isEmpty,
            needsSector: needsSector & bit != 0,
            needsRegion: needsRegion & bit != 0
        )
    }

    /// The places of the routes of a sender of `role`, in the order of the flow table.
    func routes(from role: ExchangeRole) -> Range<Int> {
        let first = role.position == 0 ? 0 : end(at: role.position - 1)
        return Int(start) + first..<Int(start) + end(at: role.position)
    }

    private func end(at position: Int) -> Int { Int(ends >> UInt64(7 * position) & 0x7f) }
}
