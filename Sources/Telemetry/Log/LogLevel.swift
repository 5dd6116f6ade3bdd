/// How much a log event matters; events below the configured level are not written.
package enum LogLevel: String, CaseIterable, Sendable, Hashable, Comparable {
    /// The ordinary course, batch by batch.
    case debug
    /// What an operator wants to find later.
    case info
    /// Something went wrong and was put right, or will be tried again.
    case warning
    /// Somebody has to act.
    case error

    /// Less important levels order before more important ones.
    package static func < (left: LogLevel, right: LogLevel) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .debug: 0
        case .info: 1
        case .warning: 2
        case .error: 3
        }
    }
}
