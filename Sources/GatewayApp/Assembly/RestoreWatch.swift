import Pipeline
import Platform
import RoutingPolicy
import Telemetry

/// Tells the log how far a registration worker is with reading back its state; used on the worker's thread alone.
final class RestoreWatch {
    /// Nanoseconds between two lines about one reading.
    private static let interval: UInt64 = 2_000_000_000

    private let plane: Plane
    private let events: GatewayEvents
    private var started: UInt64 = 0
    private var told: UInt64 = 0

    init(_ plane: Plane, _ events: GatewayEvents) {
        self.plane = plane
        self.events = events
    }

    /// A line for the end of each reading, and one every two seconds until then.
    func tell(_ progress: RestoreProgress) {
        let now = SystemClock.monotonicNanoseconds()
        if progress.entries == 0, !progress.isComplete {
            started = now
            told = now
        }
        if progress.isComplete {
            events.registrationRestored(
                plane: plane.rawValue,
                partitions: progress.partitions,
                cases: progress.cases,
                entries: progress.entries,
                after: .nanoseconds(Int64(clamping: now &- started))
            )
        } else if now &- told > RestoreWatch.interval {
            told = now
            events.registrationRestoring(
                plane: plane.rawValue,
                partitions: progress.partitions,
                entries: progress.entries
            )
        }
    }
}
