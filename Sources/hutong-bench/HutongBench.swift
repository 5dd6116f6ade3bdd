import Foundation

/// `hutong-bench <benchmark> [options]`: measures, and prints the figures beside a baseline of the same run.
@main
struct HutongBench {
    /// The benchmarks by name; each lives in a file of its own.
    private static let benchmarks: [String: @Sendable (BenchmarkOptions) throws -> BenchmarkReport] = [
        "bus": BusBenchmark.run,
        "outage": OutageBenchmark.run,
        "pipeline": PipelineBenchmark.run,
        "translate": TranslateBenchmark.run,
        "trust": TrustBenchmark.run,
        "validate": ValidateBenchmark.run,
    ]

    static func main() {
        var arguments = Array(CommandLine.arguments.dropFirst())
        guard let name = arguments.first, let benchmark = benchmarks[name] else {
            let names = benchmarks.keys.sorted().joined(separator: "|")
            complain("usage: hutong-bench \(names) [--format json|text] [--<option> <value>]…")
            exit(64)
        }
        arguments.removeFirst()
        do {
            let options = try BenchmarkOptions(arguments)
            let report = try benchmark(options)
            print(options["format"] == "json" ? report.json : report.text)
        } catch let error as BenchmarkFailure {
            complain(error.message)
            exit(error.exitCode)
        } catch {
            complain("\(error)")
            exit(70)
        }
    }

    private static func complain(_ message: String) {
        FileHandle.standardError.write(Data("hutong-bench: \(message)\n".utf8))
    }
}
