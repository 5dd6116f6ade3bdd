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

/// What the fetcher asks for and takes: delta lists, nonces, bad answers, and one round of it by hand.
@Suite(.serialized) struct FetchingTests {
    private let broker: EmbeddedBroker
    private let fixture: TrustFixture
    private let metrics = GatewayMetrics()
    private let lines = Locked<[String]>([])

    init() throws {
        ProcessSignal.ignoreBrokenPipe()
        broker = try EmbeddedBroker()
        try broker.createTopic(TopicName.trust, partitions: 1)
        fixture = try TrustFixture()
    }

    private func service(_ policy: RevocationPolicy, nonce: Bool = false) throws -> TrustService {
        let list = fixture.list(policy)
        let lines = lines
        let service = TrustService(
            keeper: TrustKeeper(list: list),
            board: TrustBoard(try TrustStore(list: list, generation: 1)),
            settings: TrustSettings(pollSeconds: 1, timeoutSeconds: 2, maximumMegabytes: 1, nonce: nonce),
            instance: "one",
            listFile: nil,
            registered: [fixture.leaf],
            connection: broker.connection(clientID: "trust"),
            events: GatewayEvents(
                metrics: metrics,
                log: EventLog(
                    level: .info,
                    format: .text,
                    output: { line in
                        lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
                        return true
                    }
                )
            ),
            readiness: Readiness()
        )
        service.start()
        return service
    }

    private func codes(_ service: TrustService) -> [RejectionCode] {
        switch service.board.current.verify(fixture.leaf, for: .platformSigning, at: SystemClock.now()).verdict {
        case .verified: []
        case .refused(let problems): problems.map(\.code)
        }
    }

    private func log(_ text: String) -> [String] { lines.withLock { $0.filter { $0.contains(text) } } }

    private func refused(_ fault: String) -> Int {
        metrics.registry.render().split(separator: "\n")
            .first { $0.hasPrefix("hutong_trust_items_refused_total{fault=\"\(fault)\"}") }
            .flatMap { $0.split(separator: " ").last }.flatMap { Int($0) } ?? 0
    }

    /// `YYMMDDHHMMSSZ` of now.
    private static var utcTime: String { SystemClock.now().rfc3339.prefix(19).filter(\.isNumber).dropFirst(2) + "Z" }

    @Test(
        .timeLimit(.minutes(10)),
        .enabled(if: CommandLineAuthority.isAvailable, "openssl is not installed"),
        arguments: [true, false]
    )
    func aDeltaListIsFetchedAndCombinedWithItsBase(isPointedTo: Bool) throws {
        defer { broker.close() }
        let authority = try CommandLineAuthority(fixture)
        let content = Locked<[String: [UInt8]]>([:])
        let server = try TinyHTTPServer { request in
            content.withLock { $0[request.path] }.map { .body($0) } ?? .raw(Array("HTTP/1.0 404 No\r\n\r\n".utf8))
        }
        let pointer = isPointedTo ? ["freshestCRL=URI:\(server.base)/delta.crl"] : []
        let complete = try authority.list(4, pointer)
        content.withLock { $0["/complete.crl"] = complete }
        // The address of the delta stands in the complete list, or on the trust list.
        let addresses = ["\(server.base)/complete.crl"] + (isPointedTo ? [] : ["\(server.base)/delta.crl"])
        let service = try service(RevocationPolicy(check: .crl, crl: addresses))
        defer { service.stop(within: .seconds(5)) }
        try EmbeddedExchangeTests.wait { codes(service).isEmpty }
        let indicator = "2.5.29.27=critical,DER:02:01:04"
        let delta = try authority.list(5, revoked: fixture.leaf, since: Self.utcTime, [indicator])
        content.withLock { $0["/delta.crl"] = delta }
        try EmbeddedExchangeTests.wait { codes(service) == [.certificateRevoked] }
        #expect(service.board.current.revocation.items.map(\.kind) == [.crl, .deltaCRL])
        #expect(server.requests.contains { $0.path == "/delta.crl" })
    }

    @Test(.timeLimit(.minutes(10)), .enabled(if: CommandLineAuthority.isAvailable, "openssl is not installed"))
    func anAnswerToAnotherRequestIsRefusedWhereNoncesAreUsed() throws {
        defer { broker.close() }
        let authority = try CommandLineAuthority(fixture)
        let leaf = fixture.leaf
        let replay = Locked<[UInt8]?>(nil)
        let server = try TinyHTTPServer { request in
            let held = replay.withLock { $0 }
            guard let answer = held ?? (try? authority.answer(to: request.body, about: leaf)) else { return .raw([]) }
            return .body(answer, type: "application/ocsp-response")
        }
        let service = try service(RevocationPolicy(check: .ocsp, ocsp: [server.base + "/"]), nonce: true)
        defer { service.stop(within: .seconds(5)) }
        try EmbeddedExchangeTests.wait { codes(service).isEmpty }
        #expect(refused("nonce_mismatch") == 0, "a responder that does as it should is believed")
        // Somebody on the way gives an answer that was given before.
        let request = try #require(server.requests.first).body
        let old = try authority.answer(to: request, about: leaf)
        replay.withLock { $0 = old }
        try EmbeddedExchangeTests.wait { refused("nonce_mismatch") > 2 }
        #expect(codes(service).isEmpty, "what was verified stays")
        #expect(log("fault=nonce_mismatch").count == 1, "told once")
    }

    @Test(.timeLimit(.minutes(10))) func badAnswersAreCountedAndToldOnceAndLeaveWhatIsThere() throws {
        defer { broker.close() }
        let stranger = try TrustFixture(name: "Stranger")
        let good = try fixture.crl(5)
        var spoilt = good
        spoilt[spoilt.count - 1] ^= 1
        let answers: [String: (TinyHTTPServer.Answer, String)] = [
            "/stranger": (.body(try stranger.crl(9)), "issuer_unknown"),
            "/spoilt": (.body(spoilt), "signature_invalid"),
            "/older": (.body(try fixture.crl(2)), "rollback"),
            "/certificate": (.body(fixture.leaf.der), "malformed"),
            "/trailing": (.body(good + [0]), "malformed"),
        ]
        let html = Array("<html>404</html>".utf8)
        let large = Array("HTTP/1.0 200 OK\r\nContent-Length: 104857600\r\n\r\n".utf8)
        let loop = Array("HTTP/1.0 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n".utf8)
        let server = try TinyHTTPServer { request in
            switch request.path {
            case "/good": .body(good)
            case "/html": .body(html, type: "text/html")
            case "/large": .raw(large)
            case "/loop": .raw(loop)
            default: answers[request.path]?.0 ?? .raw([])
            }
        }
        // The good list first, so that the older one is older.
        let paths = ["/good"] + answers.keys.sorted() + ["/html", "/large", "/loop", "/nothing"]
        let service = try service(RevocationPolicy(check: .crl, crl: paths.map { server.base + $0 }))
        defer { service.stop(within: .seconds(5)) }
        try EmbeddedExchangeTests.wait { codes(service).isEmpty }
        try EmbeddedExchangeTests.wait { answers.values.allSatisfy { refused($0.1) >= 2 } }
        try EmbeddedExchangeTests.wait { server.requests.count { $0.path == "/loop" } >= 3 }
        #expect(codes(service).isEmpty)
        #expect(service.board.current.revocation.items.map { $0.number?.description } == ["5"])
        for path in paths where path != "/good" {
            let told = log("source=\(server.base)\(path) ")
            // The good list may have been asked for after the older one at first: then that one was taken once.
            let faults = told.filter { $0.contains("trust.data_refused") || $0.contains("trust.fetch_failed") }
            #expect(faults.count == 1, "\(path): \(told)")
        }
    }

    @Test(.timeLimit(.minutes(10))) func oneRoundByHandEndsWithACodeForEachOutcome() throws {
        broker.close()
        let scene = try TrustScene()
        let fixtures = try ["One", "Two"].map { try TrustFixture(name: $0) }
        let bodies = Locked(try fixtures.map { try $0.crl(1) })
        let server = try TinyHTTPServer { request in .body(bodies.withLock { $0[request.path == "/0.crl" ? 0 : 1] }) }
        for (index, platform) in [TrustScene.first, TrustScene.second].enumerated() {
            let policy: [String: Any] = ["check": "crl", "crl": ["\(server.base)/\(index).crl"]]
            try scene.add("ca-\(index)", fixtures[index], for: platform, policy)
        }
        try scene.publishTrustList()
        try scene.configure(trust: ["fetch": false, "timeoutSeconds": 1])
        func run(_ arguments: String...) throws -> (code: ExitCode, object: [String: Any]) {
            let captured = scene.exchange.captured()
            let code = CommandLineProgram().run(
                arguments + ["--config", "dev", "--format", "json"],
                on: captured.console
            )
            return (code, try #require(captured.objects.first, "\(captured.error)"))
        }
        func outcomes(_ object: [String: Any]) -> [String?] {
            (object["sources"] as? [[String: Any]] ?? []).map { $0["outcome"] as? String }
        }
        #expect(try run("trust", "status").code == .unavailable)
        let first = try run("trust", "fetch", "--once")
        #expect(first.code == .success)
        #expect(outcomes(first.object) == ["taken", "taken"])
        #expect(server.requests.count == 2, "each source once")
        let status = try run("trust", "status")
        #expect(status.code == .success, "what one process fetched stands in the topic")
        let left = (status.object["authorities"] as? [[String: Any]] ?? []).compactMap { $0["secondsLeft"] as? Int }
        #expect(left.count == 2 && left.allSatisfy { (1...3600).contains($0) })
        #expect(outcomes(try run("trust", "fetch", "--once").object) == ["unchanged", "unchanged"])
        bodies.withLock { $0[0] = Array("<html></html>".utf8) }
        let failed = try run("trust", "fetch", "--once")
        #expect(failed.code == .unavailable)
        #expect(outcomes(failed.object) == ["failed", "unchanged"])
        let other = try fixtures[1].crl(9)
        bodies.withLock { $0[0] = Array(other.dropLast()) + [0] }
        let refused = try run("trust", "fetch", "--once")
        #expect(refused.code == .dataRefused)
        #expect(outcomes(refused.object) == ["refused", "unchanged"])
        // The forecast goes on counting down from what is held.
        let later = try run("trust", "status")
        #expect(later.code == .success)
        let rest = (later.object["authorities"] as? [[String: Any]] ?? []).compactMap { $0["secondsLeft"] as? Int }
        #expect(zip(left, rest).allSatisfy { $0 >= $1 })
    }
}
