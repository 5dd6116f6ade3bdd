/// Options of the form `--name value` or `--name` alone.
struct BenchmarkOptions {
    private var values: [String: String] = [:]

    /// Reads `arguments`.
    ///
    /// - Throws: a usage failure for anything that is no option.
    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("--"), argument.count > 2 else {
                throw BenchmarkFailure(64, "unexpected argument \(argument)")
            }
            let name = String(argument.dropFirst(2))
            if let next = rest.first, !next.hasPrefix("--") {
                values[name] = next
                rest.removeFirst()
            } else {
                values[name] = ""
            }
        }
    }

    /// The value of option `name`; empty when it stands alone, nil when it is not given.
    subscript(name: String) -> String? { values[name] }

    /// The value of option `name` as a positive number, or `fallback` when it is not given.
    func count(_ name: String, default fallback: Int) throws -> Int {
        guard let text = values[name] else { return fallback }
        guard let number = Int(text), number > 0 else {
            throw BenchmarkFailure(64, "--\(name) takes a positive number")
        }
        return number
    }
}
