import Platform

/// The latches of this process. All begin unset; the one who makes a condition true sets its latch.
package final class Readiness: Sendable {
    private let latches = Locked<Set<ReadinessLatch>>([])
    private let remarks = Locked<[String]>([])

    /// No latch is set.
    package init() {}

    /// Sets or unsets a latch.
    ///
    /// - Returns: true when this changed it.
    @discardableResult
    package func set(_ latch: ReadinessLatch, _ holds: Bool) -> Bool {
        latches.withLock { holds ? $0.insert(latch).inserted : $0.remove(latch) != nil }
    }

    /// What works less than it should although the process is ready, in words for an operator.
    package var warnings: [String] {
        get { remarks.withLock { $0 } }
        set { remarks.withLock { $0 = newValue } }
    }

    /// True when the latch is set.
    package func holds(_ latch: ReadinessLatch) -> Bool {
        latches.withLock { $0.contains(latch) }
    }

    /// The latches that are not set, in the order of their declaration; empty means ready.
    package var missing: [ReadinessLatch] {
        let set = latches.withLock { $0 }
        return ReadinessLatch.allCases.filter { !set.contains($0) }
    }
}
