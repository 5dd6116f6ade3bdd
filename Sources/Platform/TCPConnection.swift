import Foundation

/// One accepted connection; every call ends at its deadline. Closed when the last reference goes.
package final class TCPConnection: Sendable {
    /// What a read brought.
    package enum ReadOutcome: Sendable, Hashable {
        /// This many bytes were appended.
        case bytes(Int)
        /// The other side has finished sending.
        case end
        /// The deadline passed.
        case timedOut
        /// The connection is broken.
        case failed
    }

    private let socket: SocketDescriptor

    init(_ socket: SocketDescriptor) {
        self.socket = socket
    }

    /// Appends what has arrived to `buffer`, at most `maximum` bytes, waiting for the first until `deadline`.
    ///
    /// - Parameter deadline: in monotonic nanoseconds.
    package func read(into buffer: inout [UInt8], atMost maximum: Int, deadline: UInt64) -> ReadOutcome {
        guard maximum > 0 else { return .bytes(0) }
        let start = buffer.count
        buffer.append(contentsOf: repeatElement(0, count: maximum))
        var received = 0
        defer { buffer.removeLast(maximum - max(received, 0)) }
        while true {
            guard socket.wait(for: POLLIN, until: deadline) else { return .timedOut }
            // Right because `maximum` bytes stand in the buffer behind `start`, and the pointer is used only here.
            received = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe recv(socket.number, bytes.baseAddress?.advanced(by: start), maximum, 0)
            }
            if received > 0 { return .bytes(received) }
            if received == 0 { return .end }
            guard errno == EINTR || errno == EAGAIN else { return .failed }
        }
    }

    /// Sends all of `bytes`, or gives up at `deadline` or when the connection breaks.
    ///
    /// - Parameter deadline: in monotonic nanoseconds.
    /// - Returns: true when the system took everything.
    package func write(_ bytes: [UInt8], deadline: UInt64) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            guard socket.wait(for: POLLOUT, until: deadline) else { return false }
            // Right because the pointer is used only during the call, which reads at most `count` bytes of it.
            // MSG_NOSIGNAL: a reader that went away is an error here, not the end of the process.
            let sent = unsafe rest.withUnsafeBytes { buffer in
                unsafe send(socket.number, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
            }
            if sent > 0 {
                rest = rest.dropFirst(sent)
            } else if errno != EINTR && errno != EAGAIN {
                return false
            }
        }
        return true
    }

    /// Says that nothing more will be sent, then reads away what still comes until the other side has finished too,
    /// `limit` bytes came or `deadline` passed.
    ///
    /// Closing with unread input makes TCP send a reset, which can take the answer from the other side's buffer
    /// (RFC 9112 §9.6).
    package func finish(discarding limit: Int, deadline: UInt64) {
        guard shutdown(socket.number, Int32(SHUT_WR)) == 0 else { return }
        var discarded = 0
        while discarded < limit {
            var buffer: [UInt8] = []
            guard case .bytes(let count) = read(into: &buffer, atMost: 4096, deadline: deadline) else { return }
            discarded += count
        }
    }
}
