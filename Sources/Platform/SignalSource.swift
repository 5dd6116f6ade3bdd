import Foundation

/// Calls a handler, on a queue of its own, whenever one of its signals arrives; until ``cancel()``.
package final class SignalSource: Sendable {
    private let sources: Locked<[any DispatchSourceSignal]>

    /// Arms `signals`. When this returns they are armed: an unarmed source with the default action lets an early
    /// SIGTERM kill the process, and with `SIG_IGN` loses it, so the registration handlers are awaited.
    ///
    /// Dispatch installs a handler of its own that hands the signal to its `signalfd`; setting `SIG_IGN` afterwards
    /// would silence it.
    package init(_ signals: [ProcessSignal], handler: @escaping @Sendable (ProcessSignal) -> Void) {
        let queue = DispatchQueue(label: "cn.hutong.signals")
        let armed = DispatchGroup()
        var sources: [any DispatchSourceSignal] = []
        for one in signals {
            let source = DispatchSource.makeSignalSource(signal: one.number, queue: queue)
            // Marked Sendable: otherwise a handler written in a main-actor context is taken to be isolated to the
            // main actor and aborts when Dispatch runs it elsewhere.
            source.setEventHandler { @Sendable in handler(one) }
            armed.enter()
            source.setRegistrationHandler { @Sendable in armed.leave() }
            source.resume()
            sources.append(source)
        }
        armed.wait()
        self.sources = Locked(sources)
    }

    /// Lets go of the signals. Meant for the end of the process: what they do afterwards is left to Dispatch.
    package func cancel() {
        let armed = sources.withLock { sources in
            defer { sources = [] }
            return sources
        }
        for source in armed { source.cancel() }
    }

    deinit {
        cancel()
    }
}
