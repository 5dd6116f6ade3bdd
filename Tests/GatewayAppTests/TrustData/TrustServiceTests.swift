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

/// The service on the embedded broker, with sources that behave and sources that do not.
@Suite(.serialized) struct TrustServiceTests {
    /// A service over `broker` that follows `list`.
    private static func service(
        _ broker: EmbeddedBroker,
        _ list: TrustList,
        _ fixture: TrustFixture,
        fetches: Bool = true,
        name: String = "one"
    ) throws -> (service: TrustService, readiness: Readiness) {
        let readiness = Readiness()
        let service = TrustService(
            keeper: TrustKeeper(list: list),
            board: TrustBoard(try TrustStore(list: list, generation: 1)),
            settings: TrustSettings(fetch: fetches, pollSeconds: 1, timeoutSeconds: 2),
            instance: name,
            listFile: nil,
            registered: [fixture.leaf],
            connection: broker.connection(clientID: "trust-\(name)"),
            events: GatewayEvents(
                metrics: GatewayMetrics(),
                log: EventLog(level: .error, format: .text, output: { _ in true })
            ),
            readiness: readiness
        )
        service.start()
        return (service, readiness)
    }

    private static func codes(_ service: TrustService, _ fixture: TrustFixture, at instant: Instant) -> [RejectionCode]
    {
        switch service.board.current.verify(fixture.leaf, for: .platformSigning, at: instant).verdict {
        case .verified: []
        case .refused(let problems): problems.map(\.code)
        }
    }

    @Test(.timeLimit(.minutes(10))) func aPublishedListIsInForceEverywhereWhateverOtherSourcesDo() throws {
        ProcessSignal.ignoreBrokenPipe()
        let fixture = try TrustFixture()
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic(TopicName.trust, partitions: 1)
        let content = Locked(try fixture.crl(1))
        let good = try TinyHTTPServer { _ in .body(content.withLock { $0 }) }
        // Ten addresses of a server that never answers: more than there are places.
        let dead = try TinyHTTPServer { _ in .silence }
        let policy = RevocationPolicy(
            check: .crl,
            crl: (0..<10).map { "\(dead.base)/\($0).crl" } + ["\(good.base)/a.crl"]
        )
        let list = fixture.list(policy)
        let (fetching, readiness) = try Self.service(broker, list, fixture)
        defer { fetching.stop(within: .seconds(5)) }
        let (following, _) = try Self.service(broker, list, fixture, fetches: false, name: "two")
        defer { following.stop(within: .seconds(5)) }
        #expect(Self.codes(following, fixture, at: SystemClock.now()) == [.revocationUnavailable])
        try EmbeddedExchangeTests.wait { Self.codes(following, fixture, at: SystemClock.now()).isEmpty }
        try EmbeddedExchangeTests.wait { readiness.holds(.trust) }
        let generation = following.board.current.generation
        // When: the certificate is revoked as of now.
        let revoked = SystemClock.now()
        let second = revoked.milliseconds / 1000 - fixture.start.milliseconds / 1000
        let next = try fixture.crl(2, at: second, revoked: [(fixture.leaf, fixture.at(second))])
        content.withLock { $0 = next }
        try EmbeddedExchangeTests.wait {
            Self.codes(following, fixture, at: SystemClock.now()) == [.certificateRevoked]
        }
        #expect(following.board.current.generation > generation)
        // What was appended before keeps its verdict.
        #expect(Self.codes(following, fixture, at: fixture.at(second).advanced(byMilliseconds: -1)).isEmpty)
    }

    @Test(.timeLimit(.minutes(10))) func withoutSourcesTheDataLastUntilTheBudgetEnds() throws {
        let fixture = try TrustFixture()
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic(TopicName.trust, partitions: 1)
        let content = try fixture.crl(1, lasting: 4)
        let isUp = Locked(true)
        let server = try TinyHTTPServer { _ in isUp.withLock { $0 } ? .body(content) : .silence }
        let (service, readiness) = try Self.service(
            broker,
            fixture.list(RevocationPolicy(check: .crl, crl: ["\(server.base)/a.crl"])),
            fixture
        )
        defer { service.stop(within: .seconds(5)) }
        try EmbeddedExchangeTests.wait { Self.codes(service, fixture, at: fixture.at(1)).isEmpty }
        isUp.withLock { $0 = false }
        // Not before the end, and from then on.
        #expect(Self.codes(service, fixture, at: fixture.at(4).advanced(byMilliseconds: -1)).isEmpty)
        #expect(Self.codes(service, fixture, at: fixture.at(4)) == [.revocationUnavailable])
        try EmbeddedExchangeTests.wait { !readiness.holds(.trust) && SystemClock.now() >= fixture.at(4) }
        #expect(readiness.warnings.count == 1)
    }
}
