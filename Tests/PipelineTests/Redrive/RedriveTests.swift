import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing

/// Refused submissions judged once more (docs/specs/topics.md §5a), through admission and registration.
@Suite struct RedriveTests {
    private static let trading = TopicPartition("redrive.trading", 0)

    private static func event(
        _ dataset: String,
        _ id: String,
        operation: String = "add",
        case number: Int = 1,
        _ changes: [String: Any?] = [:]
    ) throws -> TestEvent {
        var event = try TestEvent(dataset, case: number, id: id, changes)
        event.attributes[.operation] = operation
        return event
    }

    @Test func theSubmissionComesBackAsItWas() throws {
        let scene = try RedriveScene()
        scene.trustsNobody = true
        let event = try Self.event("TENDER_PROJECT", "a")
        let (place, news) = try scene.submit(event)
        #expect(news == ["a refused certificate_authority_unknown"])
        // Two days later the trust list is right again.
        scene.trustsNobody = false
        scene.now = TestEvent.now.advanced(byMilliseconds: 2 * 86_400_000)
        #expect(try scene.redrive(place) == ["redriven a accepted"])
        let kept = try #require(scene.new("ledger.trading").first)
        #expect(kept.value == event.payload && kept.key == event.key)
        #expect(Array(kept.headers.prefix(event.headers.count)) == event.headers)
        #expect(kept.headers.text("hutong-origin") == place.text)
        // As of the time of the submission, not of the redrive.
        #expect(kept.headers.text("hutong-admitted") == "2026-11-21T03:18:00.000Z")
        let request = try #require(scene.new("redrive.trading").first)
        #expect(kept.headers.text("hutong-redrive") == "redrive.trading/\(request.source.partition)/0")
        #expect(!kept.headers.contains { $0.name == "hutong-relation" })
    }

    @Test func aSecondRedriveIsADuplicate() throws {
        let scene = try RedriveScene()
        scene.trustsNobody = true
        let (place, _) = try scene.submit(Self.event("PROJECT", "a"))
        scene.trustsNobody = false
        #expect(try scene.redrive(place) == ["redriven a accepted"])
        #expect(try scene.redrive(place) == ["redriven a accepted duplicate"])
        scene.restart()
        #expect(try scene.redrive(place) == ["redriven a accepted duplicate"])
        #expect(scene.ledger() == ["a"])
        #expect(scene.new("quarantine.trade").count == 1)
        // Each verdict is an event of its own.
        let ids = scene.gateway.broker.records(of: "receipt.trade").flatMap { $0 }.map { $0.headers.text("ce_id") }
        #expect(Set(ids).count == 4)
    }

    @Test func aPermanentRefusalIsJudgedAnewAndNotRepeated() throws {
        let scene = try RedriveScene()
        let change = try Self.event("PROJECT", "b", operation: "change", ["DATA_TIMESTAMP": "20991231235959"])
        _ = try scene.submit(Self.event("PROJECT", "root"))
        var other = change
        other.attributes[.datakey] = "abcdefghijkl0123456789"
        let (place, news) = try scene.submit(other)
        #expect(news == ["b refused data_key_unknown"])
        // The sender sends it again: the same verdict. The operator asks for it: judged anew, with the same result.
        #expect(try scene.submit(other).news == ["b refused data_key_unknown duplicate"])
        #expect(try scene.redrive(place) == ["redriven b refused data_key_unknown"])
        let entries = scene.new("quarantine.trade")
        #expect(entries.map { $0.headers.text("hutong-origin") } == [place.text, place.text])
        #expect(entries.map { $0.headers.text("hutong-redrive") != nil } == [false, true])
        #expect(scene.ledger() == ["root"])
    }

    @Test func whatWasRefusedForGoodMayBeAcceptedLater() throws {
        let scene = try RedriveScene()
        _ = try scene.submit(Self.event("TENDER_PROJECT", "root"))
        let change = try Self.event("SECTION", "change", operation: "change", ["DATA_TIMESTAMP": "20991231235959"])
        let (place, news) = try scene.submit(change)
        #expect(news == ["change refused data_key_unknown"])
        #expect(try scene.submit(Self.event("SECTION", "add")).news == ["add accepted"])
        scene.restart()
        #expect(try scene.redrive(place) == ["redriven change accepted"])
        // What is remembered is the new verdict, also by a worker that reads it back.
        #expect(try scene.submit(change).news == ["change accepted duplicate"])
        scene.restart()
        #expect(try scene.submit(change).news == ["change accepted duplicate"])
        #expect(scene.ledger() == ["root", "add", "change"])
    }

    @Test func recordsOfACaseKeepTheirOrder() throws {
        let scene = try RedriveScene()
        scene.trustsNobody = true
        let first = try scene.submit(Self.event("TENDER_PROJECT", "a")).place
        let second = try scene.submit(Self.event("SECTION", "b")).place
        let third = try scene.submit(Self.event("SECTION", "c", operation: "change")).place
        scene.trustsNobody = false
        for place in [first, second, third] { try scene.ask(place) }
        try scene.work()
        #expect(try scene.news().suffix(3) == ["redriven a accepted", "redriven b accepted", "redriven c accepted"])
        #expect(scene.ledger() == ["a", "b", "c"])
    }

    @Test func whatCameSinceIsNotOverwritten() throws {
        let scene = try RedriveScene()
        func change(_ id: String, _ timestamp: String) throws -> TestEvent {
            try Self.event("PROJECT", id, operation: "change", ["DATA_TIMESTAMP": timestamp])
        }
        _ = try scene.submit(Self.event("PROJECT", "a", ["DATA_TIMESTAMP": "20260101000000"]))
        scene.trustsNobody = true
        let (place, _) = try scene.submit(change("old", "20260201000000"))
        scene.trustsNobody = false
        #expect(try scene.submit(change("new", "20260301000000")).news == ["new accepted"])
        #expect(try scene.redrive(place) == ["redriven old refused superseded"])
        #expect(scene.ledger() == ["a", "new"])
    }

    @Test func bytesThatAreGoneAreRefusedInWords() throws {
        let scene = try RedriveScene()
        scene.trustsNobody = true
        let (place, _) = try scene.submit(Self.event("PROJECT", "a"))
        scene.trustsNobody = false
        _ = scene.new("quarantine.trade")
        scene.gateway.broker.truncate("submit.trade")
        #expect(try scene.redrive(place) == [])
        let entry = try #require(scene.new("quarantine.trade").first)
        #expect(entry.headers.text("hutong-reasons") == #"["redrive_gone"]"#)
        #expect(entry.headers.text("hutong-origin") == place.text)
        #expect(entry.value == nil)
        #expect(scene.ledger() == [])
    }

    @Test func otherBytesAreRefused() throws {
        let scene = try RedriveScene()
        scene.trustsNobody = true
        let (place, _) = try scene.submit(Self.event("PROJECT", "a"))
        scene.trustsNobody = false
        _ = scene.new("quarantine.trade")
        let digest = "sha-256:" + String(repeating: "0", count: 64)
        #expect(try scene.redrive(place, digest: digest) == [])
        #expect(
            scene.new("quarantine.trade").map { $0.headers.text("hutong-reasons") } == [#"["redrive_mismatch"]"#]
        )
        #expect(scene.ledger() == [])
        // Nothing is lost: the right request finds it.
        #expect(try scene.redrive(place, digest: Self.digest(scene, place)) == ["redriven a accepted"])
    }

    private static func digest(_ scene: RedriveScene, _ place: RecordPlace) -> String? {
        scene.gateway.broker.records(of: "quarantine.trade").flatMap { $0 }
            .first { $0.headers.text("hutong-origin") == place.text }?.headers.text("hutong-digest")
    }

    /// What is no request, or reaches beyond the plane, moves nothing and holds up nobody.
    @Test func requestsReachNoFurtherThanTheirPlane() throws {
        let scene = try RedriveScene()
        scene.trustsNobody = true
        let (place, _) = try scene.submit(Self.event("PROJECT", "a"))
        scene.trustsNobody = false
        _ = scene.new("quarantine.trade")
        func produce(_ value: String?) throws {
            try scene.gateway.broker.produce(
                OutboundRecord(topic: "redrive.trading", key: nil, value: value.map { Array($0.utf8) })
            )
        }
        try produce(nil)
        try produce("[]")
        try produce(#"{"version":2,"origin":"submit.trade/0/0","digest":"","reason":"","time":"2026-11-21T03:18:00Z"}"#)
        for origin in [
            "ledger.trading/0/0", "submit.city-service/0/0", "submit.stranger/0/0", "submit.trade/-1/0",
            "submit.trade/0/-1", "submit.trade/0",
        ] {
            try produce(
                #"{"version":1,"origin":"\#(origin)","digest":"","reason":"","time":"2026-11-21T03:18:00Z"}"#
            )
        }
        // A place that never was.
        try produce(
            #"{"version":1,"origin":"submit.trade/77/9","digest":"","reason":"","time":"2026-11-21T03:18:00Z"}"#
        )
        #expect(try scene.redrive(place, digest: Self.digest(scene, place)) == ["redriven a accepted"])
        #expect(scene.new("quarantine.trade").map { $0.headers.text("hutong-reasons") } == [#"["redrive_gone"]"#])
        #expect(scene.new("quarantine.city-service").isEmpty)
    }

    @Test func noSenderCanAskForIt() throws {
        let scene = try RedriveScene()
        var event = try Self.event("PROJECT", "a")
        event.extra.append(RecordHeader("hutong-redrive", "redrive.trading/0/0"))
        #expect(try scene.submit(event).news == ["a refused attribute_invalid"])
    }

    @Test func sealedDataStayOutOfQuarantineAndComeBackAfterTheOpening() throws {
        let scene = try RedriveScene()
        _ = try scene.submit(Self.event("TENDER_PROJECT", "a"))
        _ = try scene.submit(Self.event("SECTION", "b"))
        let (place, news) = try scene.submit(Self.event("TENDER_LIST", "list"))
        #expect(news == ["list refused not_released"])
        let entry = try #require(scene.new("quarantine.trade").first)
        #expect(entry.value == nil)
        #expect(entry.headers.text("hutong-problems") == nil)
        #expect(entry.headers.text("hutong-digest")?.hasPrefix("hm1:quarantine.trade/") == true)
        #expect(try scene.redrive(place) == ["redriven list refused not_released"])
        #expect(scene.new("quarantine.trade").allSatisfy { $0.value == nil })
        #expect(try scene.submit(Self.event("BID_OPENING_RECORD", "open")).news == ["open accepted"])
        let verdict = try scene.redrive(place)
        #expect(verdict == ["redriven list accepted"])
    }

    @Test func whoWaitsAfterARedriveWaitsFromThen() throws {
        let scene = try RedriveScene()
        scene.trustsNobody = true
        let (place, _) = try scene.submit(Self.event("SECTION", "child"))
        scene.trustsNobody = false
        // After more than the day for which a record may wait.
        scene.now = TestEvent.now.advanced(byMilliseconds: 3 * 86_400_000)
        let parked = try scene.redrive(place)
        #expect(parked.count == 1 && parked[0].hasPrefix("child parked redrive.trading"))
        scene.now = scene.now.advanced(byMilliseconds: 20 * 3_600_000)
        var root = try Self.event("TENDER_PROJECT", "root")
        root.attributes[.time] = scene.now.rfc3339
        #expect(try scene.submit(root).news == ["root accepted", "redriven child accepted"])
    }

    @Test(arguments: InjectedFault.allCases) func whateverBreaksItIsRegisteredOnce(fault: InjectedFault) throws {
        let scene = try RedriveScene()
        scene.trustsNobody = true
        let (place, _) = try scene.submit(Self.event("PROJECT", "a"))
        scene.trustsNobody = false
        var faults = [fault]
        scene.restart { faults.popLast() }
        #expect(try scene.redrive(place) == ["redriven a accepted"])
        #expect(faults.isEmpty)
        #expect(scene.ledger() == ["a"])
    }
}
