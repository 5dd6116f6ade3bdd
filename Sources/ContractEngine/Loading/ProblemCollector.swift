internal import Core
internal import Foundation

/// Gathers the mistakes of all files of one load; used by one thread, for the length of that load.
final class ProblemCollector {
    private(set) var problems: [ConfigurationProblem] = []
    /// Names of fields, rules, lists and contracts whose own definition is broken. That they are missing elsewhere is
    /// a consequence and no mistake of its own.
    private var broken: Set<String> = []
    /// Names whose definition has a mistake and can still be gone on with.
    private var dented: Set<String> = []
    /// One mistake of a file that is read for several data sets is one problem.
    private var known: Set<ConfigurationProblem> = []

    /// An empty collector.
    init() {}

    /// An empty collector that takes no consequence of what `other` knows to be broken for a mistake.
    init(knowing other: ProblemCollector) { broken = other.broken }

    /// Adds a problem that stands already.
    func add(_ problem: ConfigurationProblem) {
        if known.insert(problem).inserted { problems.append(problem) }
    }

    func report(_ file: String, _ key: String, zh: String, en: String) {
        add(ConfigurationProblem(.invalid, file: file, key: key, zh: zh, en: en))
    }

    /// Notes that the definition of `name` is there and was reported.
    func markBroken(_ name: String?) {
        if let name { broken.insert(name) }
    }

    /// True when the definition of `name` was reported.
    func isBroken(_ name: String) -> Bool { broken.contains(name) }

    /// Notes that of the definition of `name`, which can still be gone on with, something was reported.
    func markDented(_ name: String) { dented.insert(name) }

    /// True when something was reported of the definition of `name`.
    func isDented(_ name: String) -> Bool { dented.contains(name) || broken.contains(name) }

    /// The problems with the places of their keys in the files, which stand beneath `directory`.
    func located(beneath directory: String) -> [ConfigurationProblem] {
        var places: [String: ConfigurationPlaces] = [:]
        for file in Set(problems.map(\.file)) where !file.isEmpty {
            guard let data = FileManager.default.contents(atPath: "\(directory)/\(file)") else { continue }
            places[file] = ConfigurationPlaces([UInt8](data))
        }
        return problems.map { problem in places[problem.file]?.located(problem) ?? problem }
    }
}
