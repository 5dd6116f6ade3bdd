import Foundation

/// Blocking output to a file descriptor, in pieces that a pipe takes whole.
package enum DescriptorOutput {
    /// What became of the bytes.
    package enum Outcome: Sendable, Hashable {
        /// All of them are written.
        case written
        /// Nobody reads any more: the other end of a pipe or socket is closed.
        case readerGone
        /// The system refuses them, for the reason that `errno` gives: disk full, descriptor closed.
        case failed(Int32)
    }

    /// What POSIX promises to write to a pipe in one piece, on Linux.
    private static let pieceSize = 4096

    /// Writes `bytes`; what cannot be written is lost, and the outcome says why.
    @discardableResult
    package static func write(_ bytes: [UInt8], to descriptor: Int32) -> Outcome {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(pieceSize)
            // Right because the pointer is used only during the call and `write` reads at most `count` bytes of it.
            let written = unsafe piece.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
            }
            if written > 0 {
                rest = rest.dropFirst(written)
                continue
            }
            let number = errno
            switch number {
            case EINTR: continue
            case EAGAIN: waitForRoom(descriptor)
            case EPIPE: return .readerGone
            default: return .failed(number)
            }
        }
        return .written
    }

    private static func waitForRoom(_ descriptor: Int32) {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        // Right because exactly one pollfd is passed, and it lives across the call.
        _ = unsafe poll(&request, 1, 1000)
    }
}
