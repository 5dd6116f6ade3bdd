internal import Core

/// Gathers the mistakes of all files of one load; used by one thread, for the length of that load.
final class ProblemCollector {
    private(set) var problems: [ConfigurationProblem] = []

    /// Adds a problem that stands already.
    func add(_ problem: ConfigurationProblem) {
        problems.append(problem)
    }

    func report(_ file: String, _ key: String, zh: String, en: String) {
        problems.append(ConfigurationProblem(.invalid, file: file, key: key, zh: zh, en: en))
    }
}
