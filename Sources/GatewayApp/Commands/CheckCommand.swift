import Core
import Platform

/// `hutong check`: loads everything that a gateway would load and reports every fault at once.
package enum CheckCommand: Command {
    package static let declaration = CommandDeclaration(
        "check",
        zh: "检查配置及其引用的全部文件",
        en: "check the configuration and every file that it names",
        discussion: BilingualText(
            zh: "一次报告全部问题（文件、键、代码、说明）；有问题时退出码为 78。不连接消息总线。",
            en: "Reports all problems at once (file, key, code, message); ends with 78 when there is one. "
                + "Does not connect to a broker."
        ),
        options: [CommonOptions.configuration]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let reading = ConfigurationReader(console).read(arguments[CommonOptions.configuration] ?? "")
        let now = SystemClock.now()
        let (artifacts, trust, faults) = GatewayArtifacts.load(reading.sources)
        let keyFaults = SigningKeys.problems(reading.sources, trust, artifacts, at: now)
        let standing = artifacts.map { StandingCheck.problems($0, reading.sources, at: now) } ?? []
        let problems = ConfigurationProblem.located(reading.problems + faults + keyFaults + standing)
        ConfigurationProblemOutput.print(
            problems,
            otherwise: BilingualText(zh: "配置无误", en: "the configuration is fine"),
            on: console
        )
        return problems.isEmpty ? .success : .configuration
    }
}
