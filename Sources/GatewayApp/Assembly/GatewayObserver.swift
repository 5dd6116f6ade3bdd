import Bus
import Core
import Pipeline
import Platform
import RoutingPolicy
import Telemetry

/// Looks at the workers four times a second and tells readiness, log and metrics what has changed.
final class GatewayObserver: Sendable {
    /// One worker and where to look at it.
    struct Watched: Sendable {
        let stage: GatewayStage
        let worker: Worker
        let probe: WorkerProbe
    }

    private static let interval: Duration = .milliseconds(250)

    private let watched: [Watched]
    private let readiness: Readiness
    private let events: GatewayEvents
    private let stopSignal = StopSignal()
    private let thread = Locked<NamedThread?>(nil)

    init(_ watched: [Watched], readiness: Readiness, events: GatewayEvents) {
        self.watched = watched
        self.readiness = readiness
        self.events = events
    }

    /// What each worker's bus did so far, by the worker's name.
    var statistics: [String: BusStatistics] {
        Dictionary(
            watched.compactMap { one in one.probe.statistics.map { (one.worker.identity.worker, $0) } }
        ) { first, _ in first }
    }

    func start() {
        let started = NamedThread("hutong-observe") { [self] in
            var held: [String: Set<TopicPartition>] = [:]
            while !stopSignal.wait(upTo: GatewayObserver.interval) { look(&held) }
        }
        thread.withLock { $0 = started }
    }

    /// Ends the thread; what it watched is no longer ready.
    func stop() {
        stopSignal.raise()
        _ = thread.withLock { $0 }?.join(within: .seconds(1))
        events.readyLost(.assignment, in: readiness, detail: "draining")
    }

    private func look(_ held: inout [String: Set<TopicPartition>]) {
        let statistics = watched.map { $0.probe.statistics }
        tellLatches(statistics)
        for stage in GatewayStage.allCases {
            let own = zip(watched, statistics).filter { $0.0.stage == stage }
            guard !own.isEmpty else { continue }
            tellAssignment(of: stage, own.map { ($0.0.worker.identity.worker, $0.1) }, &held)
        }
    }

    private func tellLatches(_ statistics: [BusStatistics?]) {
        // A worker without a bus is connecting; one whose bus is cut off waits, and would wait for ever without a word.
        let without = zip(watched, statistics).filter { $0.1?.isCutOff != false }.map { $0.0.worker.identity.worker }
        if without.isEmpty {
            events.readyGained(.broker, in: readiness)
        } else {
            events.readyLost(.broker, in: readiness, detail: without.joined(separator: ", "))
        }
        let waiting = zip(watched, statistics).filter { watched, statistics in
            statistics?.hasJoined != true
                || (watched.stage.remembers && watched.probe.restoring?.isComplete != true)
        }.map { $0.0.worker.identity.worker }
        if waiting.isEmpty {
            events.readyGained(.assignment, in: readiness)
        } else {
            events.readyLost(.assignment, in: readiness, detail: waiting.joined(separator: ", "))
        }
    }

    /// Compares each worker's partitions with those it held at the last look.
    private func tellAssignment(
        of stage: GatewayStage,
        _ workers: [(name: String, statistics: BusStatistics?)],
        _ held: inout [String: Set<TopicPartition>]
    ) {
        let total = workers.reduce(0) { $0 + ($1.statistics?.assigned.count ?? 0) }
        for (name, statistics) in workers {
            let now = Set(statistics?.assigned ?? [])
            let before = held[name] ?? []
            let gained = now.subtracting(before).count
            let given = before.subtracting(now).count
            if given > 0 {
                let kind: RebalanceKind = statistics == nil ? .lost : .revoked
                events.rebalanced(stage: stage.rawValue, kind, partitions: given, assigned: total)
            }
            if gained > 0 {
                events.rebalanced(stage: stage.rawValue, .assigned, partitions: gained, assigned: total)
            }
            held[name] = now
        }
        let paused = workers.filter { $0.statistics?.isPaused == true }
        let pausedPartitions = paused.reduce(0) { $0 + ($1.statistics?.assigned.count ?? 0) }
        events.metrics.bus.paused.set(Double(pausedPartitions), stage.rawValue)
        var lag: [TopicPartition: Int64] = [:]
        for worker in workers { lag.merge(worker.statistics?.lag ?? [:]) { max($0, $1) } }
        events.lag(stage: stage.rawValue, of: lag)
    }
}
