import Bus
import Core
import Platform

/// Reads topics once, from the beginning to where they stand when it starts, with progress on standard error.
struct TopicSweep {
    /// How long nothing may come before the cluster counts as unavailable.
    private static let patience: UInt64 = 30_000_000_000

    let connection: ClusterConnection
    let topics: [String]
    /// What the progress line says.
    let label: BilingualText

    /// Hands every record to `take`.
    ///
    /// - Returns: false when a signal ended it before the end.
    /// - Throws: ``CommandFailure`` with code 69 when the cluster does not answer.
    func read(on console: Console, _ take: (InboundRecord) -> Void) throws(CommandFailure) -> Bool {
        let stop = StopSignal()
        let signals = SignalSource(ProcessSignal.allCases) { _ in stop.raise() }
        defer { signals.cancel() }
        return try CommandFailure.bus { () throws(BusFailure) in
            let reader = try TopicReader(connection, topics: topics, start: .beginning)
            defer { reader.close() }
            var progress = ProgressLine(console, label: label)
            var count = 0
            var last = SystemClock.monotonicNanoseconds()
            while !reader.isCaughtUp {
                guard !stop.isSet else { return false }
                let records = try reader.read(wait: .milliseconds(100))
                for record in records { take(record) }
                count += records.count
                progress.update(count)
                if !records.isEmpty { last = SystemClock.monotonicNanoseconds() }
                guard SystemClock.monotonicNanoseconds() - last < Self.patience else {
                    throw BusFailure(.unavailable, "the end of the topics was not reached")
                }
            }
            return true
        }
    }
}
