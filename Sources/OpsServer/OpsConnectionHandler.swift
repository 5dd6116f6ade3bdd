import Platform
import Telemetry

/// Serves one connection: reads a head, answers, closes.
struct OpsConnectionHandler: Sendable {
    /// How many bytes that nobody asked for are read away before the connection is closed.
    private static let discardLimit = 64 * 1024

    let configuration: OpsServerConfiguration
    let routes: OpsRoutes
    let events: GatewayEvents

    /// Reads one request and answers it; both end at their deadlines.
    func serve(_ connection: TCPConnection) {
        var buffer: [UInt8] = []
        let deadline = SystemClock.monotonicNanoseconds() + configuration.readLimit.wholeNanoseconds
        while true {
            switch HTTPRequestParser.parse(buffer.span) {
            case .request(let request):
                let (route, response) = routes.answer(request.path)
                send(response, on: connection, route: route, withBody: request.method != .head)
                return
            case .refused(let refusal):
                send(.plain(refusal.rawValue), on: connection, route: nil, withBody: true)
                return
            case .incomplete: break
            }
            let room = HTTPRequestParser.maximumHeadLength - buffer.count
            switch connection.read(into: &buffer, atMost: room, deadline: deadline) {
            case .bytes: continue
            case .timedOut:
                send(.plain(408), on: connection, route: nil, withBody: true)
                return
            // Half a request and then the end: there is nobody left to tell.
            case .end, .failed: return
            }
        }
    }

    /// Answers 503 to a connection for which there is no place, without waiting for its request.
    static func turnAway(_ connection: TCPConnection) {
        // Short, because the listening thread does this itself; the answer fits the fresh socket's buffer.
        let deadline = SystemClock.monotonicNanoseconds() + 20_000_000
        guard connection.write(HTTPResponse.plain(503).bytes(withBody: true), deadline: deadline) else { return }
        connection.finish(discarding: discardLimit, deadline: deadline)
    }

    private func send(_ response: HTTPResponse, on connection: TCPConnection, route: OpsRoute?, withBody: Bool) {
        events.opsAnswered(route: route?.rawValue ?? "none", status: response.status)
        let deadline = SystemClock.monotonicNanoseconds() + configuration.writeLimit.wholeNanoseconds
        guard connection.write(response.bytes(withBody: withBody), deadline: deadline) else { return }
        connection.finish(discarding: Self.discardLimit, deadline: deadline)
    }
}

extension Duration {
    /// Nanoseconds, cut to a day and never negative.
    var wholeNanoseconds: UInt64 {
        UInt64(min(max(inSeconds, 0), 86_400) * 1e9)
    }
}
