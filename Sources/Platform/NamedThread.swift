import Foundation

/// A thread of its own for calls that block, with a name that debuggers and `top -H` show.
package final class NamedThread: Sendable {
    /// Its name; the kernel shows the first 15 bytes.
    package let name: String
    private let running: DispatchGroup

    /// Starts a thread that runs `body` once.
    ///
    /// - Parameter stackSize: stack in bytes, 512 KiB unless more is needed.
    package init(_ name: String, stackSize: Int = 512 * 1024, _ body: @escaping @Sendable () -> Void) {
        self.name = name
        let running = DispatchGroup()
        self.running = running
        running.enter()
        let shown = NamedThread.kernelName(name)
        let thread = Thread {
            // Not by Foundation: a name given before the start does not reach the kernel, and one given from within
            // only when the starting thread has already noted its handle.
            let comm = FileHandle(forWritingAtPath: "/proc/thread-self/comm")
            try? comm?.write(contentsOf: Data(shown.utf8))
            try? comm?.close()
            body()
            running.leave()
        }
        thread.stackSize = stackSize
        thread.start()
    }

    /// Waits until `body` has returned, at most `limit`.
    ///
    /// - Returns: false when it has not; the thread goes on then.
    package func join(within limit: Duration) -> Bool {
        running.wait(timeout: .now() + limit.dispatchInterval) == .success
    }

    /// The longest beginning of `name` that the kernel takes: 15 bytes, whole characters.
    private static func kernelName(_ name: String) -> String {
        var shown = name
        while shown.utf8.count > 15 { shown.removeLast() }
        return shown
    }
}
