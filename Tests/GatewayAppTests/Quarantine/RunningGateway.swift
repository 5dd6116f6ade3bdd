import Core
import GatewayApp
import Platform
import Telemetry

/// A gateway of a test exchange on a thread of its own, ready when made.
final class RunningGateway {
    private let stop = StopSignal()
    private let lines = Locked<[String]>([])
    private let thread: NamedThread

    init(_ exchange: TestExchange) throws {
        let service = GatewayService(try exchange.load(), scope: GatewayScope())
        let serving = exchange.captured()
        let (stop, lines) = (stop, lines)
        thread = NamedThread("test-gateway") {
            _ = try? service.run(
                until: stop,
                log: { line in
                    lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
                    return true
                },
                on: serving.console,
                ready: { _, _ in }
            )
        }
        try EmbeddedExchangeTests.wait { log.contains { $0.contains("ready.gained latch=assignment") } }
    }

    /// The lines of its log so far.
    var log: [String] { lines.withLock { $0 } }

    /// Ends it in order.
    func end() -> Bool {
        stop.raise()
        return thread.join(within: .seconds(20))
    }
}
