package import Core
package import Trust

/// When each source is asked next. Pure: time and chance come from outside.
///
/// Every source is asked once in each poll interval. One that fails is left alone for longer and longer, with a random part
/// of it, and never longer than five minutes or the interval. What another process asked within the interval is not asked
/// again here. No more than ``concurrency`` attempts run at a time, and no more than ``perHost`` at one host, so that a dead
/// endpoint takes only its own places.
package struct FetchSchedule: Sendable {
    /// Most attempts at a time.
    package static let concurrency = 8
    /// Most attempts at a time at one host.
    package static let perHost = 2
    /// Longest pause after failures, in milliseconds.
    static let ceiling: Int64 = 5 * 60 * 1000

    private struct State {
        var source: FetchSource
        var due: Instant
        var failures = 0
        var host: String?
        var wasAsked = false
    }

    private let interval: Int64
    private var states: [PayloadDigest: State] = [:]

    /// A schedule that asks every source each `pollSeconds`.
    package init(pollSeconds: Int) {
        interval = Int64(max(1, pollSeconds)) * 1000
    }

    /// Number of sources.
    package var count: Int { states.count }

    /// Number of attempts that run.
    package var running: Int { states.values.count { $0.host != nil } }

    /// True when every source was asked at least once and none is being asked.
    package var hasAskedAll: Bool { states.values.allSatisfy { $0.wasAsked && $0.host == nil } }

    /// Takes over what is to be fetched now; new sources are due at once, vanished ones are forgotten.
    package mutating func replace(_ sources: [FetchSource], at now: Instant) {
        var kept: [PayloadDigest: State] = [:]
        for source in sources {
            var state = states[source.id] ?? State(source: source, due: now)
            state.source = source
            kept[source.id] = state
        }
        // One that is being asked stays until its attempt ends.
        for (id, state) in states where state.host != nil && kept[id] == nil { kept[id] = state }
        states = kept
    }

    /// The sources to ask now, each with the address to use; they count as running until ``finished(_:succeeded:at:chance:)``.
    package mutating func due(at now: Instant) -> [(source: FetchSource, address: String)] {
        var chosen: [(source: FetchSource, address: String)] = []
        var running = running
        var hosts: [String: Int] = [:]
        for state in states.values { if let host = state.host { hosts[host, default: 0] += 1 } }
        // Those that wait longest come first; equal ones in the order of their names, so that tests know it.
        let waiting = states.filter { $0.value.host == nil && $0.value.due <= now }
            .sorted { ($0.value.due, $0.key.hex) < ($1.value.due, $1.key.hex) }
        for (id, state) in waiting {
            guard running < FetchSchedule.concurrency else { break }
            let address = state.source.address(after: state.failures)
            let host = FetchSource.host(of: address)
            guard hosts[host, default: 0] < FetchSchedule.perHost else { continue }
            hosts[host, default: 0] += 1
            running += 1
            states[id]?.host = host
            chosen.append((state.source, address))
        }
        return chosen
    }

    /// An attempt ended.
    ///
    /// - Parameter chance: a random number in 0..<1.
    package mutating func finished(_ id: PayloadDigest, succeeded: Bool, at now: Instant, chance: Double) {
        guard var state = states[id] else { return }
        state.host = nil
        state.wasAsked = true
        if succeeded {
            state.failures = 0
            state.due = now.advanced(byMilliseconds: interval)
        } else {
            state.failures += 1
            let longest = max(interval, FetchSchedule.ceiling)
            let pause = min(interval << Int64(min(state.failures, 16)), longest)
            // At least half of it, so that the pauses grow.
            state.due = now.advanced(byMilliseconds: pause / 2 + Int64(Double(pause / 2) * min(max(chance, 0), 1)))
            // Before the first doubling a source is asked again as any other: most failures pass.
            if state.failures == 1 { state.due = min(state.due, now.advanced(byMilliseconds: interval)) }
        }
        states[id] = state
    }

    /// Another process asked this source successfully at `instant`: it is left alone for an interval, and a little longer,
    /// so that the one that asked goes on asking.
    package mutating func askedElsewhere(_ id: PayloadDigest, at instant: Instant, chance: Double) {
        guard var state = states[id], state.host == nil else { return }
        let grace = interval / 8 + Int64(Double(interval / 8) * min(max(chance, 0), 1))
        let due = instant.advanced(byMilliseconds: interval + grace)
        guard due > state.due else { return }
        state.due = due
        state.failures = 0
        states[id] = state
    }

    /// When the next source is due; nil without sources that wait.
    package var nextDue: Instant? { states.values.filter { $0.host == nil }.map(\.due).min() }
}
