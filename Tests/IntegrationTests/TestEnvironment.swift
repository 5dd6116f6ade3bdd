import Foundation

/// What the machine offers to the tests that need more than this package.
enum TestEnvironment {
    /// Bootstrap servers of a real broker, from `HUTONG_TEST_BROKERS`.
    static let brokers = ProcessInfo.processInfo.environment["HUTONG_TEST_BROKERS"].flatMap { $0.isEmpty ? nil : $0 }

    /// The built command, beside the test bundle.
    static var hutong: String? { built("hutong") }

    /// The built benchmarks, beside the test bundle.
    static var benchmark: String? { built("hutong-bench") }

    private static func built(_ name: String) -> String? {
        let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let candidates = [CommandLine.arguments.first, Bundle.main.executablePath, link].compactMap { $0 }.flatMap {
            let directory = URL(fileURLWithPath: $0).deletingLastPathComponent()
            return [directory, directory.deletingLastPathComponent()].map { $0.appendingPathComponent(name).path }
        }
        let fromArguments = CommandLine.arguments.filter { $0.hasSuffix(".xctest") }.map {
            URL(fileURLWithPath: $0).deletingLastPathComponent().appendingPathComponent(name).path
        }
        return (fromArguments + candidates).first { FileManager.default.isExecutableFile(atPath: $0) }
    }

    /// The program `kcat`, an independent client.
    static let kcat = ["/usr/bin/kcat", "/usr/local/bin/kcat", "/usr/bin/kafkacat"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// The root of the checkout, from the place of this file.
    static let checkout = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// What the machine lacks for tests of the command on a real broker; empty when they can run.
    static var lacks: String {
        if brokers == nil { return "HUTONG_TEST_BROKERS names no broker" }
        if hutong == nil { return "the command hutong is not built beside the tests" }
        return kcat == nil ? "kcat is not installed" : ""
    }
}
