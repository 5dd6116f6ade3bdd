import ContractEngine
import Core

/// `hutong dialect show`: where each field of a data set goes, and where it comes from.
package enum DialectShowCommand: Command {
    package static let declaration = CommandDeclaration(
        "dialect",
        "show",
        zh: "显示方言的字段对照",
        en: "show where a dialect puts each field",
        operands: OperandDeclaration(
            BilingualText(zh: "方言 [数据集]", en: "DIALECT [NAME]"),
            count: 1...2,
            zh: "方言，以及数据集(缺省列出全部数据集)",
            en: "dialect, and data set (default: list the data sets)"
        ),
        options: [CommonOptions.contracts]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let contracts = try LoadedContracts.catalog(arguments, on: console)
        let catalog = try LoadedDialects.catalog(arguments, contracts: contracts, on: console)
        let dialect = try LoadedDialects.dialect(arguments.operands[0], in: catalog)
        guard arguments.operands.count > 1 else {
            for translation in dialect.translations {
                let names = translation.names.joined(separator: ", ")
                console.print("\(translation.program.name)\t\(names)\t\(translation.program.title.zh)")
            }
            return .success
        }
        let program = try LoadedContracts.program(arguments.operands[1], in: contracts)
        guard let translation = dialect.translation(of: program) else {
            throw CommandFailure(
                .usage,
                zh: "方言 \(dialect.id) 没有数据集 \(program.name)",
                en: "dialect \(dialect.id) does not have data set \(program.name)"
            )
        }
        for line in translation.lines {
            switch console.format {
            case .text:
                console.print("\(line.direction.rawValue)\t\(line.source)\t\(line.target)")
            case .json:
                var writer = JSONWriter()
                writer.beginObject()
                writer.member("direction", line.direction.rawValue)
                writer.member("from", line.source)
                writer.member("to", line.target)
                writer.endObject()
                console.print(bytes: writer.bytes)
            }
        }
        return .success
    }
}
