import ContractEngine
import Core

/// `hutong contract show`: the list of contracts, or the field table of one.
package enum ContractShowCommand: Command {
    package static let declaration = CommandDeclaration(
        "contract",
        "show",
        zh: "显示数据规范列表，或一个数据规范的字段表",
        en: "show the contracts, or the field table of one",
        operands: OperandDeclaration(
            BilingualText(zh: "名称", en: "NAME"),
            count: 0...1,
            zh: "数据集名称，可带 @版本",
            en: "wire name of a data set, NAME or NAME@VERSION"
        ),
        options: [CommonOptions.profile, CommonOptions.contracts]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let catalog = try LoadedContracts.catalog(arguments, on: console)
        let profile = arguments[CommonOptions.profile]
        guard let name = arguments.operands.first else {
            if let profile { try LoadedContracts.checkProfile(profile, in: catalog) }
            for program in profile.flatMap({ catalog.profile($0)?.programs }) ?? catalog.programs {
                list(program, on: console)
            }
            return .success
        }
        let program = try LoadedContracts.program(name, profile: profile, in: catalog)
        switch console.format {
        case .json: console.print(bytes: ContractDocument.json(program, among: catalog))
        case .text: for line in ContractDocument.lines(program, among: catalog, on: console) { console.print(line) }
        }
        return .success
    }

    private static func list(_ program: ContractProgram, on console: Console) {
        switch console.format {
        case .json: console.print(bytes: ContractDocument.json(program, among: nil))
        case .text:
            let number = program.number.map(String.init) ?? "-"
            let mark = program.isOverlaid ? "  +\(program.profile ?? "")" : ""
            let completeness = program.completeness == .full ? "" : "  \(program.completeness.rawValue)"
            console.print(
                "\(number)  \(program.name)  \(console.say(program.title))  \(program.fields.count)\(completeness)\(mark)"
            )
        }
    }
}
