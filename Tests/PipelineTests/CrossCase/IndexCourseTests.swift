import Core
import Pipeline
import Testing

/// The index under random claims, deaths, lost transactions and compaction, against a few lines of dictionaries: the same
/// is found, and nothing twice.
@Suite struct IndexCourseTests {
    private static func claim(_ random: SplitMix64, _ number: Int) -> ClaimText {
        ClaimText.draw(
            random,
            number,
            records: 12,
            cases: 5,
            kinds: [.code, .code, .code, .needs, .needs, .needs, .needs, .founds]
        )
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>) func whatIsFoundIsWhatTheModelFinds(seed: UInt64) throws {
        let random = SplitMix64(seed: seed)
        let scene = IndexScene(partitions: 2)
        var model = IndexModel()
        var expected: [String] = []
        let faults: () -> InjectedFault? = { random.chance(15) ? InjectedFault.allCases[random.below(3)] : nil }
        scene.restart(faults: faults)
        for round in 0..<40 {
            for place in 0..<random.below(12) {
                let claim = Self.claim(random, 100 * round + place)
                let stands = random.chance(70)
                try scene.broker.produce(claim.outbound(stands: stands, partition: Int32(claim.value % 2)))
                expected += model.take(claim, stands: stands, at: scene.now.milliseconds)
            }
            while scene.turn(maximum: 1 + random.below(6), faults: faults) {
                if random.chance(10) { scene.restart(faults: faults) }
            }
            if random.chance(20) { scene.broker.compact("index.trading") }
            scene.now = scene.now.advanced(byMilliseconds: Int64(random.below(3)) * IndexScene.wait / 2)
            expected += model.expire(at: scene.now.milliseconds)
            // Whoever comes to work now learns from it what time it is.
            let tick = ClaimText(value: 100 + round, record: 100 + round, caseKey: "tick", id: "tick-\(round)")
            try scene.broker.produce(tick.outbound())
            while scene.turn(maximum: 100, faults: faults) {}
        }
        // Values stand in two partitions, of which no order is promised.
        let found = try scene.findings().sorted()
        #expect(found == expected.sorted())
        let missing = found.filter { $0.contains("parent_missing") }.count
        #expect(missing > 3 && found.count - missing > 20, "the course has come to something")
        #expect(Set(found).count == found.count)
        let told = scene.told("trade").count + scene.told("rival").count
        #expect(told == found.count)
    }

    /// A worker that dies after any number of claims leaves one that finds the rest, and nothing again.
    @Test func aRestartAtAnyPointChangesNothing() throws {
        let random = SplitMix64(seed: 7)
        let claims = (0..<60).map { (Self.claim(random, $0), random.chance(75)) }
        func found(dyingAfter death: Int?) throws -> [String] {
            let scene = IndexScene()
            for (place, (claim, stands)) in claims.enumerated() {
                if place == death {
                    try scene.work()
                    scene.broker.compact("index.trading")
                    scene.restart()
                }
                try scene.broker.produce(claim.outbound(stands: stands))
            }
            try scene.work()
            scene.now = scene.now.advanced(byMilliseconds: IndexScene.wait)
            try scene.work()
            return try scene.findings()
        }
        let whole = try found(dyingAfter: nil)
        #expect(whole.count > 10)
        for death in claims.indices { #expect(try found(dyingAfter: death) == whole, "dead after \(death)") }
    }
}
