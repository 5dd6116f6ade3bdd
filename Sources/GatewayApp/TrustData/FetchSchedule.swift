package import Core
package import Trust

/// When each source is asked next. Pure: time and chance come from outside; the time is one that is never put back, since a
/// clock that was ahead and is set right would else leave every source alone until then.
///
/// Every source is asked once in each poll interval. One that fails is left alone for longer and longer, with a random part
/// of it, and never longer than five minutes or the interval. What another process asked within the interval is not asked
/// again here, but for every fourth: reports carry no signature, and nobody who may write them shall keep this process from
/// asking. No more than ``concurrency`` attempts run at a time, and no more than ``perHost`` at one host, so that a dead
/// endpoint takes only its own places.
package struct FetchSchedule: Sendable {
    /// Most attempts at a time.
    package static let concurrency = 8
    /// Most attempts at a time at one host.
    package static let perHost = 2
    /// Longest pause after failures, in milliseconds.
    static let ceiling: Int64 = 5 * 60 * 1000
    /// For how many intervals the word of other processes may stand for an attempt of this one.
    static let trustInOthers: Int64 = 4

    private struct State {
        var source: FetchSource
        var due: Instant
        /// When it was asked here the last time, or became known.
        var asked: Instant
        var failures = 0
        /// The host at which an attempt runs; nil while none does.
        var running: String?
        var wasAsked = false
        /// The host of the next attempt.
        var host: String
        /// Among sources that wait equally long, the order.
        let name: String

        init(_ source: FetchSource, at now: Instant) {
            self.source = source
            due = now
            asked = now
            host = FetchSource.host(of: source.address(after: 0))
            name = source.id.hex
        }
    }

    private let interval: Int64
    private var states: [PayloadDigest: State] = [:]
    /// Attempts that run, by host.
    private var hosts: [String: Int] = [:]

    /// A schedule that asks every source each `pollSeconds`.
    package init(pollSeconds: Int) {
        interval = Int64(max(1, pollSeconds)) * 1000
    }

    /// Number of sources.
    package var count: Int { states.count }

    /// Number of attempts that run.
    package var running: Int { hosts.values.reduce(0, +) }

    /// True when every source was asked at least once and none is being asked.
    package var hasAskedAll: Bool { states.values.allSatisfy { $0.wasAsked && $0.running == nil } }

    /// Takes over what is to be fetched now; new sources are due at once, vanished ones are forgotten.
    package mutating func replace(_ sources: [FetchSource], at now: Instant) {
        var kept: [PayloadDigest: State] = [:]
        for source in sources {
            var state = states[source.id] ?? State(source, at: now)
            state.source = source
            state.host = FetchSource.host(of: source.address(after: state.failures))
            kept[source.id] = state
        }
        // One that is being asked stays until its attempt ends.
        for (id, state) in states where state.running != nil && kept[id] == nil { kept[id] = state }
        states = kept
    }

    /// The sources to ask now, each with the address to use; they count as running until ``finished(_:succeeded:at:chance:)``.
    ///
    /// - Complexity: O(n), n the number of sources, and O(1) while all places are taken: thousands of sources that are down
    ///   cost no more than a few.
    package mutating func due(at now: Instant) -> [(source: FetchSource, address: String)] {
        let free = FetchSchedule.concurrency - running
        guard free > 0 else { return [] }
        // Those that wait longest come first; equal ones in the order of their names, so that tests know it.
        var candidates: [String: [(due: Instant, name: String, id: PayloadDigest)]] = [:]
        for (id, state) in states where state.running == nil && state.due <= now {
            let places = FetchSchedule.perHost - hosts[state.host, default: 0]
            guard places > 0 else { continue }
            var waiting = candidates[state.host, default: []]
            if waiting.count == places, let last = waiting.last {
                guard (state.due, state.name) < (last.due, last.name) else { continue }
                waiting.removeLast()
            }
            let position =
                waiting.firstIndex { (state.due, state.name) < ($0.due, $0.name) } ?? waiting.endIndex
            waiting.insert((state.due, state.name, id), at: position)
            candidates[state.host] = waiting
        }
        let chosen = candidates.values.flatMap(\.self).sorted { ($0.due, $0.name) < ($1.due, $1.name) }.prefix(free)
        return chosen.compactMap { candidate in
            guard var state = states[candidate.id] else { return nil }
            state.running = state.host
            state.asked = now
            hosts[state.host, default: 0] += 1
            states[candidate.id] = state
            return (state.source, state.source.address(after: state.failures))
        }
    }

    /// An attempt ended.
    ///
    /// - Parameter chance: a random number in 0..<1.
    package mutating func finished(_ id: PayloadDigest, succeeded: Bool, at now: Instant, chance: Double) {
        guard var state = states[id] else { return }
        if let host = state.running {
            let rest = hosts[host, default: 1] - 1
            hosts[host] = rest > 0 ? rest : nil
        }
        state.running = nil
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
        state.host = FetchSource.host(of: state.source.address(after: state.failures))
        states[id] = state
    }

    /// Another process asked this source successfully at `instant`: it is left alone for an interval, and a little longer,
    /// so that the one that asked goes on asking.
    package mutating func askedElsewhere(_ id: PayloadDigest, at instant: Instant, chance: Double) {
        guard var state = states[id], state.running == nil else { return }
        let grace = interval / 8 + Int64(Double(interval / 8) * min(max(chance, 0), 1))
        let latest = state.asked.advanced(byMilliseconds: FetchSchedule.trustInOthers * interval)
        let due = min(instant.advanced(byMilliseconds: interval + grace), latest)
        guard due > state.due else { return }
        state.due = due
        state.failures = 0
        state.host = FetchSource.host(of: state.source.address(after: 0))
        states[id] = state
    }

    /// When the next source is due; nil without sources that wait.
    package var nextDue: Instant? { states.values.filter { $0.running == nil }.map(\.due).min() }
}
