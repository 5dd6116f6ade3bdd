import Core
import Foundation
import Pipeline
import RoutingPolicy
import Telemetry
import Testing

/// One sender's poison does not hold up another: breaker and quotas at admission, in memory.
@Suite struct SenderBreakerTests {
    /// Admission over the submit topics of two senders, turned by hand.
    private final class Scene {
        let gateway: TestGateway
        var now = TestEvent.now
        private var cycle: WorkCycle
        private var read: [String: Int] = [:]

        init(_ breaker: BreakerConfiguration?, faults: @escaping () -> InjectedFault? = { nil }) throws {
            gateway = try TestGateway(partitions: 1)
            let stage = gateway.admission { $0.breaker = breaker }
            let topics = [TopicName.submit("rival"), TopicName.submit("trade")]
            cycle = WorkCycle(
                bus: InMemoryBus(broker: gateway.broker, group: "admission", topics: topics, faults: faults),
                stage: stage
            )
        }

        /// Submissions of `platform` that are refused for their signature.
        func poison(_ platform: TestPlatform, _ count: Int) throws {
            var event = try TestEvent("PROJECT", from: platform)
            event.extra = []
            for number in 0..<count {
                event.attributes[.id] = "bad-\(number)"
                try gateway.broker.produce(event.outbound)
            }
        }

        /// Submissions of `platform` that are in order.
        func good(_ platform: TestPlatform, _ count: Int) throws {
            for number in 0..<count {
                try gateway.broker.produce(TestEvent("PROJECT", from: platform, id: "good-\(number)").outbound)
            }
        }

        /// One batch of at most 100: how many records of each sender it decided about.
        @discardableResult
        func turn() throws -> (rival: Int, trade: Int, changes: [BreakerChange]) {
            var changes: [BreakerChange] = []
            if case .committed(let tally, _) = try cycle.turn(maximum: 100, wait: .zero, now: { self.now }) {
                changes = tally.breakerChanges
            }
            return (try decided("rival"), try decided("trade"), changes)
        }

        private func decided(_ platform: String) throws -> Int {
            let refused = gateway.broker.records(of: "quarantine.\(platform)").joined().count
            let source = "submit.\(platform)/"
            let admitted = gateway.broker.records(of: "admitted.trading").joined().count {
                $0.headers.text("hutong-origin")?.hasPrefix(source) == true
            }
            let all = refused + admitted
            defer { read[platform] = all }
            return all - read[platform, default: 0]
        }
    }

    private static var breaker: BreakerConfiguration {
        var breaker = BreakerConfiguration()
        breaker.window = 50
        breaker.refusedPercent = 90
        breaker.recordsPerBatch = 5
        breaker.retryMilliseconds = 60_000
        return breaker
    }

    /// A flood of 2,000 refused records stands before a sender whose records are fine and keep coming.
    @Test func aFloodTakesItsQuotaAndNoMore() throws {
        let scene = try Scene(Self.breaker)
        try scene.poison(.rival, 2000)
        let first = try scene.turn()
        #expect(first.rival == 100)
        #expect(first.changes == [BreakerChange("rival", isOpen: true, refused: 50, of: 50)])
        // From the next batch on: at most 5 of the flood, and all that the batch has room for of the other.
        try scene.good(.trade, 500)
        var batches = 0
        var served = 0
        while served < 500, batches < 20 {
            let turn = try scene.turn()
            #expect(turn.rival <= 5)
            #expect(turn.trade >= 95 || served + turn.trade == 500)
            served += turn.trade
            batches += 1
        }
        // 500 records at 95 to 100 a batch.
        #expect(batches <= 6 && served == 500)
    }

    /// Without it the same flood fills every other batch, or all of them.
    @Test func withoutABreakerTheFloodFillsTheBatches() throws {
        let scene = try Scene(nil)
        try scene.poison(.rival, 2000)
        try scene.turn()
        try scene.good(.trade, 500)
        var batches = 0
        var served = 0
        while served < 500, batches < 40 {
            served += try scene.turn().trade
            batches += 1
        }
        #expect(batches > 6)
    }

    @Test func nothingOfTheFloodIsLostOrOvertaken() throws {
        let scene = try Scene(Self.breaker)
        try scene.poison(.rival, 300)
        for _ in 0..<60 { try scene.turn() }
        let ids = scene.gateway.broker.records(of: "quarantine.rival").joined().compactMap { $0.headers.text("ce_id") }
        #expect(ids == (0..<300).map { "bad-\($0)" })
    }

    @Test func itClosesWhenTheSenderIsInOrderAgain() throws {
        let scene = try Scene(Self.breaker)
        try scene.poison(.rival, 100)
        #expect(try scene.turn().changes.map(\.isOpen) == [true])
        try scene.good(.rival, 200)
        // 90 % of 50 are 45 refusals: six records in order bring it below, at 5 a batch in the second one.
        #expect(try scene.turn().changes == [])
        #expect(try scene.turn().changes == [BreakerChange("rival", isOpen: false, refused: 40, of: 50)])
        #expect(try scene.turn().rival == 100)
    }

    @Test func itIsTriedAgainAfterAWhileAndTakesAWholeWindowToOpenAnew() throws {
        let scene = try Scene(Self.breaker)
        try scene.poison(.rival, 300)
        try scene.turn()
        scene.now = scene.now.advanced(byMilliseconds: 59_999)
        #expect(try scene.turn().changes == [])
        scene.now = scene.now.advanced(byMilliseconds: 1)
        #expect(try scene.turn().changes.map(\.isOpen) == [false])
        let next = try scene.turn()
        #expect(next.rival == 100)
        #expect(next.changes.map(\.isOpen) == [true])
    }

    @Test func aFewRefusalsOpenNothing() throws {
        let scene = try Scene(Self.breaker)
        try scene.good(.rival, 6)
        try scene.poison(.rival, 44)
        #expect(try scene.turn().changes == [], "88 of 100")
        try scene.poison(.trade, 49)
        #expect(try scene.turn().changes == [], "less than a window")
    }

    @Test func whatIsRolledBackDoesNotCount() throws {
        var faults: [InjectedFault] = [.rewound]
        let scene = try Scene(Self.breaker) { faults.popLast() }
        try scene.poison(.rival, 30)
        try scene.turn()
        // The same thirty again: thirty refusals, not sixty.
        #expect(try scene.turn().changes == [])
        try scene.poison(.rival, 20)
        #expect(try scene.turn().changes == [BreakerChange("rival", isOpen: true, refused: 50, of: 50)])
    }
}
