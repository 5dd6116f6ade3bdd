import Foundation

/// Writes lines to a file descriptor from a thread of its own, so that the one who writes never waits for the reader.
package final class LineWriter: Sendable {
    private enum Item: Sendable {
        case line([UInt8])
        case marker(DispatchSemaphore)
    }

    private struct State {
        var queue: [Item] = []
        var isClosed = false
    }

    /// What the writer's thread shares with the others.
    private final class Shared: Sendable {
        let state = Locked(State())
        let wake = DispatchSemaphore(value: 0)
    }

    private let shared = Shared()
    private let capacity: Int
    private let thread: NamedThread

    /// A writer to `descriptor`, which stays open and belongs to the caller.
    ///
    /// - Parameter capacity: lines that wait at most.
    package init(descriptor: Int32, capacity: Int = 4096) {
        self.capacity = capacity
        let shared = shared
        thread = NamedThread("hutong-log") {
            while true {
                shared.wake.wait()
                let (items, isClosed) = shared.state.withLock { state in
                    defer { state.queue = [] }
                    return (state.queue, state.isClosed)
                }
                for item in items {
                    switch item {
                    case .line(let bytes): DescriptorOutput.write(bytes, to: descriptor)
                    case .marker(let reached): reached.signal()
                    }
                }
                if isClosed { return }
            }
        }
    }

    /// A writer to standard error.
    package static func standardError() -> LineWriter {
        LineWriter(descriptor: STDERR_FILENO)
    }

    /// Queues one line, which carries its own line feed.
    ///
    /// - Returns: false when the queue is full or the writer closed; the line is dropped then.
    package func write(_ line: [UInt8]) -> Bool {
        let capacity = capacity
        let isQueued = shared.state.withLock { state in
            guard !state.isClosed, state.queue.count < capacity else { return false }
            state.queue.append(.line(line))
            return true
        }
        if isQueued { shared.wake.signal() }
        return isQueued
    }

    /// Waits until everything queued so far is written, at most `limit`.
    ///
    /// - Returns: false when it is not.
    package func flush(within limit: Duration) -> Bool {
        let reached = DispatchSemaphore(value: 0)
        let isOpen = shared.state.withLock { state in
            guard !state.isClosed else { return false }
            state.queue.append(.marker(reached))
            return true
        }
        guard isOpen else { return true }
        shared.wake.signal()
        return reached.wait(timeout: .now() + limit.dispatchInterval) == .success
    }

    /// Writes what is queued, takes nothing more, and ends the thread; waits for that at most `limit`.
    @discardableResult
    package func close(within limit: Duration) -> Bool {
        shared.state.withLock { $0.isClosed = true }
        shared.wake.signal()
        return thread.join(within: limit)
    }

    deinit {
        shared.state.withLock { $0.isClosed = true }
        shared.wake.signal()
    }
}
