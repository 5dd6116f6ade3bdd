import ContractEngine
import Core

/// `hutong contract new`: a contract to start from, with samples that pass.
package enum ContractNewCommand: Command {
    package static let declaration = CommandDeclaration(
        "contract",
        "new",
        zh: "新建一个数据规范，附可通过检查的样例",
        en: "scaffold a contract with samples that pass",
        discussion: BilingualText(
            zh: "在数据规范目录下建立 <领域>/<编号>-<名称>，可直接通过 contract lint 与 contract test，并列出还须人工完成的事项。",
            en:
                "Makes <domain>/<number>-<NAME> in the contracts directory, which passes contract lint and contract test as "
                + "it is, and lists what a person still has to do."
        ),
        operands: OperandDeclaration(
            BilingualText(zh: "名称", en: "NAME"),
            count: 1...1,
            zh: "数据集名称，如 LAND_SALE",
            en: "wire name, for example LAND_SALE"
        ),
        options: AuthoringOptions.all
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let identity = try AuthoringOptions.identity(
            arguments,
            name: arguments.operands.first ?? "",
            source: "scaffold, not yet taken from a specification"
        )
        do throws(AuthoringFailure) {
            let outcome = try AuthoringOptions.authoring(arguments, on: console).scaffold(identity)
            return AuthoringOptions.report(outcome, file: nil, on: console)
        } catch {
            throw AuthoringOptions.failure(error)
        }
    }
}
