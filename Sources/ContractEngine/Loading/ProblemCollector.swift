internal import Core

/// Gathers the mistakes of all files of one load; used by one thread, for the length of that load.
final class ProblemCollector {
    private(set) var problems: [ContractProblem] = []

    func report(_ file: String, _ key: String, zh: String, en: String) {
        problems.append(ContractProblem(file: file, key: key, message: BilingualText(zh: zh, en: en)))
    }
}
