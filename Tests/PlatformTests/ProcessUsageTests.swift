import Core
import Foundation
import Platform
import Testing

struct ProcessUsageTests {
    /// Compared with what `ps` says about this very process.
    @Test(.enabled("ps is not installed") { FileManager.default.isExecutableFile(atPath: "/bin/ps") })
    func agreesWithPs() throws {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/ps")
        process.arguments = ["-o", "rss=,etimes=", "-p", "\(getpid())"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = try #require(try output.fileHandleForReading.readToEnd())
        process.waitUntilExit()
        let numbers = String(decoding: text, as: UTF8.self).split(separator: " ").compactMap {
            Double($0.trimmingCharacters(in: .whitespacesAndNewlines))
        }
        try #require(numbers.count == 2)
        let usage = try #require(ProcessUsage.current())
        let resident = Double(usage.residentBytes) / 1024
        #expect(resident > numbers[0] / 2 && resident < numbers[0] * 2)
        let age = Double(SystemClock.now().milliseconds - usage.startedAt.milliseconds) / 1000
        #expect(abs(age - numbers[1]) < 30)
        #expect(usage.processorSeconds > 0)
    }
}
