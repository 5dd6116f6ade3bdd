import Pipeline
import Platform
import RoutingPolicy
import Telemetry

/// Tells the log how far a worker of registration or index is with reading back its state; used on the worker's thread alone.
final class RestoreWatch {
    /// Nanoseconds between two lines about one reading.
    private static let interval: UInt64 = 2_000_000_000

    private let plane: Plane
    private let stage: GatewayStage
    private let events: GatewayEvents
    private var started: UInt64 = 0
    private var told: UInt64 = 0

    init(_ plan: WorkerPlan, _ events: GatewayEvents) {
        plane = plan.plane
        stage = plan.stage
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
            tellEnd(progress, after: .nanoseconds(Int64(clamping: now &- started)))
        } else if now &- told > RestoreWatch.interval {
            told = now
            let tell = stage == .index ? events.indexRestoring : events.registrationRestoring
            tell(plane.rawValue, progress.partitions, progress.entries)
        }
    }

    private func tellEnd(_ progress: RestoreProgress, after duration: Duration) {
        if stage == .index {
            events.indexRestored(
                plane: plane.rawValue,
                partitions: progress.partitions,
                claims: progress.claims,
                entries: progress.entries,
                after: duration
            )
        } else {
            events.registrationRestored(
                plane: plane.rawValue,
                partitions: progress.partitions,
                cases: progress.cases,
                entries: progress.entries,
                after: duration
            )
        }
    }
}
