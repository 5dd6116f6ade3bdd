import Foundation

/// Tells one or more threads to stop, and wakes those that are waiting.
///
/// `@unchecked Sendable`: any thread may use it; the flag is only touched while the condition's lock is held.
package final class StopSignal: @unchecked Sendable {
    private let condition = NSCondition()
    private var isRaised = false

    /// A signal that is not raised.
    package init() {}

    /// True once ``raise()`` was called.
    package var isSet: Bool {
        condition.lock()
        defer { condition.unlock() }
        return isRaised
    }

    /// Asks everybody who holds the signal to stop; cannot be taken back.
    package func raise() {
        condition.lock()
        isRaised = true
        condition.broadcast()
        condition.unlock()
    }

    /// Waits up to `limit` for the signal.
    ///
    /// - Returns: true when it is raised.
    package func wait(upTo limit: Duration) -> Bool {
        let (seconds, attoseconds) = limit.components
        let deadline = Date(timeIntervalSinceNow: Double(seconds) + Double(attoseconds) * 1e-18)
        condition.lock()
        defer { condition.unlock() }
        while !isRaised {
            guard condition.wait(until: deadline) else { break }
        }
        return isRaised
    }
}
