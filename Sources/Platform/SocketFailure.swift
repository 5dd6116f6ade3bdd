import Foundation

/// A socket could not be set up.
package struct SocketFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// The call that failed and its subject.
    package let call: String
    /// The system's error number, 0 when the subject itself is unusable.
    package let number: Int32

    /// The failure of `call` with the thread's `errno`.
    static func last(_ call: String) -> SocketFailure {
        SocketFailure(call: call, number: errno)
    }

    /// The call and the system's words.
    package var description: String {
        guard number != 0 else { return call }
        // Right because `strerror` returns a terminated string that stays valid until this thread asks again.
        return unsafe "\(call): \(String(cString: strerror(number)))"
    }
}
