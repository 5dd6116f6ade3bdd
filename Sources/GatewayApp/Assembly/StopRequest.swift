import Dispatch
import Platform

/// A request to end, made once by a signal or a test and seen by whoever runs a loop or waits.
package final class StopRequest: Sendable {
    private let isMade = Locked(false)
    private let made = DispatchGroup()

    /// Nothing is requested yet.
    package init() {
        made.enter()
    }

    deinit {
        // A group must be balanced when it goes.
        request()
    }

    /// Requests the end; further calls change nothing.
    package func request() {
        let isFirst = isMade.withLock { isMade in
            defer { isMade = true }
            return !isMade
        }
        if isFirst { made.leave() }
    }

    /// True once the end was requested.
    package var isRequested: Bool { isMade.withLock { $0 } }

    /// Waits until the end is requested, at most `limit`.
    ///
    /// - Returns: true when it is.
    @discardableResult
    package func wait(atMost limit: Duration) -> Bool {
        let (seconds, attoseconds) = limit.components
        let nanoseconds = Int(clamping: seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
        return made.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .success
    }
}
