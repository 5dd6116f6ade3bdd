import Core
import Foundation
import RoutingPolicy
import Testing

@testable import Pipeline

/// Cases in which nothing happens any more (docs/specs/topics.md §4a, Closing).
@Suite struct ClosingTests {
    private static let day: Int64 = 86_400_000

    /// Closed a hundred days after the end of the day of the last acceptance, forgotten ten days later; what is over is
    /// cleared away after eight.
    private static func scene(clearsAtOnce: Bool = false) throws -> RegistrationScene {
        try RegistrationScene { configuration in
            configuration.closing = ClosingPolicy(closeAfter: 100 * day, forgetAfter: 10 * day)
            if clearsAtOnce { configuration.closing?.grace = 0 }
        }
    }

    /// The first moment of the day of ``TestEvent/now``, UTC, and `days` later.
    private static func midnight(_ days: Int64) -> Instant {
        // 2026-11-21T00:00:00Z
        Instant(milliseconds: 1_795_219_200_000).advanced(byMilliseconds: days * day)
    }

    private static func event(_ dataset: String, _ id: String, case number: Int = 1, operation: String = "add") throws
        -> TestEvent
    {
        var event = try TestEvent(dataset, case: number, id: id, [:])
        event.attributes[.operation] = operation
        if operation == "delete" { event.makeDelete() }
        return event
    }

    private static func facts(_ scene: RegistrationScene) -> [String] {
        scene.new("facts.trading").map { record in
            let key = String(decoding: record.key ?? [], as: UTF8.self).split(separator: "\u{1f}").map(String.init)
            return "\(key.dropFirst().joined(separator: " "))\(record.value == nil ? " gone" : "")"
        }
    }

    @Test func aCaseIsClosedWhenItsTimeIsOver() throws {
        let scene = try Self.scene()
        #expect(try scene.submit(Self.event("PROJECT", "a")) == ["a accepted"])
        // The last moment of the hundredth day after the day of the acceptance, and the next.
        let last = Self.midnight(101).advanced(byMilliseconds: -1)
        #expect(try scene.submit(Self.event("PROJECT", "b"), at: last) == ["b refused data_key_exists"])
        #expect(try scene.submit(Self.event("PROJECT", "c"), at: Self.midnight(101)) == ["c refused case_closed"])
        let quarantined = try #require(scene.new("quarantine.trade").last)
        #expect(quarantined.headers.text(RecordHeaderName.problems)?.contains("2026-11-21") == true)
        // Nothing is left of it, so a repetition is no repetition.
        #expect(try scene.submit(Self.event("PROJECT", "a"), at: Self.midnight(102)) == ["a refused case_closed"])
        #expect(scene.ledger() == ["a"])
    }

    @Test func whateverIsAcceptedPutsItOff() throws {
        let scene = try Self.scene()
        #expect(try scene.submit(Self.event("PROJECT", "a")) == ["a accepted"])
        #expect(
            try scene.submit(Self.event("PROJECT", "b", operation: "change"), at: Self.midnight(60)) == ["b accepted"]
        )
        scene.restart()
        let end = Self.midnight(161)
        #expect(
            try scene.submit(Self.event("PROJECT", "c", operation: "change"), at: end.advanced(byMilliseconds: -1))
                == ["c accepted"]
        )
        #expect(try scene.submit(Self.event("PROJECT", "d"), at: end) == ["d refused data_key_exists"])
    }

    @Test func theOwnerOfAClosedCaseIsRemembered() throws {
        let scene = try Self.scene()
        #expect(try scene.submit(Self.event("PROJECT", "a")) == ["a accepted"])
        let rival = try TestEvent("PROJECT", from: .rival, id: "r", ["PROJECT_CODE": SampleRecord.projectKey(1)])
        var other = rival
        other.attributes[.partitionkey] = SampleRecord.projectKey(1)
        other.key = Array(SampleRecord.projectKey(1).utf8)
        try scene.submit(other, at: Self.midnight(105))
        let receipt = try #require(scene.new("receipt.rival").last?.value)
        #expect(try ReceiptDocument(receipt).problems.map(\.code).contains("not_owner"))
    }

    @Test func aForgottenCaseCanBeFoundedAnew() throws {
        let scene = try Self.scene()
        #expect(try scene.submit(Self.event("PROJECT", "a")) == ["a accepted"])
        let end = Self.midnight(111)
        #expect(
            try scene.submit(Self.event("PROJECT", "b"), at: end.advanced(byMilliseconds: -1))
                == ["b refused case_closed"]
        )
        scene.restart()
        #expect(try scene.submit(Self.event("PROJECT", "c"), at: end) == ["c accepted"])
        scene.restart()
        #expect(try scene.submit(Self.event("PROJECT", "d"), at: end) == ["d refused data_key_exists"])
    }

    @Test func theFactsOfAClosedCaseAreTakenBack() throws {
        let scene = try Self.scene()
        let section = SampleRecord.caseKey(1) + "001"
        #expect(try scene.submit(Self.event("TENDER_PROJECT", "a")) == ["a accepted"])
        #expect(try scene.submit(Self.event("BID_OPENING_RECORD", "b")) == ["b accepted"])
        #expect(Self.facts(scene) == ["registered trade", "opened \(section) trade"])
        // Its memory of the facts is in the topic.
        scene.restart()
        try scene.submit(Self.event("TENDER_PROJECT", "c"), at: Self.midnight(101))
        #expect(Self.facts(scene) == ["opened \(section) trade gone", "registered trade gone", "closed trade"])
        try scene.submit(Self.event("TENDER_PROJECT", "d"), at: Self.midnight(111))
        #expect(Self.facts(scene) == ["closed trade gone", "registered trade"])
    }

    @Test func whatAClosedCaseClaimedIsTakenBack() throws {
        let scene = try Self.scene()
        #expect(try scene.submit(Self.event("PROJECT", "a")) == ["a accepted"])
        let claimed = scene.new("claims.trading")
        #expect(claimed.count == 1 && claimed[0].value != nil)
        try scene.submit(Self.event("PROJECT", "b"), at: Self.midnight(101))
        let taken = scene.new("claims.trading")
        #expect(taken.map(\.key) == claimed.map(\.key) && taken.allSatisfy { $0.value == nil })
    }

    /// What comes for other cases clears away those that are over.
    @Test func casesThatAreOverAreClearedAway() throws {
        let scene = try Self.scene(clearsAtOnce: true)
        for number in 1...5 { try scene.submit(Self.event("PROJECT", "a\(number)", case: number)) }
        // Of each case itself, a record and a message.
        #expect(Set(scene.new("case.trading").map { String(decoding: $0.key ?? [], as: UTF8.self) }).count == 15)
        // For each record four places of cases are looked at and four entries taken away, and what is left of the last case:
        // twelve places of at most eight, two cases of three entries.
        for number in 6...8 {
            try scene.submit(Self.event("PROJECT", "b\(number)", case: number), at: Self.midnight(101))
        }
        let others = (6...8).map { Array(SampleRecord.projectKey($0).utf8) }
        var state = scene.new("case.trading").filter { record in
            !others.contains { (record.key ?? []).starts(with: $0) }
        }
        #expect(state.filter { $0.value == nil }.count == 10)
        let stubs = state.compactMap { record in record.value.map { String(decoding: $0, as: UTF8.self) } }
        // 2026-11-21T00:00:00Z
        #expect(stubs == Array(repeating: "1 trade closed 1795219200", count: 5))
        for number in 9...11 {
            try scene.submit(Self.event("PROJECT", "c\(number)", case: number), at: Self.midnight(111))
        }
        state = scene.new("case.trading")
        for number in 1...5 {
            let key = Array(SampleRecord.projectKey(number).utf8)
            #expect(state.contains { $0.key == key && $0.value == nil }, "case \(number) is not forgotten")
        }
    }

    @Test func whileRecordsWaitACaseStaysOpen() throws {
        let scene = try Self.scene()
        #expect(try scene.submit(Self.event("TENDER_PROJECT", "a")) == ["a accepted"])
        #expect(try scene.submit(Self.event("TENDER_PROJECT", "b", operation: "delete")) == ["b accepted"])
        let late = Self.midnight(101).advanced(byMilliseconds: -1)
        scene.now = late
        #expect(try scene.submit(Self.event("SECTION", "c"), at: late) == ["c parked"])
        scene.now = Self.midnight(101)
        #expect(
            try scene.submit(Self.event("TENDER_PROJECT", "d"), at: Self.midnight(101)).sorted() == [
                "c accepted", "d accepted",
            ]
        )
    }
}
