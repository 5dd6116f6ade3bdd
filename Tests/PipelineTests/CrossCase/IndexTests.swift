import Core
import Foundation
import Pipeline
import Testing

/// What reaches beyond a case is found afterwards (docs/specs/topics.md §15; ADR 12, 13), stated by hand.
@Suite struct IndexTests {
    private let first = ClaimText(record: 1, caseKey: "A", sender: "trade", id: "one")
    private let second = ClaimText(record: 2, caseKey: "B", sender: "rival", id: "two")
    private let need = ClaimText(
        kind: .needs,
        record: 3,
        caseKey: "C",
        dataset: "TENDER_PROJECT",
        fields: "PROJECT_CODE",
        id: "child"
    )
    private let parent = ClaimText(kind: .founds, record: 4, caseKey: "P", dataset: "PROJECT", id: "parent")

    @Test func twoCasesWithOneCodeAreToldToTheSecondAndToTheOperator() throws {
        let scene = IndexScene()
        try scene.write(first, second)
        try scene.work()
        #expect(try scene.findings() == ["two code_taken one"])
        #expect(scene.told("trade").isEmpty)
        let told = scene.told("rival")
        #expect(told.count == 1)
        let record = try #require(told.first)
        #expect(record.key == Array("B".utf8))
        #expect(record.headers.text("ce_type") == "cn.hutong.finding.v1")
        #expect(record.headers.text("ce_id") == "two/finding/0000000000000012")
        let value = try #require(record.value)
        let body = try #require(try JSONSerialization.jsonObject(with: Data(value)) as? [String: Any])
        #expect(
            Set(body.keys)
                == ["id", "source", "type", "datakey", "state", "stage", "time", "submission", "problems"]
        )
        #expect(body["id"] as? String == "two")
        #expect(body["type"] as? String == "cn.ggzy.QUALI_INQUERY_CLARI")
        #expect(body["datakey"] as? String == "key-2")
        #expect(body["state"] as? String == "finding")
        #expect(body["stage"] as? String == "index")
        let problem = try #require((body["problems"] as? [[String: Any]])?.first)
        #expect(problem["code"] as? String == "code_taken")
        #expect(problem["pointer"] as? String == "/DOC_CODE")
        #expect(problem["severity"] as? String == "warning")
        // Nothing of the other record: neither sender nor case nor ids.
        let text = String(decoding: value, as: UTF8.self)
        for word in ["trade", "one", "key-1", "\"A\""] { #expect(!text.contains(word), "\(word)") }
    }

    @Test func theOperatorIsToldWhoseTheyAre() throws {
        let scene = IndexScene()
        try scene.write(first, second)
        try scene.work()
        let value = try #require(scene.broker.records(of: "finding.trading").flatMap { $0 }.first?.value)
        let finding = try FindingDocument(value)
        #expect(finding.plane == "trading")
        #expect(finding.value == "0000000000000012")
        #expect(finding.record.sender == "rival")
        #expect(finding.record.case == "B")
        #expect(finding.record.datakey == "key-2")
        let other = try #require(finding.other)
        #expect(other.sender == "trade")
        #expect(other.case == "A")
        #expect(other.datakey == "key-1")
        #expect(other.submission == .init(topic: "submit.trade", partition: 0, offset: 1))
    }

    @Test func oneCaseMayRepeatItself() throws {
        let scene = IndexScene()
        var again = second
        again.caseKey = "A"
        try scene.write(first, again)
        try scene.work()
        #expect(try scene.findings() == [])
        // A third record is told of one of another case, though the newest is of its own.
        var third = ClaimText(record: 5, caseKey: "B", id: "three")
        try scene.write(third)
        try scene.work()
        #expect(try scene.findings() == ["three code_taken two"])
        third.record = 6
        third.id = "four"
        try scene.write(third)
        try scene.work()
        #expect(try scene.findings() == ["four code_taken two"])
    }

    @Test func whatIsTakenBackIsFree() throws {
        let scene = IndexScene()
        try scene.write(first)
        try scene.write(first, stands: false)
        try scene.write(second)
        try scene.work()
        #expect(try scene.findings() == [])
        // A change takes one code back and claims another.
        var changed = second
        changed.value = 2
        try scene.write(second, stands: false)
        try scene.write(changed, first)
        try scene.work()
        #expect(try scene.findings() == [])
    }

    @Test func aParentThatComesInTimeIsNotMissed() throws {
        let scene = IndexScene()
        try scene.write(need)
        try scene.work()
        scene.now = IndexScene.start.advanced(byMilliseconds: IndexScene.wait - 1)
        try scene.work()
        try scene.write(parent)
        try scene.work()
        scene.now = IndexScene.start.advanced(byMilliseconds: 10 * IndexScene.wait)
        try scene.work()
        #expect(try scene.findings() == [])
        // Who names it afterwards has it at once.
        var late = need
        late.record = 9
        try scene.write(late)
        try scene.work()
        scene.now = IndexScene.start.advanced(byMilliseconds: 20 * IndexScene.wait)
        try scene.work()
        #expect(try scene.findings() == [])
    }

    private func expectToldAtTheDeadline(_ scene: IndexScene) throws {
        scene.now = IndexScene.start.advanced(byMilliseconds: IndexScene.wait - 1)
        try scene.work()
        #expect(try scene.findings() == [])
        scene.now = IndexScene.start.advanced(byMilliseconds: IndexScene.wait)
        try scene.work()
        #expect(try scene.findings() == ["child parent_missing -"])
    }

    @Test func aParentThatDoesNotComeIsToldOnceThoughNothingElseComes() throws {
        let scene = IndexScene()
        try scene.write(need)
        try scene.work()
        try expectToldAtTheDeadline(scene)
        #expect(scene.told("trade").count == 1)
        scene.restart()
        scene.now = IndexScene.start.advanced(byMilliseconds: 10 * IndexScene.wait)
        try scene.work()
        #expect(try scene.findings() == [])
    }

    /// Deadlines pass by the broker's time: the worker's own clock may jump as it likes.
    @Test func noClockThatJumpsMakesAParentMissing() throws {
        let scene = IndexScene()
        try scene.write(need)
        for ahead in [0, 10 * IndexScene.wait, -10 * IndexScene.wait, 2 * IndexScene.wait] {
            scene.ahead = ahead
            try scene.work()
        }
        #expect(try scene.findings() == [])
        // And none that was set back keeps it from being so.
        scene.ahead = -10 * IndexScene.wait
        scene.now = IndexScene.start.advanced(byMilliseconds: IndexScene.wait)
        try scene.work()
        let record = try #require(scene.broker.records(of: "finding.trading").flatMap { $0 }.first)
        let found = try FindingDocument(try #require(record.value)).found
        #expect(Instant(rfc3339: found) == scene.now, "what was found is dated by the broker's time")
        #expect(try scene.findings() == ["child parent_missing -"])
    }

    /// A worker that comes anew knows from the state that it is no earlier, and counts on from there.
    @Test func aWorkerThatComesAnewCountsFromTheStateThatItReads() throws {
        let scene = IndexScene()
        try scene.write(need)
        try scene.work()
        scene.ahead = 10 * IndexScene.wait
        scene.restart()
        try scene.work()
        try expectToldAtTheDeadline(scene)
    }

    @Test func whatIsDeletedNeedsNoParent() throws {
        let scene = IndexScene()
        try scene.write(need)
        try scene.write(need, stands: false)
        try scene.work()
        scene.now = IndexScene.start.advanced(byMilliseconds: IndexScene.wait)
        try scene.work()
        #expect(try scene.findings() == [])
    }

    /// A worker that comes back after a day reads first what came meanwhile.
    @Test func whatStandsUnreadIsNotMissing() throws {
        let scene = IndexScene()
        try scene.write(need)
        try scene.work()
        scene.now = IndexScene.start.advanced(byMilliseconds: IndexScene.wait / 2)
        for record in 10..<20 {
            try scene.write(ClaimText(value: record, record: record))
        }
        try scene.write(parent)
        scene.now = IndexScene.start.advanced(byMilliseconds: 10 * IndexScene.wait)
        scene.restart()
        try scene.work(maximum: 1)
        #expect(try scene.findings() == [])
    }

    @Test func nothingIsMissingRightAfterAnAssignment() throws {
        let scene = IndexScene(quiet: 60_000)
        try scene.write(need)
        try scene.work()
        scene.now = IndexScene.start.advanced(byMilliseconds: 2 * IndexScene.wait)
        scene.restart()
        // By this the worker knows what time it is.
        try scene.write(first)
        try scene.work()
        #expect(try scene.findings() == [])
        scene.now = scene.now.advanced(byMilliseconds: 59_999)
        try scene.work()
        #expect(try scene.findings() == [])
        scene.now = scene.now.advanced(byMilliseconds: 1)
        try scene.work()
        #expect(try scene.findings() == ["child parent_missing -"])
    }

    /// The topic is compacted before the worker comes to read: what was taken back meanwhile is not told.
    @Test func whatIsNotKeptAnyMoreIsNotTold() throws {
        let scene = IndexScene()
        try scene.write(first)
        try scene.work()
        try scene.write(second)
        try scene.write(first, stands: false)
        scene.broker.compact("claims.trading")
        try scene.work()
        #expect(try scene.findings() == [])
    }

    @Test func whatRegistrationDidNotWriteIsPassedOver() throws {
        let scene = IndexScene()
        for (key, value) in [("x", "1"), ("0000000000000012\u{1f}" + String(repeating: "0", count: 32), "1 a b")] {
            try scene.broker.produce(
                OutboundRecord(topic: "claims.trading", partition: 0, key: Array(key.utf8), value: Array(value.utf8))
            )
        }
        // The kind of the key is not that of the rule.
        var wrong = first
        wrong.origin = "parent"
        try scene.write(wrong, second)
        try scene.work()
        #expect(try scene.findings() == [])
        #expect(scene.broker.records(of: "index.trading").flatMap { $0 }.count == 1)
    }

    @Test(arguments: InjectedFault.allCases) func aLostTransactionTellsNothingTwice(fault: InjectedFault) throws {
        let scene = IndexScene()
        var faults: [InjectedFault?] = [fault, fault]
        scene.restart { faults.isEmpty ? nil : faults.removeFirst() }
        try scene.write(first, second, need)
        while scene.turn(maximum: 2, faults: { faults.isEmpty ? nil : faults.removeFirst() }) {}
        scene.now = IndexScene.start.advanced(byMilliseconds: IndexScene.wait)
        while scene.turn(maximum: 2, faults: { nil }) {}
        #expect(try scene.findings() == ["two code_taken one", "child parent_missing -"])
        #expect(faults.isEmpty)
    }
}
