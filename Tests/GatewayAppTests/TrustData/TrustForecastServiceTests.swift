import Bus
import Core
import Foundation
import GatewayApp
import Pipeline
import Platform
import RoutingPolicy
import Telemetry
import Testing
import Trust

/// The service under a clock that the test moves: what metric and readiness say while nothing can be fetched any more.
@Suite(.serialized) struct TrustForecastServiceTests {
    @Test(.timeLimit(.minutes(10)), arguments: [false, true]) func theForecastCountsDown(isTolerant: Bool) throws {
        let fixture = try TrustFixture()
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic(TopicName.trust, partitions: 1)
        let clock = Locked(fixture.at(1))
        let isUp = Locked(true)
        let content = Locked(try fixture.crl(1))
        let server = try TinyHTTPServer { _ in
            isUp.withLock { $0 } ? .body(content.withLock { $0 }) : .raw([])
        }
        let policy = RevocationPolicy(
            check: .crl,
            crl: [server.base + "/a.crl"],
            budget: .seconds(48 * 3600),
            whenStale: isTolerant ? [.platformSigning: .accept] : [:]
        )
        let list = fixture.list(policy)
        let readiness = Readiness()
        let metrics = GatewayMetrics()
        let service = TrustService(
            keeper: TrustKeeper(list: list),
            board: TrustBoard(try TrustStore(list: list, generation: 1)),
            settings: TrustSettings(pollSeconds: 1, timeoutSeconds: 2),
            instance: "one",
            listFile: nil,
            registered: [fixture.leaf],
            connection: broker.connection(clientID: "trust"),
            events: GatewayEvents(metrics: metrics, log: EventLog(level: .error, format: .text, output: { _ in true })),
            readiness: readiness,
            clock: { clock.withLock { $0 } }
        )
        service.start()
        defer { service.stop(within: .seconds(5)) }
        func left() -> String? {
            metrics.registry.render().split(separator: "\n")
                .first { $0.hasPrefix("hutong_trust_usable_seconds{") }
                .flatMap { $0.split(separator: " ").last }.map(String.init)
        }
        // 48 hours of budget, of which a second has passed.
        try EmbeddedExchangeTests.wait { left() == "172799" }
        isUp.withLock { $0 = false }
        for (hours, expected) in [(1, "169200"), (24, "86400"), (47, "3600")] as [(Int64, String)] {
            clock.withLock { $0 = fixture.at(hours * 3600) }
            try EmbeddedExchangeTests.wait { left() == expected }
            #expect(readiness.holds(.trust))
            #expect(readiness.warnings.isEmpty)
        }
        clock.withLock { $0 = fixture.at(48 * 3600).advanced(byMilliseconds: -1) }
        try EmbeddedExchangeTests.wait { left() == "0.001" }
        #expect(readiness.holds(.trust), "not before the end")
        clock.withLock { $0 = fixture.at(48 * 3600) }
        try EmbeddedExchangeTests.wait { left() == "0" }
        try EmbeddedExchangeTests.wait { readiness.warnings.count == 1 }
        // Records that are accepted with a warning keep a process in service.
        #expect(readiness.holds(.trust) == isTolerant)
        #expect(readiness.warnings.first?.contains("accepted with a warning") == isTolerant)
        // The source comes back.
        content.withLock { $0 = (try? fixture.crl(2, at: 48 * 3600)) ?? [] }
        isUp.withLock { $0 = true }
        try EmbeddedExchangeTests.wait { left() == "172800" }
        try EmbeddedExchangeTests.wait { readiness.holds(.trust) && readiness.warnings.isEmpty }
    }

    @Test(.timeLimit(.minutes(10))) func aClockThatIsSetBackKeepsNothingFromBeingFetched() throws {
        let fixture = try TrustFixture()
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic(TopicName.trust, partitions: 1)
        let server = try TinyHTTPServer { _ in .body((try? fixture.crl(1)) ?? []) }
        let list = fixture.list(RevocationPolicy(check: .crl, crl: [server.base + "/a.crl"]))
        let clock = Locked(fixture.at(300 * 86_400))
        let service = TrustService(
            keeper: TrustKeeper(list: list),
            board: TrustBoard(try TrustStore(list: list, generation: 1)),
            settings: TrustSettings(pollSeconds: 1, timeoutSeconds: 2),
            instance: "one",
            listFile: nil,
            registered: [fixture.leaf],
            connection: broker.connection(clientID: "trust"),
            events: GatewayEvents(
                metrics: GatewayMetrics(),
                log: EventLog(level: .error, format: .text, output: { _ in true })
            ),
            readiness: Readiness(),
            clock: { clock.withLock { $0 } }
        )
        service.start()
        defer { service.stop(within: .seconds(5)) }
        try EmbeddedExchangeTests.wait { server.requests.count >= 1 }
        clock.withLock { $0 = fixture.at(1) }
        let before = server.requests.count
        try EmbeddedExchangeTests.wait { server.requests.count >= before + 2 }
    }
}
