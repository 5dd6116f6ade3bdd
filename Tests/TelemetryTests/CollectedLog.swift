import Platform

/// Takes log lines in memory.
final class CollectedLog: Sendable {
    private let state = Locked<[String]>([])

    var lines: [String] { state.withLock { $0 } }

    func take(_ line: [UInt8]) -> Bool {
        state.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
        return true
    }
}
