package import Core
import Platform

/// Progress on standard error: one line that redraws itself on a terminal, a plain line every few seconds elsewhere.
///
/// A value used by one thread.
package struct ProgressLine {
    private static let terminalInterval: UInt64 = 100_000_000
    private static let plainInterval: UInt64 = 5_000_000_000
    private static let width = 28

    private let console: Console
    private let label: BilingualText
    private let total: Int?
    private let start: UInt64
    private var last: UInt64

    /// Progress of something called `label`, out of `total` when that is known.
    package init(_ console: Console, label: BilingualText, total: Int? = nil) {
        self.console = console
        self.label = label
        self.total = total
        start = SystemClock.monotonicNanoseconds()
        last = start
    }

    /// Shows `done`, unless the last display is too recent; `detail` says more about it.
    package mutating func update(_ done: Int, detail: @autoclosure () -> String = "") {
        let now = SystemClock.monotonicNanoseconds()
        guard now - last >= (console.isTerminal ? ProgressLine.terminalInterval : ProgressLine.plainInterval) else {
            return
        }
        last = now
        show(done, detail: detail(), at: now)
    }

    /// Shows the final state and ends the line.
    package mutating func finish(_ done: Int, detail: String = "") {
        show(done, detail: detail, at: SystemClock.monotonicNanoseconds())
        if console.isTerminal { console.streams.writeError([0x0a]) }
    }

    private mutating func show(_ done: Int, detail: String, at now: UInt64) {
        let seconds = max(0.001, Double(now - start) / 1e9)
        let rate = Int((Double(done) / seconds).rounded())
        var line = console.say(label) + " "
        if let total, total > 0 {
            let share = min(1, Double(done) / Double(total))
            if console.isTerminal {
                let filled = Int(share * Double(ProgressLine.width))
                line += String(repeating: "█", count: filled)
                line += String(repeating: "░", count: ProgressLine.width - filled) + " "
            }
            line += "\(done)/\(total) (\(Int(share * 100)) %)"
        } else {
            line += "\(done)"
        }
        line += " · \(rate)/s"
        if !detail.isEmpty { line += " · " + detail }
        if console.isTerminal {
            console.streams.redraw(Array(line.utf8))
        } else {
            console.note(line)
        }
    }
}
