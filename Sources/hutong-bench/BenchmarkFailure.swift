/// A benchmark cannot be run.
struct BenchmarkFailure: Error {
    /// Exit code after sysexits.
    let exitCode: Int32
    /// Why, for a person.
    let message: String

    /// A failure with `exitCode`.
    init(_ exitCode: Int32, _ message: String) {
        self.exitCode = exitCode
        self.message = message
    }
}
