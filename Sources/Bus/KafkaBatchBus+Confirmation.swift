internal import Core
internal import Platform

/// Reading back what was committed, for as long as the group may answer something else.
extension KafkaBatchBus {
    /// How often offsets are written again at most in one go.
    private static let repetitions = 5

    /// How long the group may take to answer; nothing else goes on meanwhile.
    private static let patience: Duration = .seconds(2)

    /// Has offsets that are due for it read back, and writes once more what the group does not know.
    ///
    /// - Parameter isLast: reads back whatever is left, because this member goes.
    func confirmOffsets(isLast: Bool = false) throws(BusFailure) {
        var due = confirmation.takeDue(at: SystemClock.monotonicNanoseconds(), all: isLast)
        for _ in 0..<Self.repetitions {
            due = due.filter { rebalance.held.contains($0.key) }
            guard !due.isEmpty else { return }
            let rebalances = rebalance.rebalances
            guard let answer = try? committedOffsets(Array(due.keys), patience: Self.patience) else {
                // It is asked again when the cluster is there.
                return confirmation.keep(due)
            }
            // Another assignment: whoever has the partitions now goes by what the group answered then.
            guard rebalances == rebalance.rebalances else { return }
            due = OffsetConfirmation.behind(due, answer: answer)
            guard !due.isEmpty else { return }
            let count = UInt64(due.count)
            monitor.update { $0.offsetsWrittenAgain &+= count }
            guard try transact([], try producer.resolve([]), due) == .committed else { return }
        }
    }
}
