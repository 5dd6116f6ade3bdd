import ContractEngine
import Core

/// `hutong contract lint`: can the contract files be compiled, and do they mean what they say?
package enum ContractLintCommand: Command {
    package static let declaration = CommandDeclaration(
        "contract",
        "lint",
        zh: "检查数据规范文件",
        en: "check the contract files",
        discussion: BilingualText(
            zh: "编译全部数据规范、代码表与标识规则，一次报告所有错误；有错误时退出码为 65。",
            en: "Compiles all contracts, code lists and identifier policies and reports every mistake at once; "
                + "ends with 65 when there is one."
        ),
        options: [CommonOptions.profile, CommonOptions.contracts]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let directory = try LoadedContracts.directory(arguments, on: console)
        let report = ContractLint.run(directory: directory, profile: arguments[CommonOptions.profile])
        return ContractReportOutput.print(report, directory: directory, on: console)
    }
}
