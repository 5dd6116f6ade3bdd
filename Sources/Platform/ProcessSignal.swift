import Foundation

/// The signals that end this process in order.
package enum ProcessSignal: String, CaseIterable, Sendable, Hashable {
    /// SIGTERM: from a service supervisor.
    case terminate = "SIGTERM"
    /// SIGINT: from a terminal.
    case interrupt = "SIGINT"

    /// Its number.
    package var number: Int32 {
        switch self {
        case .terminate: SIGTERM
        case .interrupt: SIGINT
        }
    }

    /// Makes writing to a closed pipe or socket an error instead of the end of the process.
    package static func ignoreBrokenPipe() {
        signal(SIGPIPE, SIG_IGN)
    }
}
