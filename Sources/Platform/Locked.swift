import Foundation

/// One value behind one lock, reachable only inside ``withLock(_:)``.
///
/// `Synchronization.Mutex` takes its slow path in the kernel, which ThreadSanitizer does not see on Linux and reports
/// as a race; NSLock (pthread) is seen. Never call out of the process or wait while inside.
///
/// `@unchecked Sendable`: any thread may use it; the value is only touched between `lock` and `unlock`.
package final class Locked<Value>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    /// Takes `value` under lock.
    package init(_ value: sending Value) {
        self.value = value
    }

    /// Runs `body` with exclusive access to the value.
    package func withLock<Result, Failure: Error>(
        _ body: (inout sending Value) throws(Failure) -> sending Result
    ) throws(Failure) -> sending Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}
