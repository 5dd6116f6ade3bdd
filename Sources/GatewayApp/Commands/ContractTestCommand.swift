import ContractEngine
import Core

/// `hutong contract test`: do the golden samples get exactly the verdicts that stand beside them?
package enum ContractTestCommand: Command {
    package static let declaration = CommandDeclaration(
        "contract",
        "test",
        zh: "运行数据规范的样例",
        en: "run the golden samples of the contracts",
        discussion: BilingualText(
            zh: "每个样例须得到与其所列完全一致的问题，每条规则须有样例覆盖；否则退出码为 65。包括各版本与各概要；--profile 只运行一个概要的样例。",
            en: "Every sample must get exactly the problems listed with it, and every rule must be shown by a sample; "
                + "ends with 65 otherwise. All versions and profiles are run; --profile runs the samples of one alone."
        ),
        options: [CommonOptions.profile, CommonOptions.contracts]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let directory = try LoadedContracts.directory(arguments, on: console)
        let profile = arguments[CommonOptions.profile]
        var report = ContractReport()
        let catalog: ContractCatalog
        do throws(ContractLoadFailure) {
            catalog = try ContractCatalog.load(from: directory)
        } catch {
            report.problems = error.problems
            return ContractReportOutput.print(report, directory: directory, on: console)
        }
        if let profile { try LoadedContracts.checkProfile(profile, in: catalog) }
        report = SampleSuite(directory: directory, catalog: catalog).run(profile: profile)
        return ContractReportOutput.print(report, directory: directory, on: console)
    }
}
