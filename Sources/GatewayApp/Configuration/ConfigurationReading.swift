package import Core

/// What became of reading a configuration file.
package struct ConfigurationReading: Sendable {
    /// The configuration; nil when there is any fault.
    package let configuration: GatewayConfiguration?
    /// What it names, faults or not.
    package let sources: ArtifactSources
    /// Every fault of the file.
    package let problems: [ConfigurationProblem]
    /// The keys that the reader knows, by the path of their object, as far as the file has it: what the published schema is
    /// compared with.
    package let keys: [String: Set<String>]

    /// The outcome of reading a file.
    package init(
        configuration: GatewayConfiguration?,
        sources: ArtifactSources,
        problems: [ConfigurationProblem],
        keys: [String: Set<String>] = [:]
    ) {
        self.configuration = configuration
        self.sources = sources
        self.problems = problems
        self.keys = keys
    }
}
