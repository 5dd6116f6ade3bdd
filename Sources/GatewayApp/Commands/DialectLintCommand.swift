import ContractEngine
import Core

/// `hutong dialect lint`: check the files of the dialects.
package enum DialectLintCommand: Command {
    package static let declaration = CommandDeclaration(
        "dialect",
        "lint",
        zh: "检查方言文件",
        en: "check the files of the dialects",
        discussion: BilingualText(
            zh: "编译全部方言与对照，一次报告所有错误；有错误时退出码为 65。",
            en:
                "Compiles all dialects and mappings and reports every mistake at once; ends with 65 when there is one."
        ),
        options: [DialectReportOutput.dialect, CommonOptions.contracts]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let directory = try LoadedContracts.directory(arguments, on: console)
        let report = DialectSuite.lint(
            directory: directory,
            contracts: try LoadedContracts.catalog(arguments, on: console),
            only: arguments[DialectReportOutput.dialect]
        )
        return DialectReportOutput.print(report, directory: directory, on: console)
    }
}
