import Core
import RoutingPolicy
import Telemetry

/// A worker's table of facts that tells when it has caught up.
///
/// Owned by the worker's thread.
final class WatchedTable: BroadcastTable {
    private let table: any BroadcastTable
    private let plane: Plane
    private let events: GatewayEvents
    private var records = 0
    private var wasCaughtUp = false

    init(_ table: any BroadcastTable, plane: Plane, events: GatewayEvents) {
        self.table = table
        self.plane = plane
        self.events = events
    }

    var isCaughtUp: Bool { table.isCaughtUp }

    func poll(maximum: Int) throws(BusFailure) -> [InboundRecord] {
        try watch { () throws(BusFailure) in try table.poll(maximum: maximum) }
    }

    func pollToEnd(within limit: Duration) throws(BusFailure) -> [InboundRecord] {
        try watch { () throws(BusFailure) in try table.pollToEnd(within: limit) }
    }

    private func watch(_ read: () throws(BusFailure) -> [InboundRecord]) throws(BusFailure) -> [InboundRecord] {
        do throws(BusFailure) {
            let arrived = try read()
            records += arrived.count
            if table.isCaughtUp, !wasCaughtUp {
                wasCaughtUp = true
                events.factsCaughtUp(plane: plane.rawValue, records: records)
            }
            return arrived
        } catch {
            wasCaughtUp = false
            events.factsBehind(plane: plane.rawValue, detail: error.detail)
            throw error
        }
    }
}
