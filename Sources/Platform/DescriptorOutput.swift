import Foundation

/// Blocking output to a file descriptor, in pieces that a pipe takes whole.
enum DescriptorOutput {
    /// What POSIX promises to write to a pipe in one piece, on Linux.
    private static let pieceSize = 4096

    /// Writes `bytes`; what cannot be written because the reader is gone is lost.
    static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(pieceSize)
            // Right because the pointer is used only during the call and `write` reads at most `count` bytes of it.
            let written = unsafe piece.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress, buffer.count)
            }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN {
                waitForRoom(descriptor)
            } else if errno != EINTR {
                return
            }
        }
    }

    private static func waitForRoom(_ descriptor: Int32) {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        // Right because exactly one pollfd is passed, and it lives across the call.
        _ = unsafe poll(&request, 1, 1000)
    }
}
