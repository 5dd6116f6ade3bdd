/// What a platform is to the flows: one of the three planes that the law separates, or one of the adjacent systems. Flows
/// lead from role to role; topics, workers and rights go by plane.
package enum ExchangeRole: String, Sendable, Hashable, CaseIterable {
    case trading
    case service
    case supervision
    case credit
    case investment
    case inspection
    case certification
    case experts
    case archive

    /// The role of a platform of `plane`, which is `system` on the adjacent plane.
    ///
    /// - Returns: nil where an adjacent platform does not say what it is.
    package init?(_ plane: Plane, _ system: AdjacentSystem?) {
        switch plane {
        case .trading: self = .trading
        case .service: self = .service
        case .supervision: self = .supervision
        case .adjacent:
            guard let system else { return nil }
            self.init(system)
        }
    }

    /// The role of an adjacent system.
    package init(_ system: AdjacentSystem) {
        switch system {
        case .credit: self = .credit
        case .investment: self = .investment
        case .inspection: self = .inspection
        case .certification: self = .certification
        case .experts: self = .experts
        case .archive: self = .archive
        }
    }

    /// The plane of its platforms.
    package var plane: Plane {
        switch self {
        case .trading: .trading
        case .service: .service
        case .supervision: .supervision
        case .credit, .investment, .inspection, .certification, .experts, .archive: .adjacent
        }
    }

    /// The roles that platforms of `plane` can have.
    static func roles(of plane: Plane) -> Set<ExchangeRole> { Set(allCases.filter { $0.plane == plane }) }

    /// Its place in ``allCases``, by which tables over all roles are indexed.
    var position: Int {
        switch self {
        case .trading: 0
        case .service: 1
        case .supervision: 2
        case .credit: 3
        case .investment: 4
        case .inspection: 5
        case .certification: 6
        case .experts: 7
        case .archive: 8
        }
    }

    /// True for who may meet trading only through the public service: everybody but those two (rules R2 and R14).
    var isBeyondTheHub: Bool { self != .trading && self != .service }
}
