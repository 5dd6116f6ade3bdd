import Foundation

/// `hutong-bench <benchmark> [options]`: measures, and prints the figures beside a baseline of the same run.
@main
struct HutongBench {
    private typealias Benchmark = (run: @Sendable (BenchmarkOptions) throws -> BenchmarkReport, help: String)

    /// The benchmarks by name; each lives in a file of its own.
    private static let benchmarks: [String: Benchmark] = [
        "bus": (BusBenchmark.run, BusBenchmark.help),
        "exchange": (ExchangeBenchmark.run, ExchangeBenchmark.help),
        "outage": (OutageBenchmark.run, OutageBenchmark.help),
        "pipeline": (PipelineBenchmark.run, PipelineBenchmark.help),
        "policy": (PolicyBenchmark.run, PolicyBenchmark.help),
        "registration": (RegistrationBenchmark.run, RegistrationBenchmark.help),
        "translate": (TranslateBenchmark.run, TranslateBenchmark.help),
        "trust": (TrustBenchmark.run, TrustBenchmark.help),
        "validate": (ValidateBenchmark.run, ValidateBenchmark.help),
    ]

    static func main() {
        var arguments = Array(CommandLine.arguments.dropFirst())
        guard let name = arguments.first, let benchmark = benchmarks[name] else {
            let names = benchmarks.keys.sorted().joined(separator: "|")
            complain("usage: hutong-bench \(names) [--help] [--format json|text] [--<option> <value>]…")
            exit(64)
        }
        arguments.removeFirst()
        do {
            let options = try BenchmarkOptions(arguments)
            guard options["help"] == nil else { return print(benchmark.help) }
            let report = try benchmark.run(options)
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
