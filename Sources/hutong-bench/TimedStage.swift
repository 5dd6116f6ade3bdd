internal import Core
internal import Foundation
internal import Pipeline

/// A stage whose own processor time is counted, without that of the bus.
final class TimedStage: Stage {
    /// Processor seconds of the process inside the stage.
    var seconds: Double { Double(ticks) / Double(CLOCKS_PER_SEC) }
    private var ticks = 0
    private let stage: any Stage

    /// Counts the time of `stage`.
    init(_ stage: any Stage) {
        self.stage = stage
    }

    var keepsState: Bool { stage.keepsState }

    func assigned(_ partitions: [TopicPartition]) throws(BusFailure) {
        try stage.assigned(partitions)
    }

    func due(at now: Instant) -> Set<TopicPartition> {
        let start = clock()
        defer { ticks += clock() - start }
        return stage.due(at: now)
    }

    func refresh() throws(BusFailure) {
        try stage.refresh()
    }

    func process(_ batch: RecordBatch, at now: Instant) throws(BusFailure) -> BatchEffects {
        let start = clock()
        defer { ticks += clock() - start }
        return try stage.process(batch, at: now)
    }

    func committed() {
        let start = clock()
        defer { ticks += clock() - start }
        stage.committed()
    }

    func discard() {
        stage.discard()
    }
}
