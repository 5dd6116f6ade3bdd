import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing

/// The rules with memory (DATA-SPEC §5, rules 1–3, 6–8; §10.1), stated by hand.
@Suite struct RegistrationTests {
    private static func event(
        _ dataset: String,
        _ id: String,
        key: String = "0123456789abcdefghijkl",
        operation: String = "add",
        case number: Int = 1,
        _ changes: [String: Any?] = [:]
    ) throws -> TestEvent {
        var event = try TestEvent(dataset, case: number, id: id, changes)
        event.attributes[.datakey] = key
        event.attributes[.operation] = operation
        if operation == "delete" { event.makeDelete() }
        return event
    }

    @Test func aRecordIsRegisteredChangedAndDeleted() throws {
        let scene = try RegistrationScene()
        #expect(try scene.submit(Self.event("TENDER_PROJECT", "a")) == ["a accepted"])
        #expect(
            try scene.submit(
                Self.event("TENDER_PROJECT", "b", operation: "change", ["DATA_TIMESTAMP": "20991231235959"])
            ) == ["b accepted"]
        )
        #expect(try scene.submit(Self.event("TENDER_PROJECT", "c", operation: "delete")) == ["c accepted"])
        // What was deleted can be registered anew.
        #expect(try scene.submit(Self.event("TENDER_PROJECT", "d")) == ["d accepted"])
        #expect(scene.ledger() == ["a", "b", "c", "d"])
    }

    @Test func whatIsThereIsNotAddedAndWhatIsNotThereIsNotChanged() throws {
        let scene = try RegistrationScene()
        #expect(
            try scene.submit(Self.event("PROJECT", "a", operation: "change")) == ["a refused data_key_unknown"]
        )
        #expect(
            try scene.submit(Self.event("PROJECT", "b", operation: "delete")) == ["b refused data_key_unknown"]
        )
        #expect(try scene.submit(Self.event("PROJECT", "c")) == ["c accepted"])
        #expect(try scene.submit(Self.event("PROJECT", "d")) == ["d refused data_key_exists"])
        #expect(scene.ledger() == ["c"])
        #expect(scene.new("quarantine.trade").count == 3)
    }

    @Test func anOlderVersionIsSuperseded() throws {
        let scene = try RegistrationScene()
        func change(_ id: String, _ timestamp: String) throws -> [String] {
            try scene.submit(Self.event("PROJECT", id, operation: "change", ["DATA_TIMESTAMP": timestamp]))
        }
        #expect(try scene.submit(Self.event("PROJECT", "a", ["DATA_TIMESTAMP": "20260102030405"])) == ["a accepted"])
        #expect(try change("b", "20260102030404") == ["b refused superseded"])
        #expect(try change("c", "20260102030405") == ["c accepted"])
        #expect(try change("d", "20270101000000") == ["d accepted"])
        #expect(try change("e", "20260102030406") == ["e refused superseded"])
    }

    @Test func codesAreUniqueAndStay() throws {
        let scene = try RegistrationScene()
        let other = "abcdefghijkl0123456789"
        #expect(try scene.submit(Self.event("TENDER_PROJECT", "a")) == ["a accepted"])
        #expect(try scene.submit(Self.event("TENDER_PROJECT", "b", key: other)) == ["b refused code_taken"])
        #expect(try scene.submit(Self.event("SECTION", "c")) == ["c accepted"])
        #expect(try scene.submit(Self.event("SECTION", "d", key: other)) == ["d refused code_taken"])
        let second = SampleRecord.caseKey(1) + "002"
        #expect(
            try scene.submit(
                Self.event(
                    "SECTION",
                    "e",
                    operation: "change",
                    ["BID_SECTION_CODE": second, "DATA_TIMESTAMP": "20991231235959"]
                )
            ) == ["e refused code_changed"]
        )
        #expect(
            try scene.submit(Self.event("SECTION", "f", key: other, ["BID_SECTION_CODE": second])) == ["f accepted"]
        )
        // A code is free again when its record is deleted.
        #expect(try scene.submit(Self.event("SECTION", "g", operation: "delete")) == ["g accepted"])
        #expect(try scene.submit(Self.event("SECTION", "h", key: "2222222222222222222222")) == ["h accepted"])
    }

    @Test func theSameMessageGetsTheSameVerdictAndNothingElse() throws {
        let scene = try RegistrationScene()
        let good = try Self.event("PROJECT", "a")
        let bad = try Self.event("PROJECT", "b", key: "abcdefghijkl0123456789")
        #expect(try scene.submit(good) == ["a accepted"])
        #expect(try scene.submit(bad) == ["b refused code_taken"])
        #expect(scene.new("quarantine.trade").count == 1)
        scene.restart()
        #expect(try scene.submit(good) == ["a accepted duplicate"])
        #expect(try scene.submit(bad) == ["b refused code_taken duplicate"])
        #expect(scene.ledger() == ["a"])
        #expect(scene.new("quarantine.trade").isEmpty)
        var other = good
        other.payload = try SampleRecord.payload("PROJECT", case: 1, sender: .trade, ["ADDRESS": "elsewhere"])
        #expect(try scene.submit(other) == ["a refused id_reused"])
        #expect(try scene.submit(good) == ["a accepted duplicate"])
    }

    @Test func aCaseBelongsToWhoRegisteredIt() throws {
        let scene = try RegistrationScene()
        #expect(try scene.submit(Self.event("TENDER_PROJECT", "a")) == ["a accepted"])
        var rival = try TestEvent("SECTION", case: 1, from: .rival, id: "b")
        rival.attributes[.datakey] = "9999999999999999999999"
        try scene.admit(rival)
        try scene.work()
        let receipt = try ReceiptDocument(try #require(scene.new("receipt.rival").first?.value))
        #expect(receipt.problems.map(\.code).contains("not_owner"))
        // Nothing is said about whose it is.
        #expect(receipt.problems.allSatisfy { !($0.message.zh + $0.message.en).contains("trade") })
        #expect(scene.ledger() == ["a"])
    }

    @Test func childrenWaitForTheirParentAndKeepTheirOrder() throws {
        let scene = try RegistrationScene()
        #expect(try scene.submit(Self.event("SECTION", "a")) == ["a parked"])
        #expect(try scene.submit(Self.event("TENDER_ANN_QUA_INQUERY_ANN", "b")) == ["b parked"])
        // A change of what waits, waits behind it.
        let later: [String: Any?] = ["DATA_TIMESTAMP": "20991231235959"]
        #expect(try scene.submit(Self.event("SECTION", "c", operation: "change", later)) == ["c parked"])
        #expect(try scene.submit(Self.event("SECTION", "d", operation: "delete")) == ["d parked"])
        #expect(scene.ledger().isEmpty)
        scene.restart()
        #expect(
            try scene.submit(Self.event("TENDER_PROJECT", "e")) == [
                "e accepted", "a accepted", "b accepted", "c accepted", "d accepted",
            ]
        )
        #expect(scene.ledger() == ["e", "a", "b", "c", "d"])
        #expect(scene.new("quarantine.trade").isEmpty)
        // Another case was never held up.
        #expect(try scene.submit(Self.event("TENDER_PROJECT", "f", case: 2)) == ["f accepted"])
    }

    @Test func releaseGoesOnInPortions() throws {
        let scene = try RegistrationScene { $0.releasedAtOnce = 3 }
        let ids = (0..<10).map { "s-\($0)" }
        for (index, id) in ids.enumerated() {
            let code = SampleRecord.caseKey(1) + String(format: "%03d", index)
            let key = String(format: "%022d", index)
            try scene.submit(Self.event("SECTION", id, key: key, ["BID_SECTION_CODE": code]))
        }
        _ = try scene.news()
        #expect(try scene.submit(Self.event("TENDER_PROJECT", "root")).count == 11)
        #expect(scene.ledger() == ["root"] + ids)
    }

    @Test func whoWaitsTooLongIsRefusedAndMayComeAgain() throws {
        let scene = try RegistrationScene { $0.parkingMilliseconds = 60_000 }
        let child = try Self.event("SECTION", "a")
        #expect(try scene.submit(child) == ["a parked"])
        scene.now = TestEvent.now.advanced(byMilliseconds: 59_999)
        try scene.work()
        #expect(try scene.news().isEmpty)
        // Nothing arrives: the timer fires by itself, at the deadline.
        scene.now = TestEvent.now.advanced(byMilliseconds: 60_000)
        try scene.work()
        let record = try #require(scene.new("receipt.trade").first)
        let receipt = try ReceiptDocument(try #require(record.value))
        #expect(receipt.verdict == "refused" && receipt.retryable)
        #expect(receipt.problems.map(\.code).contains("parent_missing"))
        let kept = try #require(scene.new("quarantine.trade").first)
        #expect(kept.value == child.payload)
        // The same message, under the same id, once the parent is there.
        #expect(try scene.submit(Self.event("TENDER_PROJECT", "root")) == ["root accepted"])
        #expect(try scene.submit(child) == ["a accepted"])
    }

    /// The worker was down for longer than a record may wait; the parent came in time and is not read yet (topics.md §4a).
    @Test func nobodyIsRefusedForAParentThatLiesUnread() throws {
        let scene = try RegistrationScene { $0.parkingMilliseconds = 60_000 }
        #expect(try scene.submit(Self.event("SECTION", "a")) == ["a parked"])
        try scene.admit(Self.event("TENDER_PROJECT", "root"), at: TestEvent.now.advanced(byMilliseconds: 10_000))
        let later = TestEvent.now.advanced(byMilliseconds: 120_000)
        let place = TopicPartition("admitted.trading", 0)
        func successor() throws -> RegistrationStage {
            // By its clock two minutes have gone since the state was written.
            var reading = TestEvent.now
            let stage = scene.gateway.registration(elapsed: { reading.milliseconds }) {
                $0.parkingMilliseconds = 60_000
            }
            try stage.assigned([place])
            reading = later
            return stage
        }
        let behind = try successor()
        #expect(behind.due(at: later) == [place])
        let waiting = try behind.process(RecordBatch(records: [], touched: [place], behind: [place]), at: later)
        #expect(waiting.outputs.isEmpty)
        behind.committed()
        let parent = try #require(scene.gateway.broker.records(of: place.topic).flatMap { $0 }.last)
        let told = try behind.process(RecordBatch(records: [parent], touched: [place]), at: later)
        let receipts = told.outputs.filter { $0.topic == "receipt.trade" }
        let verdicts = try receipts.map { try ReceiptDocument(try #require($0.value)) }
        #expect(verdicts.map(\.id) == ["root", "a"])
        #expect(verdicts.map(\.verdict) == ["accepted", "accepted"])
        // Where nothing more lies there, the same moment is too late.
        let alone = try successor().process(RecordBatch(records: [], touched: [place]), at: later)
        #expect(alone.outputs.filter { $0.topic == "quarantine.trade" }.count == 1)
    }

    @Test func noMoreOfOneSenderWaitThanMay() throws {
        let scene = try RegistrationScene { $0.parkedPerSender = 2 }
        func child(_ number: Int) throws -> TestEvent { try Self.event("SECTION", "c-\(number)", case: number) }
        #expect(try scene.submit(child(1)) == ["c-1 parked"])
        #expect(try scene.submit(child(2)) == ["c-2 parked"])
        #expect(try scene.submit(child(3)) == ["c-3 refused parent_missing"])
        #expect(try scene.submit(Self.event("TENDER_PROJECT", "r", case: 1)) == ["r accepted", "c-1 accepted"])
        #expect(try scene.submit(child(3)) == ["c-3 parked"])
    }

    @Test func anAbortedTransactionLeavesNoTrace() throws {
        let scene = try RegistrationScene()
        var faults: [InjectedFault] = [.rewound, .rewound, .rewound]
        scene.restart { faults.popLast() }
        try scene.admit(Self.event("SECTION", "a"))
        try scene.admit(Self.event("TENDER_PROJECT", "b"))
        try scene.admit(Self.event("SECTION", "c", operation: "delete"))
        for _ in 0..<3 { try scene.turn() }
        #expect(scene.ledger().isEmpty && scene.new("case.trading").isEmpty)
        try scene.work()
        #expect(try scene.news() == ["a parked", "b accepted", "a accepted", "c accepted"])
        #expect(scene.ledger() == ["b", "a", "c"])
    }

    @Test func factsComeWithTheRecordThatStatesThem() throws {
        let scene = try RegistrationScene()
        #expect(try scene.submit(Self.event("BID_OPENING_RECORD", "a")) == ["a parked"])
        #expect(scene.new("facts.trading").isEmpty)
        #expect(try scene.submit(Self.event("TENDER_PROJECT", "b")) == ["b accepted", "a accepted"])
        let section = SampleRecord.caseKey(1) + "001"
        #expect(Self.facts(scene) == ["+registered ", "+opened \(section)"])
    }

    @Test func aPostponementAndAnExceptionTakeBackWhatWasOpened() throws {
        let scene = try RegistrationScene()
        let section = SampleRecord.caseKey(1) + "001"
        #expect(try scene.submit(Self.event("TENDER_PROJECT", "a")) == ["a accepted"])
        #expect(try scene.submit(Self.event("BID_OPENING_RECORD", "b")) == ["b accepted"])
        _ = Self.facts(scene)
        #expect(
            try scene.submit(
                Self.event("TENDER_ANN_QUA_INQUERY_ANN", "c", ["IS_POSTPONE": "0", "BID_SECTION_CODES": section])
            ) == ["c accepted"]
        )
        #expect(Self.facts(scene) == [], "no postponement")
        #expect(
            try scene.submit(
                Self.event(
                    "TENDER_ANN_QUA_INQUERY_ANN",
                    "d",
                    key: "abcdefghijkl0123456789",
                    ["IS_POSTPONE": "1", "BID_SECTION_CODES": section]
                )
            ) == ["d accepted"]
        )
        #expect(Self.facts(scene) == ["-opened \(section)"])
        #expect(
            try scene.submit(
                Self.event("TENDER_ABNORMITY_REPORT", "e", ["EXCEPITON_TYPE": "2", "BID_SECTION_CODE": section])
            ) == ["e accepted"]
        )
        #expect(Self.facts(scene) == ["-opened \(section)", "-publicised \(section)", "-settled \(section)"])
    }

    /// Facts since the last call: `+` stated, `-` taken back, then the fact and its section.
    private static func facts(_ scene: RegistrationScene) -> [String] {
        scene.new("facts.trading").compactMap { record in
            let parts = String(decoding: record.key ?? [], as: UTF8.self)
                .split(separator: "\u{1f}", omittingEmptySubsequences: false)
            guard parts.count == 4 else { return nil }
            return "\(record.value == nil ? "-" : "+")\(parts[1]) \(parts[2])"
        }
    }

    /// A record may wait for a day of the broker's time, whatever the worker takes for the time.
    @Test func aWorkerWhoseClockIsAheadRefusesNothingEarly() throws {
        let scene = try RegistrationScene()
        scene.ahead = 90 * 3_600_000
        #expect(try scene.submit(Self.event("SECTION", "a")) == ["a parked"])
        try scene.work()
        #expect(try scene.news().isEmpty)
        scene.now = TestEvent.now.advanced(byMilliseconds: 24 * 3_600_000 - 1)
        try scene.work()
        #expect(try scene.news().isEmpty)
        scene.now = TestEvent.now.advanced(byMilliseconds: 24 * 3_600_000)
        try scene.work()
        #expect(try scene.news() == ["a refused parent_missing"])
    }

    /// A worker that has just read the state knows that it is no earlier than the state.
    @Test func aWorkerThatTakesOverCountsFromTheStateItFinds() throws {
        let scene = try RegistrationScene()
        scene.gateway.broker.setTime(TestEvent.now)
        #expect(try scene.submit(Self.event("SECTION", "a")) == ["a parked"])
        // Nothing came for ten hours before it was started: so much later it may refuse, and no more.
        scene.now = TestEvent.now.advanced(byMilliseconds: 10 * 3_600_000)
        scene.restart()
        try scene.work()
        scene.now = TestEvent.now.advanced(byMilliseconds: 34 * 3_600_000)
        try scene.work()
        #expect(try scene.news() == ["a refused parent_missing"])
    }
}
