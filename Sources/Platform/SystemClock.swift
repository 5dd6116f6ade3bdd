package import Core
import Foundation

/// The wall clock and the monotonic clock of this machine; the only place that reads them.
package enum SystemClock {
    /// The wall-clock time now.
    package static func now() -> Instant {
        Instant(milliseconds: Int64((Date().timeIntervalSince1970 * 1000).rounded(.down)))
    }

    /// Nanoseconds of a clock that never steps back; only differences mean anything.
    package static func monotonicNanoseconds() -> UInt64 {
        DispatchTime.now().uptimeNanoseconds
    }
}
