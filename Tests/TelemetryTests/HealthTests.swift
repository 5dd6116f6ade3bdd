import Platform
import Telemetry
import Testing

struct HealthTests {
    @Test func readyOnceEveryLatchIsSet() {
        let readiness = Readiness()
        #expect(readiness.missing == [.broker, .trust, .contracts, .assignment])
        for latch in ReadinessLatch.allCases.dropLast() { #expect(readiness.set(latch, true)) }
        #expect(readiness.missing == [.assignment])
        #expect(!readiness.set(.broker, true), "already set")
        readiness.set(.assignment, true)
        #expect(readiness.missing.isEmpty)
        readiness.set(.broker, false)
        #expect(readiness.missing == [.broker])
    }

    @Test func aWorkerThatDoesNotBeatIsStalled() {
        let heartbeats = Heartbeats()
        let heartbeat = heartbeats.add("admission-0", limit: .seconds(5))
        heartbeat.beat()
        let now = SystemClock.monotonicNanoseconds()
        #expect(heartbeats.stalled(at: now).all.isEmpty)
        let later = now + 6_000_000_000
        #expect(heartbeats.stalled(at: later).new.map(\.worker) == ["admission-0"])
        let again = heartbeats.stalled(at: later)
        #expect(again.all.map(\.worker) == ["admission-0"])
        #expect(again.new.isEmpty, "told once")
        heartbeats.remove(heartbeat)
        #expect(heartbeats.stalled(at: later).all.isEmpty)
    }
}
