import ContractEngine
import Core

/// `hutong dialect test`: run the samples and round trips of the dialects.
package enum DialectTestCommand: Command {
    package static let declaration = CommandDeclaration(
        "dialect",
        "test",
        zh: "运行方言的样例与往返检查",
        en: "run the samples and round trips of the dialects",
        discussion: BilingualText(
            zh: "每个样例须得到与其所列完全一致的结果，国家规范的每个接受样例往返后须还原；否则退出码为 65。",
            en:
                "Every sample must give exactly what stands beside it, and every accepted sample of a contract must survive the way there and back; ends with 65 otherwise."
        ),
        options: [DialectReportOutput.dialect, CommonOptions.contracts]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let directory = try LoadedContracts.directory(arguments, on: console)
        let report = DialectSuite.test(
            directory: directory,
            contracts: try LoadedContracts.catalog(arguments, on: console),
            only: arguments[DialectReportOutput.dialect]
        )
        return DialectReportOutput.print(report, directory: directory, on: console)
    }
}
