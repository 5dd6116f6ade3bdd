package import RoutingPolicy

/// Which part of the work one process does.
package struct GatewayScope: Sendable, Hashable {
    /// Its stages.
    package var stages: Set<GatewayStage>
    /// Its planes: of the senders for admission, of the recipients for delivery.
    package var planes: Set<Plane>

    /// A scope; everything unless restricted.
    package init(
        stages: Set<GatewayStage> = Set(GatewayStage.allCases),
        planes: Set<Plane> = Set(Plane.allCases)
    ) {
        self.stages = stages
        self.planes = planes
    }
}
