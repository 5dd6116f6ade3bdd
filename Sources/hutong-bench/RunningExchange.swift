internal import Bus
internal import Core
internal import Platform

/// The three stages at work in threads of this process.
struct RunningExchange {
    let connection: ClusterConnection
    /// Where submissions go.
    let submit: String
    /// Where accepted records stand.
    let ledger: String
    /// Where the recipient reads.
    let deliver: String
    let threads: [NamedThread]
    let stop: StopSignal
    /// Why a stage ended.
    let failure: Locked<String?>
    /// When admission had committed its first batch; 0 before.
    let begin: Locked<UInt64>

    /// Records per second, for the submissions of `mix` that stood in the topic: from the first batch admitted to the last
    /// delivery that its reader saw.
    ///
    /// The first batch itself counts as done at the start; it is one of many.
    func rate(of mix: RegistrationMix) throws -> Double {
        let reader = try TopicReader(connection, topics: [deliver], start: .beginning)
        defer { reader.close() }
        var last: UInt64 = 0
        var deliveries = 0
        let start = SystemClock.monotonicNanoseconds()
        while true {
            let count = try reader.read(maximum: 5000, wait: .milliseconds(20)).count
            let now = SystemClock.monotonicNanoseconds()
            if count > 0 { last = now }
            deliveries += count
            try check()
            if last > 0, now - last > 8_000_000_000 { break }
            guard now - start < 300_000_000_000 else { throw BenchmarkFailure(69, "nothing is delivered") }
        }
        let ledger = try TopicReader(connection, topics: [ledger], start: .beginning)
        defer { ledger.close() }
        let accepted = try ledger.readToEnd(deadline: .seconds(120)).count
        guard accepted == mix.accepted, deliveries > 0 else {
            throw BenchmarkFailure(70, "\(accepted) of \(mix.accepted) records in the ledger, \(deliveries) delivered")
        }
        return Double(mix.events.count) / (Double(last - begin.withLock { $0 }) / 1e9)
    }

    /// The times of `mix`, sent at an even pace.
    func latencies(of mix: RegistrationMix, perSecond: Double) throws -> Latencies {
        let latencies = try PacedLoad(mix, connection).run(from: submit, to: deliver, perSecond: perSecond)
        try check()
        return latencies
    }

    /// Ends the stages.
    func end() throws {
        stop.raise()
        for thread in threads where !thread.join(within: .seconds(30)) {
            throw BenchmarkFailure(70, "a stage does not end")
        }
        try check()
    }

    private func check() throws {
        if let failure = failure.withLock({ $0 }) { throw BenchmarkFailure(70, failure) }
    }
}
