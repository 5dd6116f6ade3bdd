import Core
import Pipeline
import RoutingPolicy

/// Workers on a cluster, and all that goes wrong around them, as the seed has it: until there is nothing left to submit and
/// nothing to wait for; then the weather clears up, and time goes on until everybody is idle.
///
/// Touched by the strand that has the turn alone.
final class SimulatedExchange {
    /// A place that always has a worker, one after the other; two at a time while one is taken for dead and is not.
    private struct Seat {
        let role: SimulatedWorker.Role
        var strand: Scheduler.Strand
        var isExpected = false
    }

    static let session: Int64 = 6_000

    let scheduler: Scheduler
    let cluster: SimulatedCluster
    let random: SplitMix64
    /// Submits something if anything is left to submit and may be; false when not.
    var submit: () -> Bool = { false }
    /// The topic that is compacted now and then.
    var state = TopicName.cases(.trading)
    private var seats: [Seat] = []
    private var events: [(time: Int64, action: () -> Void)] = []
    private var isCalm = false
    private var troubles: Int
    private var lateTroubles: Int
    private var isLate = false
    private var lastJumps = 8
    private let markersAreLate: Bool
    private let troubleRate: Int

    var broker: InMemoryBroker { cluster.broker }

    /// An exchange on `broker`.
    ///
    /// - Parameter isFair: nothing goes wrong by itself but that markers land late.
    init(seed: UInt64, _ broker: InMemoryBroker, isFair: Bool = false) {
        scheduler = Scheduler(seed: seed, now: TestEvent.now.milliseconds)
        random = scheduler.random
        cluster = SimulatedCluster(broker, scheduler)
        scheduler.switching = [5, 15, 30, 60][random.below(4)]
        markersAreLate = random.chance(70)
        troubles = random.below(10)
        lateTroubles = random.below(6)
        troubleRate = 5 + random.below(30)
        if isFair { (troubles, lateTroubles) = (0, 0) }
        if !isFair, random.chance(70) {
            cluster.weather.lostRequests = random.below(40)
            cluster.weather.lostAnswers = random.below(60)
            cluster.weather.unknownAnswers = random.below(60)
            cluster.weather.refusals = random.below(30)
            cluster.weather.forgottenOffsets = random.below(300)
        }
        broker.setTime(TestEvent.now)
        if markersAreLate { broker.holdMarkersBack() }
    }

    /// Runs workers of `roles` until all is over.
    func run(_ roles: [SimulatedWorker.Role]) {
        scheduler.environment = { [unowned self] in environment() }
        scheduler.stir = { [unowned self] in stir() }
        for role in roles { seats.append(Seat(role: role, strand: begin(role))) }
        scheduler.run()
        // Closures that lead back here.
        scheduler.environment = {}
        scheduler.stir = { false }
        scheduler.onStep = { _, _ in }
        submit = { false }
        events = []
        seats = []
    }

    // MARK: Workers

    private func begin(_ role: SimulatedWorker.Role) -> Scheduler.Strand {
        let cluster = cluster
        return scheduler.add(role.name) { strand in SimulatedWorker(cluster, role, strand).run() }
    }

    /// A worker that is gone is replaced after `delay`.
    private func replace(_ index: Int, after delay: Int64) {
        seats[index].isExpected = true
        at(scheduler.now + delay) { [unowned self] in
            seats[index].strand = begin(seats[index].role)
            seats[index].isExpected = false
            scheduler.stirred()
        }
    }

    // MARK: What goes on around them

    private func environment() {
        for index in seats.indices where seats[index].strand.isEnded && !seats[index].isExpected {
            replace(index, after: Int64(random.below(3_000)))
        }
        if random.chance(15) { _ = submit() }
        if markersAreLate, random.chance(40) { landMarker() }
        if !isCalm, troubles > 0, random.below(1000) < (isLate ? 8 : 1) * troubleRate {
            troubles -= 1
            makeTrouble()
        }
    }

    private func makeTrouble() {
        // More often than not it meets who is in the middle of something.
        let acting = random.chance(60) ? seats.firstIndex { $0.strand === scheduler.acting } : nil
        let index = acting ?? random.below(seats.count)
        let seat = seats[index]
        // Where nothing but timers goes on, the one thing worth seeing is who oversleeps.
        let kind = isLate && acting != nil ? 35 + random.below(20) : random.below(100)
        switch kind {
        case 0..<35:
            kill(index)
        case 35..<55:
            let pause = Int64(1_000 + random.below(25_000))
            trouble("\(seat.role.name) stops for \(pause)")
            if pause > Self.session { expel(seat.role, after: Self.session) }
            seat.strand.sleepsUntil = scheduler.now + pause
            if random.chance(isLate ? 10 : 40), !seat.isExpected {
                // Taken for dead and replaced; it wakes while its successor works.
                replace(index, after: Int64(random.below(3_000)))
            }
        case 55..<70:
            trouble("\(seat.role.name) is put out of its group")
            expel(seat.role, after: 0)
        case 70..<80:
            let jump = Int64(1_000 + random.below(40_000))
            trouble("time jumps by \(jump)")
            advance(by: jump)
        case 80..<90:
            trouble("the state is compacted")
            broker.compact(state)
            for topic in broker.partitionCounts.keys.sorted() where topic.hasPrefix(TopicName.position("")) {
                broker.compact(topic)
            }
        default:
            let until = scheduler.now + Int64(500 + random.below(25_000))
            trouble("the coordinators are away until \(until)")
            cluster.isAwayUntil = until
            at(until) {}
        }
    }

    /// Lets the worker of `strand` die where it is.
    func kill(_ strand: Scheduler.Strand) {
        guard let index = seats.firstIndex(where: { $0.strand === strand }) else { return }
        kill(index)
    }

    private func kill(_ index: Int) {
        let seat = seats[index]
        trouble("\(seat.role.name) is killed")
        expel(seat.role, after: Self.session)
        seat.strand.kill()
        replace(index, after: Int64(random.below(9_000)))
    }

    private func trouble(_ text: String) {
        scheduler.note("TROUBLE \(text)")
        cluster.strike(String(text.split(separator: " ").dropFirst().prefix(2).joined(separator: " ")))
    }

    /// Puts the worker of `role` out of its group after `delay`, unless another has its place by then.
    private func expel(_ role: SimulatedWorker.Role, after delay: Int64) {
        guard let member = broker.member(of: role.group, instance: role.name) else { return }
        at(scheduler.now + delay) { [unowned self] in
            broker.leave(role.group, member: member)
            scheduler.stirred()
        }
    }

    private func landMarker() {
        let late = broker.lateMarkers
        guard !late.isEmpty else { return }
        let marker = late[random.below(late.count)]
        scheduler.note("MARKER \(marker.transactionalID) \(marker.target) \(marker.isCommit)")
        broker.landMarker(marker)
        scheduler.stirred()
    }

    private func at(_ time: Int64, _ action: @escaping () -> Void) {
        let place = events.firstIndex { $0.time > time } ?? events.endIndex
        events.insert((time, action), at: place)
    }

    /// Lets `milliseconds` pass.
    func pass(_ milliseconds: Int64) { advance(by: milliseconds) }

    private func advance(by milliseconds: Int64) {
        scheduler.advance(by: milliseconds)
        broker.setTime(Instant(milliseconds: scheduler.now))
        broker.abortTimedOut()
        while let next = events.first, next.time <= scheduler.now {
            events.removeFirst()
            next.action()
        }
    }

    /// Nobody can do anything.
    private func stir() -> Bool {
        for index in seats.indices where seats[index].strand.isEnded && !seats[index].isExpected {
            replace(index, after: Int64(random.below(3_000)))
        }
        if submit() { return true }
        if !broker.lateMarkers.isEmpty {
            landMarker()
            return true
        }
        if let next = [scheduler.nextWaking, events.first?.time].compactMap({ $0 }).min() {
            advance(by: max(next - scheduler.now, 1))
            return true
        }
        if !isCalm, lateTroubles > 0 {
            // Time goes by, and what waits for it does so in bad weather too.
            lateTroubles -= 1
            isLate = true
            troubles += 1
            advance(by: Int64(1_000 + random.below(30_000)))
            return true
        }
        if !isCalm {
            scheduler.note("CALM")
            isCalm = true
            cluster.weather = SimulatedCluster.Weather()
            return true
        }
        guard lastJumps > 0 else { return false }
        lastJumps -= 1
        advance(by: 10_000)
        return true
    }
}
