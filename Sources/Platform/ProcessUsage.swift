package import Core
import Foundation

/// Memory and processor time of this process, as Linux tells them.
package struct ProcessUsage: Sendable, Hashable {
    /// Resident memory in bytes.
    package let residentBytes: Int64
    /// User and system time of all threads in seconds.
    package let processorSeconds: Double
    /// When the process started.
    package let startedAt: Instant

    /// The figures now; nil where `/proc` is not mounted or reads differently.
    package static func current() -> ProcessUsage? {
        guard
            let memory = lines(of: "/proc/self/statm").first?.split(separator: " "), memory.count > 1,
            let residentPages = Int64(memory[1]),
            let fields = statistics(), fields.count > 19,
            let userTicks = Double(fields[11]), let systemTicks = Double(fields[12]),
            let startTicks = Double(fields[19]),
            let boot = lines(of: "/proc/stat").first(where: { $0.hasPrefix("btime ") })?.split(separator: " ").last,
            let bootSeconds = Double(boot)
        else { return nil }
        let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
        guard ticks > 0 else { return nil }
        let started = bootSeconds + startTicks / ticks
        return ProcessUsage(
            residentBytes: residentPages * Int64(sysconf(Int32(_SC_PAGESIZE))),
            processorSeconds: (userTicks + systemTicks) / ticks,
            startedAt: Instant(milliseconds: Int64(started * 1000))
        )
    }

    /// The fields of `/proc/self/stat` after the command's name, which may itself hold blanks and parentheses
    /// (proc(5)): index 0 is field 3, the state.
    private static func statistics() -> [Substring]? {
        guard let line = lines(of: "/proc/self/stat").first, let end = line.lastIndex(of: ")") else { return nil }
        return line[line.index(after: end)...].split(separator: " ")
    }

    private static func lines(of path: String) -> [Substring] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
        return text.split(separator: "\n")
    }
}
