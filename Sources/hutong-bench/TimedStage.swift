internal import Core
internal import Foundation
internal import Pipeline

/// A stage whose own processor time is counted, without that of the bus, and what it writes.
final class TimedStage: Stage {
    /// Processor seconds of the process inside the stage.
    var seconds: Double { Double(ticks) / Double(CLOCKS_PER_SEC) }
    /// Records that it wrote to each topic.
    private(set) var written: [String: Int] = [:]
    /// How many of them are final verdicts.
    private(set) var verdicts = 0
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
        let effects = try stage.process(batch, at: now)
        ticks += clock() - start
        for output in effects.outputs {
            written[output.topic, default: 0] += 1
            if output.headers.contains(where: TimedStage.isVerdict) { verdicts += 1 }
        }
        return effects
    }

    func committed() {
        let start = clock()
        defer { ticks += clock() - start }
        stage.committed()
    }

    func discard() {
        stage.discard()
    }

    private static let verdict = Array("cn.hutong.receipt.v1".utf8)

    private static func isVerdict(_ header: RecordHeader) -> Bool {
        header.name == "ce_type" && header.value == verdict
    }
}
