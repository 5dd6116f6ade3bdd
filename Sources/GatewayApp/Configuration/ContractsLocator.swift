import Foundation

/// Finds the contracts directory when nothing names it.
///
/// The order: the environment variable `HUTONG_CONTRACTS`; `Contracts` beside the configuration; `Contracts` in the
/// working directory or a directory above it; the same from the executable's directory, where
/// `share/hutong/Contracts` is looked for too (an installed command finds `../share/hutong/Contracts`).
package struct ContractsLocator: Sendable {
    private let environment: [String: String]
    private let workingDirectory: String
    private let executablePath: String?

    /// A locator for a process with this environment, working directory and program file.
    package init(environment: [String: String], workingDirectory: String, executablePath: String?) {
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.executablePath = executablePath
    }

    /// A locator for the process behind `console`.
    package init(_ console: Console) {
        self.init(
            environment: console.environment,
            workingDirectory: console.workingDirectory,
            executablePath: console.executablePath
        )
    }

    /// The directory, or nil when there is none.
    ///
    /// - Parameter configurationDirectory: directory of the configuration file, if there is one.
    package func find(configurationDirectory: String? = nil) -> String? {
        if let named = environment["HUTONG_CONTRACTS"], !named.isEmpty {
            return FilePath.absolute(named, in: workingDirectory)
        }
        var candidates = configurationDirectory.map { [$0 + "/Contracts"] } ?? []
        candidates += ContractsLocator.atOrAbove(workingDirectory).map { $0 + "/Contracts" }
        if let executablePath {
            let places = ContractsLocator.atOrAbove(FilePath.parent(of: executablePath))
            candidates += places.flatMap { [$0 + "/Contracts", $0 + "/share/hutong/Contracts"] }
        }
        return candidates.first { FileManager.default.fileExists(atPath: $0 + "/national") }
    }

    private static func atOrAbove(_ directory: String) -> [String] {
        var places = [directory]
        while let last = places.last, last != "/", !last.isEmpty { places.append(FilePath.parent(of: last)) }
        return places
    }
}
