import Dispatch
package import Platform
package import Telemetry

/// The HTTP server of `/live`, `/ready`, `/metrics` and `/version`: one thread that listens, a few that answer.
///
/// Every connection carries one request, is bounded in size by the parser and in time by its deadlines, and is closed
/// after the answer. Nothing here can hold up or grow the process: places are counted before a connection is taken on.
package final class OpsServer: Sendable {
    private struct State {
        var waiting: [TCPConnection] = []
        /// Connections waiting or being answered.
        var taken = 0
        var isStopped = false
    }

    /// What the threads share; they keep it alive, not the server.
    private final class Shared: Sendable {
        let state = Locked(State())
        let arrived = DispatchSemaphore(value: 0)
    }

    /// The port on which it listens.
    package let port: UInt16
    private let listener: TCPListener
    private let shared: Shared
    private let threads: [NamedThread]

    private init(listener: TCPListener, shared: Shared, threads: [NamedThread]) {
        self.listener = listener
        self.shared = shared
        self.threads = threads
        port = listener.port
    }

    /// Listens and begins to answer.
    ///
    /// - Throws: ``SocketFailure`` when the address is not numeric, not ours, or the port is taken.
    package static func start(
        _ configuration: OpsServerConfiguration,
        routes: OpsRoutes,
        events: GatewayEvents
    ) throws(SocketFailure) -> OpsServer {
        let listener = try TCPListener.make(address: configuration.address, port: configuration.port)
        let shared = Shared()
        let places = min(max(configuration.maximumConnections, 1), 64)
        let handler = OpsConnectionHandler(configuration: configuration, routes: routes, events: events)
        var threads = (0..<places).map { index in
            NamedThread("ops-\(index)", stackSize: 256 * 1024) { Self.answer(shared, handler) }
        }
        threads.append(
            NamedThread("ops-listen", stackSize: 256 * 1024) {
                Self.listen(listener, shared, places: places, events: events)
            }
        )
        events.opsListening(address: configuration.address, port: listener.port)
        return OpsServer(listener: listener, shared: shared, threads: threads)
    }

    /// Takes no more connections and ends those under way at their own deadlines; waits at most `limit`.
    ///
    /// - Returns: false when a thread was still busy then; it ends by itself.
    @discardableResult
    package func stop(within limit: Duration) -> Bool {
        shared.state.withLock { $0.isStopped = true }
        listener.stop()
        for _ in threads { shared.arrived.signal() }
        let deadline = SystemClock.monotonicNanoseconds() + limit.wholeNanoseconds
        return threads.reduce(true) { done, thread in
            let now = SystemClock.monotonicNanoseconds()
            let rest: Duration = .nanoseconds(Int64(clamping: deadline > now ? deadline - now : 0))
            return thread.join(within: rest) && done
        }
    }

    private static func listen(_ listener: TCPListener, _ shared: Shared, places: Int, events: GatewayEvents) {
        while !shared.state.withLock({ $0.isStopped }) {
            let second: UInt64 = 1_000_000_000
            guard let connection = listener.accept(deadline: SystemClock.monotonicNanoseconds() + second) else {
                continue
            }
            let isTaken = shared.state.withLock { state in
                guard state.taken < places, !state.isStopped else { return false }
                state.taken += 1
                state.waiting.append(connection)
                return true
            }
            if isTaken {
                shared.arrived.signal()
            } else {
                events.opsConnectionRefused()
                OpsConnectionHandler.turnAway(connection)
            }
        }
    }

    private static func answer(_ shared: Shared, _ handler: OpsConnectionHandler) {
        while true {
            shared.arrived.wait()
            let (next, isStopped) = shared.state.withLock { state in
                (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isStopped)
            }
            if let next {
                handler.serve(next)
                shared.state.withLock { $0.taken -= 1 }
            } else if isStopped {
                return
            }
        }
    }
}
