import Platform

/// Where a command's bytes go: standard output and standard error, or two buffers in a test.
///
/// Output is gathered and handed on in large pieces; an error message first pushes out what was printed before it.
package final class ConsoleStreams: Sendable {
    /// One of the two streams.
    package enum Stream: Sendable, Hashable {
        /// Standard output: results.
        case output
        /// Standard error: progress, logs, failures.
        case error
    }

    private struct Pending {
        var bytes: [UInt8] = []
        var readerHasGone = false
    }

    private static let flushThreshold = 1 << 16
    private let sink: @Sendable (Stream, [UInt8]) -> Bool
    private let pending = Locked(Pending())

    /// Streams that end in `sink`, which returns false when nobody reads the stream any more.
    package init(sink: @escaping @Sendable (Stream, [UInt8]) -> Bool) {
        self.sink = sink
    }

    /// True once the reader of standard output has gone; long outputs should end then.
    package var readerHasGone: Bool { pending.withLock { $0.readerHasGone } }

    /// Appends bytes to standard output.
    package func write(_ bytes: [UInt8]) {
        let isFull = pending.withLock { state in
            state.bytes += bytes
            return state.bytes.count >= ConsoleStreams.flushThreshold
        }
        if isFull { flush() }
    }

    /// Writes bytes to standard error at once.
    package func writeError(_ bytes: [UInt8]) {
        flush()
        _ = sink(.error, bytes)
    }

    /// Replaces the line that stands on the terminal behind standard error; what was gathered for standard output goes
    /// out between the old line and the new.
    package func redraw(_ line: [UInt8]) {
        _ = sink(.error, Array("\r\u{1b}[2K".utf8))
        flush()
        _ = sink(.error, line)
    }

    /// Hands on everything that was gathered.
    package func flush() {
        let bytes = pending.withLock { state in
            let bytes = state.bytes
            state.bytes.removeAll(keepingCapacity: true)
            return bytes
        }
        guard !bytes.isEmpty else { return }
        if !sink(.output, bytes) { pending.withLock { $0.readerHasGone = true } }
    }
}
