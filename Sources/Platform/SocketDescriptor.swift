import Foundation

/// The owner of one non-blocking socket; closed when the last reference goes.
final class SocketDescriptor: Sendable {
    /// The system's number; valid as long as this object lives.
    let number: Int32

    /// Takes over an open socket and makes it non-blocking.
    init(adopting number: Int32) {
        self.number = number
        _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
        _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    }

    deinit {
        close(number)
    }

    /// Waits until the socket is ready for `events` or has failed.
    ///
    /// - Parameter deadline: in monotonic nanoseconds.
    /// - Returns: false when the deadline passed first.
    func wait(for events: Int32, until deadline: UInt64) -> Bool {
        var request = pollfd(fd: number, events: Int16(events), revents: 0)
        while true {
            let now = SystemClock.monotonicNanoseconds()
            guard now < deadline else { return false }
            // Rounded up, so that the last wait does not turn into a busy loop of zero milliseconds.
            let milliseconds = Int32(clamping: (deadline - now + 999_999) / 1_000_000)
            // Right because exactly one pollfd is passed, and it lives across the call.
            let count = unsafe poll(&request, 1, milliseconds)
            if count > 0 { return true }
            if count < 0 && errno != EINTR { return true }
        }
    }
}
