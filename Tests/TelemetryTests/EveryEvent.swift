import Core
import Telemetry

/// Calls every event function once, and so touches every instrument.
enum EveryEvent {
    static func tell(_ events: GatewayEvents) {
        let readiness = Readiness()
        let heartbeats = Heartbeats()
        let worker = WorkerIdentity(stage: "admission", plane: "trading", worker: "admission-0")
        let heartbeat = heartbeats.add(worker.worker, limit: .seconds(5))
        heartbeat.beat()
        events.observe(readiness, heartbeats)
        let build = BuildInfo(version: "0.1.0", swift: "6.3", librdkafka: "2.0.2", openssl: "3.0.19")
        events.processStarted(build, stages: ["admission"], configuration: "sha-256:00")
        events.artifactLoaded("contracts", version: "national/v2", entries: 25)
        events.artifactRefused("trust", detail: "no authority")
        events.stageStarted(worker)
        for latch in ReadinessLatch.allCases { events.readyGained(latch, in: readiness) }
        events.readyLost(.broker, in: readiness, detail: "all brokers down")
        events.workerStalled(worker.worker, age: .seconds(31))
        events.rebalanced(stage: "admission", .assigned, partitions: 4, assigned: 4)
        events.paused(stage: "admission", partitions: 1)
        events.lag(stage: "admission", of: [TopicPartition("submit.alpha", 3): 17])
        events.transactionCommitted(worker, tally(), commit: .milliseconds(4))
        var breakers = BatchTally()
        breakers.breaker(BreakerChange("alpha", isOpen: true, refused: 480, of: 500))
        breakers.breaker(BreakerChange("alpha", isOpen: false, refused: 17, of: 500))
        events.transactionCommitted(worker, breakers, commit: .milliseconds(4))
        events.transactionAborted(worker, records: 9, detail: "requires abort")
        events.busFailed(stage: "admission", BusFailure(.fenced, "fenced"), duringCommit: true)
        events.positionCorrected(stage: "delivery", TopicPartition("ledger.trading", 2), position: 17, answered: 9)
        events.factsCaughtUp(plane: "trading", records: 12)
        events.factsBehind(plane: "service", detail: "lag 40")
        events.registrationRestoring(plane: "trading", partitions: 4, entries: 5)
        events.registrationRestored(plane: "trading", partitions: 4, cases: 3, entries: 9, after: .milliseconds(7))
        events.indexRestoring(plane: "trading", partitions: 4, entries: 6)
        events.indexRestored(plane: "trading", partitions: 4, claims: 2, entries: 8, after: .milliseconds(7))
        events.trustListTaken(serial: 17, authorities: 4, source: "trust-list.json")
        events.trustDataTaken(
            kind: "crl",
            authority: "demo-sm2",
            issuer: "CN=Issuing",
            number: "7",
            usableUntil: "2026-11-22T00:00:00.000Z",
            source: "http://crl.example/a.crl"
        )
        events.trustDataRefused(.rollback, source: "http://crl.example/a.crl", detail: "older")
        events.trustFetched(
            authority: "demo-sm2",
            .failed,
            source: "http://crl.example/a.crl",
            detail: "timed out",
            after: .seconds(10)
        )
        events.trustUnusable(authority: "demo-sm2", detail: "no CRL")
        events.trustUsable(authority: "demo-sm2", until: "2026-11-22T00:00:00.000Z")
        events.trustStanding(authority: "demo-sm2", left: .seconds(3600), age: .seconds(60))
        events.opsListening(address: "127.0.0.1", port: 9464)
        events.opsAnswered(route: "none", status: 404)
        events.opsConnectionRefused()
        events.stageStopped(worker)
        for _ in 0...EventLog.burst { events.processDraining(reason: "SIGTERM") }
        events.processStopped(clean: true, after: .seconds(3))
    }

    /// Three records: two passed on, one with a warning, one refused.
    static func tally() -> BatchTally {
        var tally = BatchTally()
        for bytes in [100, 200, 300] { tally.receive(from: "alpha", bytes: bytes) }
        var remarks = ProblemList()
        remarks.append(Problem(.codeListAbsent, rule: "501.X.list", severity: .warning, zh: "无代码表", en: "no list"))
        tally.accept(from: "alpha", remarks: remarks)
        tally.accept(from: "alpha")
        var problems = ProblemList()
        problems.append(Problem(.fieldMissing, at: "/X", rule: "501.X.required", zh: "缺少", en: "missing"))
        problems.append(Problem(.fieldLength, at: "/Y", rule: "501.Y.length", zh: "过长", en: "too long"))
        tally.refuse(
            RefusedRecord(
                platform: "alpha",
                source: TopicPartition("submit.alpha", 3),
                offset: 41,
                code: .fieldMissing,
                problems: 2,
                quarantine: .full
            ),
            for: problems
        )
        for accepted in [true, true, false] {
            tally.receipt(to: "alpha", accepted: accepted)
            tally.verify(form: "raw", algorithm: "sm2-sm3", valid: true)
            tally.validate("TENDER_PROJECT", accepted: accepted)
        }
        tally.find(
            Problem(.codeTaken, rule: "index.code-taken", severity: .warning, zh: "已使用", en: "taken"),
            of: "alpha"
        )
        tally.deliver(to: "city", count: 2)
        tally.park(from: "alpha")
        tally.repeated(from: "alpha")
        tally.skip()
        tally.outputs = 8
        tally.processing = .milliseconds(7)
        tally.verification = .milliseconds(2)
        tally.validation = .microseconds(900)
        return tally
    }
}
