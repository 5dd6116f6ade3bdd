import Core
import Dispatch
import Platform

/// Whose turn it is, drawn from a seed; the time; and what was done.
///
/// Every strand has a thread of its own, so that it can be left in the middle of a call and taken up again or never; but
/// one alone runs, the others wait. Time stands still while anybody can do something.
///
/// `@unchecked Sendable`: everything in it is touched only by the thread that has the turn, which is handed over through
/// semaphores.
final class Scheduler: @unchecked Sendable {
    /// One course of action.
    ///
    /// `@unchecked Sendable`: touched only by the thread that has the turn.
    final class Strand: @unchecked Sendable {
        let name: String
        fileprivate let turn = DispatchSemaphore(value: 0)
        /// It can do nothing before this time.
        var sleepsUntil: Int64?
        /// It has nothing to do unless more has happened than this.
        fileprivate var idleSince: Int?
        /// It does nothing more: the process is gone.
        private(set) var isKilled = false
        fileprivate(set) var isEnded = false

        fileprivate init(_ name: String) { self.name = name }

        func kill() { isKilled = true }
    }

    /// What a strand does.
    ///
    /// `@unchecked Sendable`: made by whoever has the turn, run on the thread of the strand while that has it.
    private struct Body: @unchecked Sendable {
        let run: (Strand) -> Void
    }

    let random: SplitMix64
    /// Of a hundred steps, after how many somebody else is asked.
    var switching = 30
    /// What happens around the strands: asked whenever the turn may change, and may kill, delay, write, …
    var environment: () -> Void = {}
    /// Asked when nobody can do anything: makes something happen, or returns false when all is over.
    var stir: () -> Bool = { false }
    /// Who has just made a step.
    private(set) weak var acting: Strand?
    /// Milliseconds since 1970.
    private(set) var now: Int64
    /// What was done, in order.
    private(set) var trace: [String] = []
    /// After how many lines of the trace a history is taken for one that never ends: a turn that comes to the same again
    /// and again takes no time.
    var endless = 20_000
    /// True when it was.
    private(set) var isEndless = false
    /// Told of every step before it is taken: who takes it, and its number.
    var onStep: (Strand, Int) -> Void = { _, _ in }
    /// Number of steps that were taken.
    private(set) var steps = 0
    private var strands: [Strand] = []
    private var happened = 0
    private var isOver = false
    private let driver = DispatchSemaphore(value: 0)

    init(seed: UInt64, now: Int64) {
        random = SplitMix64(seed: seed)
        self.now = now
    }

    /// The time as the machines of the bus measure it.
    var nanoseconds: UInt64 { UInt64(now) * 1_000_000 }

    /// Notes `line` in the trace.
    func note(_ line: @autoclosure () -> String) { trace.append("\(now) \(line())") }

    /// Something happened that may give the idle something to do.
    func stirred() { happened += 1 }

    /// Time goes on.
    func advance(by milliseconds: Int64) {
        now += milliseconds
        happened += 1
    }

    /// The earliest time for which a strand sleeps.
    var nextWaking: Int64? { strands.filter { !$0.isEnded }.compactMap(\.sleepsUntil).min() }

    /// Adds a strand; it ends with `body`.
    func add(_ name: String, _ body: @escaping (Strand) -> Void) -> Strand {
        let strand = Strand(name)
        let body = Body(run: body)
        strands.append(strand)
        _ = NamedThread("simulation", stackSize: 1 << 20) { [self] in
            strand.turn.wait()
            if !isOver { body.run(strand) }
            strand.isEnded = true
            if isOver { driver.signal() } else { handOver(from: nil) }
        }
        return strand
    }

    /// Lets the strands go on until nobody can do anything more.
    func run() {
        handOver(from: nil)
        driver.wait()
        isOver = true
        for strand in strands where !strand.isEnded {
            strand.turn.signal()
            driver.wait()
        }
    }

    /// A step of `strand`, after which somebody else may have a turn.
    ///
    /// - Throws: when the strand goes no further.
    func step(_ strand: Strand, _ label: @autoclosure () -> String) throws(BusFailure) {
        pass(strand, label())
        try check(strand)
    }

    /// As ``step(_:_:)``, where nothing can be thrown.
    func pass(_ strand: Strand, _ label: @autoclosure () -> String) {
        guard !isOver, !strand.isKilled else { return }
        note("\(strand.name) \(label())")
        steps += 1
        onStep(strand, steps)
        guard random.chance(switching) else { return }
        handOver(from: strand)
    }

    /// `strand` does nothing for `milliseconds`.
    func sleep(_ strand: Strand, _ milliseconds: Int64) throws(BusFailure) {
        try check(strand)
        strand.sleepsUntil = now + milliseconds
        handOver(from: strand)
        try check(strand)
    }

    /// `strand` has nothing to do until something happens.
    func idle(_ strand: Strand) throws(BusFailure) {
        try check(strand)
        strand.idleSince = happened
        handOver(from: strand)
        try check(strand)
    }

    /// True when `strand` is to do nothing more.
    func isDone(_ strand: Strand) -> Bool { isOver || strand.isKilled }

    private func check(_ strand: Strand) throws(BusFailure) {
        if isOver || strand.isKilled { throw BusFailure(.fatal, "killed") }
    }

    private func handOver(from strand: Strand?) {
        guard !isOver else { return }
        acting = strand
        isEndless = trace.count > endless
        environment()
        let next = isEndless ? nil : choose()
        if let next, next === strand { return }
        (next?.turn ?? driver).signal()
        strand?.turn.wait()
    }

    /// Somebody who can do something; nil when nobody ever will.
    private func choose() -> Strand? {
        while true {
            strands.removeAll(where: \.isEnded)
            let ready = strands.filter(isReady)
            if !ready.isEmpty {
                let chosen = ready[random.below(ready.count)]
                chosen.idleSince = nil
                chosen.sleepsUntil = nil
                return chosen
            }
            guard stir() else { return nil }
        }
    }

    private func isReady(_ strand: Strand) -> Bool {
        // What was killed has to leave its thread.
        if strand.isKilled { return true }
        if let until = strand.sleepsUntil { return until <= now }
        if let since = strand.idleSince { return since < happened }
        return true
    }
}
