import Core
import Pipeline
import RoutingPolicy
import Testing

/// One history: platforms submit, workers of all three stages work, and everything that may go wrong does so, as its seed
/// has it. Afterwards the weather clears up, and ``HistoryCheck`` looks through the books.
final class History {
    /// What a history is made of.
    struct Plan {
        /// Admission does its work anew for each record instead of remembering what it found once.
        var admitsTruly = false
        /// Delivers to one recipient.
        var delivers = true
        /// A fault in the workers of registration.
        var fault: SeededFault?
    }

    /// A place that always has a worker, one after the other; two at a time while one is taken for dead and is not.
    private struct Seat {
        let role: SimulatedWorker.Role
        var strand: Scheduler.Strand
        var isExpected = false
    }

    static let session: Int64 = 6_000
    static let parking: Int64 = 60_000
    static let perSender = 3
    static let partitions = 2

    let seed: UInt64
    let scheduler: Scheduler
    let cluster: SimulatedCluster
    let script: [HistoryRecord]
    /// What was submitted, by its origin.
    private(set) var submitted: [String: HistoryRecord] = [:]
    private let plan: Plan
    private let world: HistoryWorld
    private let random: SplitMix64
    private var pending: [HistoryRecord]
    private var seats: [Seat] = []
    var delivers: Bool { plan.delivers }
    private var events: [(time: Int64, action: () -> Void)] = []
    private var isCalm = false
    private var troubles: Int
    private var lateTroubles: Int
    private var isLate = false
    private var lastJumps = 8
    private let markersAreLate: Bool
    private let troubleRate: Int

    var broker: InMemoryBroker { cluster.broker }

    init(seed: UInt64, _ plan: Plan = Plan()) throws {
        self.seed = seed
        self.plan = plan
        world = try HistoryWorld.shared.get()
        scheduler = Scheduler(seed: seed, now: TestEvent.now.milliseconds)
        random = scheduler.random
        cluster = SimulatedCluster(InMemoryBroker(), scheduler)
        script = HistoryScript.draw(random)
        pending = script
        scheduler.switching = [5, 15, 30, 60][random.below(4)]
        markersAreLate = random.chance(70)
        troubles = random.below(10)
        lateTroubles = random.below(6)
        troubleRate = 5 + random.below(30)
        if random.chance(70) {
            cluster.weather.lostRequests = random.below(40)
            cluster.weather.lostAnswers = random.below(60)
            cluster.weather.unknownAnswers = random.below(60)
            cluster.weather.refusals = random.below(30)
        }
        prepareTopics()
        scheduler.environment = { [unowned self] in environment() }
        scheduler.stir = { [unowned self] in stir() }
        for role in roles() { seats.append(Seat(role: role, strand: begin(role))) }
    }

    /// Runs the history to its end.
    func run() {
        scheduler.run()
        // Closures that lead back here.
        scheduler.environment = {}
        scheduler.stir = { false }
    }

    private func prepareTopics() {
        broker.setTime(TestEvent.now)
        if markersAreLate { broker.holdMarkersBack() }
        for id in ["trade", "rival"] {
            for topic in [TopicName.submit(id), TopicName.receipt(id), TopicName.quarantine(id)] {
                broker.createTopic(topic, partitions: Self.partitions)
            }
        }
        broker.createTopic(TopicName.deliver("city-service"), partitions: Self.partitions)
        broker.createTopic(TopicName.quarantine("city-service"), partitions: 1)
        for topic in [TopicName.admitted(.trading), TopicName.cases(.trading), TopicName.ledger(.trading)] {
            broker.createTopic(topic, partitions: Self.partitions)
        }
        broker.createTopic(TopicName.facts(.trading), partitions: 2)
    }

    // MARK: Workers

    private func roles() -> [SimulatedWorker.Role] {
        var roles: [SimulatedWorker.Role] = []
        for index in 0..<2 {
            roles.append(
                SimulatedWorker.Role(
                    name: "admission-\(index)",
                    group: "admission",
                    topics: [TopicName.submit("trade"), TopicName.submit("rival")],
                    makeStage: { [unowned self] _ in admission() }
                )
            )
            roles.append(
                SimulatedWorker.Role(
                    name: "registration-\(index)",
                    group: "registration",
                    topics: [TopicName.admitted(.trading)],
                    makeStage: { [unowned self] in registration($0) },
                    fault: plan.fault
                )
            )
            guard plan.delivers else { continue }
            roles.append(
                SimulatedWorker.Role(
                    name: "delivery-\(index)",
                    group: "delivery",
                    topics: [TopicName.ledger(.trading)],
                    makeStage: { [unowned self] _ in
                        let recipient = try #require(world.policy.registry["city-service"])
                        return DeliveryStage(recipient: recipient, policy: world.policy, views: world.views)
                    }
                )
            )
        }
        return roles
    }

    private func admission() -> any Stage {
        HistoryAdmission { [unowned self] inbound in
            submitted["\(inbound.source.topic)/\(inbound.source.partition)/\(inbound.offset)"]
        }
    }

    private func registration(_ worker: SimulatedWorker) -> any Stage {
        var configuration = RegistrationConfiguration(plane: .trading)
        configuration.factsPartitions = 2
        configuration.parkingMilliseconds = Self.parking
        configuration.parkedPerSender = Self.perSender
        let source = SimulatedSource(worker)
        let stage = RegistrationStage(
            configuration: configuration,
            rules: world.rules,
            source: plan.fault?.spoil(source, broker) ?? source
        )
        return plan.fault?.spoil(stage) ?? stage
    }

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
        if !pending.isEmpty, random.chance(15) { submit() }
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
            trouble("\(seat.role.name) is killed")
            expel(seat.role, after: Self.session)
            seat.strand.kill()
            replace(index, after: Int64(random.below(9_000)))
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
            broker.compact(TopicName.cases(.trading))
        default:
            let until = scheduler.now + Int64(500 + random.below(25_000))
            trouble("the coordinators are away until \(until)")
            cluster.isAwayUntil = until
            at(until) {}
        }
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

    private func submit() {
        let record = pending.removeFirst()
        guard let event = try? AdmittedTemplates.both(of: record).event else { return }
        let key = event.key ?? []
        let partition = Murmur2.partition(of: key.span, count: Int32(Self.partitions))
        let place = TopicPartition(event.topic, partition)
        let origin = "\(place.topic)/\(place.partition)/\(broker.ends(of: place).high)"
        submitted[origin] = record
        scheduler.note("SUBMIT \(origin) \(record.sender) \(record.number) \(record.id) \(record.content)")
        try? broker.produce(event.outbound)
        scheduler.stirred()
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
        if !pending.isEmpty {
            submit()
            return true
        }
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
