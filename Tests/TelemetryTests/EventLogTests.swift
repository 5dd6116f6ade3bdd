import Core
import Foundation
import Platform
import Telemetry
import Testing

struct EventLogTests {
    private let collected = CollectedLog()

    private func events(_ level: LogLevel = .info, _ format: LogFormat = .json, at time: Locked<Int64>) -> GatewayEvents
    {
        let collected = collected
        return GatewayEvents(
            metrics: GatewayMetrics(),
            log: EventLog(
                level: level,
                format: format,
                clock: { Instant(milliseconds: time.withLock { $0 }) },
                output: { collected.take($0) }
            )
        )
    }

    @Test func spellsJSON() {
        events(at: Locked(0)).factsBehind(plane: "trading", detail: "said \"no\"\n\u{1B}[2J 落后")
        #expect(
            collected.lines == [
                #"{"time":"1970-01-01T00:00:00.000Z","level":"warning","event":"facts.behind","plane":"trading","#
                    + #""detail":"said \"no\"\n\u001b[2J 落后"}"# + "\n"
            ]
        )
    }

    @Test func spellsText() {
        events(.info, .text, at: Locked(0)).factsBehind(plane: "trading", detail: "two words 落后")
        #expect(
            collected.lines == [
                "1970-01-01T00:00:00.000Z WARNING facts.behind plane=trading detail=\"two words 落后\"\n"
            ]
        )
    }

    @Test func leavesOutWhatIsBelowTheLevel() {
        let events = events(.warning, at: Locked(0))
        events.factsCaughtUp(plane: "trading", records: 1)
        #expect(collected.lines.isEmpty)
        #expect(events.metrics.process.logEvents.value("info") == 0)
        events.factsBehind(plane: "trading", detail: "x")
        #expect(collected.lines.count == 1)
        #expect(events.metrics.process.logEvents.value("warning") == 1)
    }

    @Test func boundsFieldsAndLines() throws {
        let long = String(repeating: "汉", count: 10_000)
        let line = EventLine.render(
            .factsBehind,
            at: Instant(milliseconds: 0),
            fields: (0..<40).map { LogField("field\($0)", long) },
            suppressed: 0,
            as: .json
        )
        #expect(line.count <= 4096)
        let object = try #require(JSONSerialization.jsonObject(with: Data(line)) as? [String: Any])
        // 85 characters of 3 bytes stay below 256 bytes, the 86th does not.
        #expect(object["field0"] as? String == String(repeating: "汉", count: 85) + "…")
        #expect(object["field39"] == nil)
    }

    @Test func limitsTheRateAndSaysHowManyWereLeftOut() {
        let time = Locked<Int64>(0)
        let events = events(at: time)
        for _ in 0..<(EventLog.burst + 7) { events.factsCaughtUp(plane: "trading", records: 1) }
        #expect(collected.lines.count == EventLog.burst)
        #expect(events.metrics.process.logEventsDropped.value("rate") == 7)
        time.withLock { $0 = EventLog.window }
        events.factsCaughtUp(plane: "trading", records: 2)
        events.factsCaughtUp(plane: "trading", records: 3)
        #expect(collected.lines.dropLast().last?.contains(#""records":2,"suppressed":7"#) == true)
        #expect(collected.lines.last?.contains("suppressed") == false)
    }

    @Test func countsWhatTheOutputDoesNotTake() {
        let events = GatewayEvents(metrics: GatewayMetrics(), log: EventLog(output: { _ in false }))
        events.processDraining(reason: "test")
        #expect(events.metrics.process.logEventsDropped.value("queue_full") == 1)
    }
}
