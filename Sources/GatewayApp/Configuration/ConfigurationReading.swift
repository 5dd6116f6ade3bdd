package import Core

/// What became of reading a configuration file.
package struct ConfigurationReading: Sendable {
    /// The configuration; nil when there is any fault.
    package let configuration: GatewayConfiguration?
    /// What it names, faults or not.
    package let sources: ArtifactSources
    /// Every fault of the file.
    package let problems: [ConfigurationProblem]

    /// The outcome of reading a file.
    package init(configuration: GatewayConfiguration?, sources: ArtifactSources, problems: [ConfigurationProblem]) {
        self.configuration = configuration
        self.sources = sources
        self.problems = problems
    }
}
