package import Core
import Platform

/// The structured log: one line per event, filtered by level, limited in rate, handed to an output that never waits.
///
/// The functions of ``GatewayEvents`` are its only callers in the product; they raise the metrics too.
package final class EventLog: Sendable {
    /// Takes one line, or returns false when it cannot right now; must not wait.
    package typealias Output = @Sendable (_ line: [UInt8]) -> Bool

    /// How many times one event is written in one ``window``; the rest is counted and told by the next line.
    package static let burst = 200
    /// Length of the window of ``burst`` in milliseconds.
    package static let window: Int64 = 10_000

    private struct Window {
        var start: Instant
        var count = 0
        var suppressed = 0
    }

    /// Events below this level are not written.
    package let level: LogLevel
    private let format: LogFormat
    private let clock: @Sendable () -> Instant
    private let output: Output
    private let windows = Locked<[EventName: Window]>([:])

    /// A log that hands its lines to `output`.
    package init(
        level: LogLevel = .info,
        format: LogFormat = .json,
        clock: @escaping @Sendable () -> Instant = { SystemClock.now() },
        output: @escaping Output
    ) {
        self.level = level
        self.format = format
        self.clock = clock
        self.output = output
    }

    /// Writes `event` unless its level or its rate forbids; `fields` are only made when it is written.
    ///
    /// - Returns: nil when the level forbids it, otherwise what became of it.
    func write(_ event: EventName, _ fields: () -> [LogField]) -> Result<Void, LogDropped>? {
        guard event.level >= level else { return nil }
        let now = clock()
        let suppressed: Int? = windows.withLock { windows in
            var window = windows[event] ?? Window(start: now)
            if now.milliseconds - window.start.milliseconds >= Self.window || now < window.start {
                window = Window(start: now, suppressed: window.suppressed)
            }
            defer { windows[event] = window }
            guard window.count < Self.burst else {
                window.suppressed += 1
                return nil
            }
            window.count += 1
            defer { window.suppressed = 0 }
            return window.suppressed
        }
        guard let suppressed else { return .failure(LogDropped(reason: .rate)) }
        let line = EventLine.render(event, at: now, fields: fields(), suppressed: suppressed, as: format)
        return output(line) ? .success(()) : .failure(LogDropped(reason: .queueFull))
    }
}
