import Foundation
package import Platform

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
        var loss: DescriptorOutput.Outcome?
    }

    private static let flushThreshold = 1 << 16
    private let sink: @Sendable (Stream, [UInt8]) -> DescriptorOutput.Outcome
    private let pending = Locked(Pending())

    /// Streams that end in `sink`, which says what became of the bytes.
    package init(sink: @escaping @Sendable (Stream, [UInt8]) -> DescriptorOutput.Outcome) {
        self.sink = sink
    }

    /// The streams of this process.
    package static func process() -> ConsoleStreams {
        StandardDescriptors.occupy()
        return ConsoleStreams { stream, bytes in
            DescriptorOutput.write(bytes, to: stream == .output ? STDOUT_FILENO : STDERR_FILENO)
        }
    }

    /// True once standard output takes nothing more; long outputs should end then.
    package var outputIsLost: Bool { pending.withLock { $0.loss != nil } }

    /// Why results did not get where they belong, as a value of `errno`; nil when they did, or when their reader left of
    /// its own accord, as `head` does.
    package var outputFailure: Int32? {
        guard case .failed(let number)? = pending.withLock({ $0.loss }) else { return nil }
        return number
    }

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
        let outcome = sink(.output, bytes)
        if outcome != .written { pending.withLock { $0.loss = $0.loss ?? outcome } }
    }
}
