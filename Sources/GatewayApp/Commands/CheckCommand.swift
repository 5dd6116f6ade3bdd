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
        switch console.format {
        case .json: printJSON(problems, on: console)
        case .text: printText(problems, on: console)
        }
        return problems.isEmpty ? .success : .configuration
    }

    private static func printJSON(_ problems: [ConfigurationProblem], on console: Console) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.key("problems")
        writer.beginArray()
        for problem in problems {
            writer.beginObject()
            writer.site(of: problem)
            writer.member("code", problem.code.rawValue)
            writer.key("message")
            writer.bilingual(problem.message)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        console.print(bytes: writer.bytes)
    }

    private static func printText(_ problems: [ConfigurationProblem], on console: Console) {
        for problem in problems { console.print(problem.text(in: console.language)) }
        if problems.isEmpty { console.print(console.say(zh: "配置无误", en: "the configuration is fine")) }
    }
}
