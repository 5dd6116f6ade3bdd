import Foundation
import OpsServer
import Platform
import Telemetry
import Testing

struct OpsServerTests {
    private let readiness = Readiness()
    private let heartbeats = Heartbeats()
    private let events = GatewayEvents(metrics: GatewayMetrics(), log: EventLog(output: { _ in true }))

    private func start(_ change: (inout OpsServerConfiguration) -> Void = { _ in }) throws -> OpsServer {
        var configuration = OpsServerConfiguration()
        configuration.port = 0
        change(&configuration)
        let build = BuildInfo(version: "0.1.0", swift: "6.3", librdkafka: "2.0.2", openssl: "3.0 \"x\"")
        events.observe(readiness, heartbeats)
        let routes = OpsRoutes(build: build, events: events, readiness: readiness, heartbeats: heartbeats)
        return try OpsServer.start(configuration, routes: routes, events: events)
    }

    private func get(_ server: OpsServer, _ path: String, _ method: String = "GET") throws -> (
        head: String, body: String
    ) {
        let answer = try RawClient.ask(server.port, "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let parts = answer.split(separator: "\r\n\r\n", maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "no answer: \(answer)")
        return (String(parts[0]), String(parts[1]))
    }

    @Test func readyListsWhatIsMissing() throws {
        let server = try start()
        defer { server.stop(within: .seconds(10)) }
        events.readyGained(.trust, in: readiness)
        var answer = try get(server, "/ready")
        #expect(answer.head.hasPrefix("HTTP/1.1 503 Service Unavailable\r\n"))
        #expect(answer.body == #"{"ready":false,"missing":["broker","contracts","assignment"]}"# + "\n")
        for latch in ReadinessLatch.allCases { events.readyGained(latch, in: readiness) }
        answer = try get(server, "/ready")
        #expect(answer.head.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(answer.head.contains("\r\nConnection: close"))
        #expect(answer.body == #"{"ready":true,"missing":[]}"# + "\n")
    }

    @Test func liveFailsWhenAWorkerStalls() throws {
        let server = try start()
        defer { server.stop(within: .seconds(10)) }
        let quick = heartbeats.add("admission-0", limit: .seconds(3600))
        quick.beat()
        #expect(try get(server, "/live").body == #"{"live":true,"workers":["admission-0"]}"# + "\n")
        _ = heartbeats.add("delivery-0", limit: .zero)
        let answer = try get(server, "/live")
        #expect(answer.head.hasPrefix("HTTP/1.1 503 "))
        #expect(
            answer.body == #"{"live":false,"workers":["admission-0","delivery-0"],"stalled":["delivery-0"]}"# + "\n"
        )
    }

    @Test func metricsAndVersion() throws {
        let server = try start()
        defer { server.stop(within: .seconds(10)) }
        let metrics = try get(server, "/metrics")
        #expect(metrics.head.contains("\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
        #expect(metrics.head.contains("\r\nContent-Length: \(metrics.body.utf8.count)\r\n"))
        #expect(metrics.body.contains("\nhutong_ready_latch{latch=\"broker\"} 0\n"))
        #expect(metrics.body.contains("\nhutong_process_resident_memory_bytes "))
        let version = try get(server, "/version").body
        let object = try JSONSerialization.jsonObject(with: Data(version.utf8)) as? [String: String]
        #expect(object == ["version": "0.1.0", "swift": "6.3", "librdkafka": "2.0.2", "openssl": "3.0 \"x\""])
        #expect(
            try get(server, "/metrics").body.contains(#"hutong_ops_requests_total{route="/version",status="200"} 1"#)
        )
    }

    @Test func headAnswersWithoutBody() throws {
        let server = try start()
        defer { server.stop(within: .seconds(10)) }
        let whole = try get(server, "/version")
        let head = try get(server, "/version", "HEAD")
        #expect(head.head == whole.head)
        #expect(head.body.isEmpty)
    }

    @Test(
        arguments: [
            ("GET /nowhere HTTP/1.1\r\nHost: a\r\n\r\n", 404),
            ("GET * HTTP/1.1\r\nHost: a\r\n\r\n", 404),
            ("POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello", 405),
            ("GET /\(String(repeating: "a", count: 2000)) HTTP/1.1\r\nHost: a\r\n\r\n", 414),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 50_000))\r\n\r\n", 431),
            ("\u{16}\u{3}\u{1}\u{0}garbage", 400),
            ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        ] as [(String, Int)]
    )
    func errorsHaveTheirStatus(request: String, status: Int) throws {
        let server = try start()
        defer { server.stop(within: .seconds(10)) }
        let answer = try RawClient.ask(server.port, request)
        #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(answer)")
        #expect(answer.contains("\r\nAllow: GET, HEAD\r\n") == (status == 405))
    }

    @Test func whatFollowsARequestIsNotAnswered() throws {
        let server = try start()
        defer { server.stop(within: .seconds(10)) }
        let one = "GET /live HTTP/1.1\r\nHost: a\r\n\r\n"
        let answer = try RawClient.ask(server.port, one + one + "\u{0}\u{1}" + String(repeating: "x", count: 20_000))
        #expect(answer.ranges(of: "HTTP/1.1 ").count == 1)
        #expect(answer.hasSuffix("{\"live\":true,\"workers\":[]}\n"))
    }

    @Test func aSlowSenderIsCutOff() throws {
        let server = try start { $0.readLimit = .milliseconds(150) }
        defer { server.stop(within: .seconds(10)) }
        let client = try RawClient(port: server.port)
        let answered = NamedThread("drip") { [port = server.port] in
            // A second one that never sends anything at all.
            let silent = try? RawClient.ask(port, "")
            precondition(silent?.hasPrefix("HTTP/1.1 408 ") == true)
        }
        client.send("GET /live HTTP/1.1\r\n")
        // Each byte comes in time, the whole head does not: the deadline does not start anew.
        for byte in "X-Drip: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" {
            usleep(10_000)
            guard client.send(String(byte)) else { break }
        }
        #expect(client.receiveAll().hasPrefix("HTTP/1.1 408 Request Timeout\r\n"))
        #expect(answered.join(within: .seconds(30)))
    }

    @Test func connectionsBeyondThePlacesAreTurnedAway() throws {
        let server = try start {
            $0.maximumConnections = 2
            $0.readLimit = .seconds(20)
        }
        let holders = try (0..<2).map { _ in try RawClient(port: server.port) }
        for holder in holders { holder.send("GET /live HTT") }
        let answer = try RawClient.ask(server.port, "GET /live HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(answer.hasPrefix("HTTP/1.1 503 "))
        #expect(events.metrics.process.opsConnectionsRefused.value() == 1)
        for holder in holders { holder.send("P/1.1\r\nHost: a\r\n\r\n") }
        for holder in holders { #expect(holder.receiveAll().hasPrefix("HTTP/1.1 200 ")) }
        #expect(server.stop(within: .seconds(10)))
    }

    @Test func stopClosesThePort() throws {
        let server = try start()
        #expect(server.stop(within: .seconds(10)))
        let port = server.port
        withExtendedLifetime(server) {
            _ = #expect(throws: POSIXError.self) { try RawClient(port: port) }
        }
    }

    @Test func aTakenPortOrABadAddressIsToldInWords() throws {
        let server = try start()
        defer { server.stop(within: .seconds(10)) }
        let taken = #expect(throws: SocketFailure.self) { try start { $0.port = server.port } }
        #expect(taken?.description == "bind 127.0.0.1 port \(server.port): Address already in use")
        let named = #expect(throws: SocketFailure.self) { try start { $0.address = "localhost" } }
        #expect(named?.description == "localhost is not a numeric IP address")
    }
}
