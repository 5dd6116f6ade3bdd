import Core

/// A configuration with everything that it names, for the verbs that cannot work with less.
package struct LoadedConfiguration: Sendable {
    /// The file.
    package let configuration: GatewayConfiguration
    /// What it names.
    package let artifacts: GatewayArtifacts

    /// Reads `--config` and loads what it names.
    ///
    /// - Throws: ``CommandFailure`` with code 78 after all faults were told on standard error.
    package static func load(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> LoadedConfiguration {
        let reading = ConfigurationReader(console).read(arguments[CommonOptions.configuration] ?? "")
        let (artifacts, _, faults) = GatewayArtifacts.load(reading.sources)
        guard let configuration = reading.configuration, let artifacts else {
            throw refused(reading.problems + faults, on: console)
        }
        return LoadedConfiguration(configuration: configuration, artifacts: artifacts)
    }

    private static func refused(_ problems: [ConfigurationProblem], on console: Console) -> CommandFailure {
        for problem in ConfigurationProblem.located(problems) { console.note(problem.text(in: console.language)) }
        return CommandFailure(
            .configuration,
            zh: "配置有 \(problems.count) 个问题",
            en: "the configuration has \(problems.count) problem(s)"
        )
    }
}
