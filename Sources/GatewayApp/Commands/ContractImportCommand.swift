import ContractEngine
import Core

/// `hutong contract import`: a contract from the table of a specification.
package enum ContractImportCommand: Command {
    private static let maximumBytes = 16 << 20

    static let contract = OptionDeclaration(
        "contract",
        .text(placeholder: "NAME"),
        required: true,
        zh: "数据集名称，如 LAND_SALE",
        en: "wire name of the data set, for example LAND_SALE"
    )
    static let key = OptionDeclaration(
        "key",
        .text(placeholder: "FIELD"),
        repeatable: true,
        zh: "主键字段，可重复（默认第一个必填字段）",
        en: "field of the key, may be repeated (default: the first required field)"
    )
    static let routingCase = OptionDeclaration(
        "case",
        .text(placeholder: "FIELD"),
        zh: "案件字段（默认主键的第一个字段）",
        en: "field of the case (default: the first of the key)"
    )

    package static let declaration = CommandDeclaration(
        "contract",
        "import",
        zh: "把规范文本的字段表（CSV）转换为数据规范",
        en: "make a contract from the table of a specification (CSV)",
        discussion: BilingualText(
            zh: "列按中文表头识别：字段名、名称、类型、长度、必填、值域、说明；类型可写 C..200、C17、N14,6、N..20,6、T14、D8、varchar(200) 等。"
                + "文件可为 UTF-8 或 GBK。有错误的行逐行报告，此时不写任何文件，退出码为 65。",
            en:
                "Columns are known by their Chinese headers 字段名, 名称, 类型, 长度, 必填, 值域, 说明; types are written C..200, C17, "
                + "N14,6, N..20,6, T14, D8, varchar(200) and the like. The file may be UTF-8 or GBK. Every bad row is reported "
                + "with its line; then nothing is made and the command ends with 65."
        ),
        operands: OperandDeclaration(
            OperandDeclaration.file,
            count: 1...1,
            zh: "CSV 文件，- 为标准输入",
            en: "the table, - for standard input"
        ),
        options: [contract, key, routingCase] + AuthoringOptions.all
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let file = arguments.operands.first ?? "-"
        let identity = try AuthoringOptions.identity(
            arguments,
            name: arguments[contract] ?? "",
            key: arguments.all(key),
            routingCase: arguments[routingCase],
            source: "table \(file.split(separator: "/").last.map(String.init) ?? file)"
        )
        let bytes = try InputDocument.single(file, limit: maximumBytes, on: console)
        do throws(AuthoringFailure) {
            let outcome = try AuthoringOptions.authoring(arguments, on: console).importTable(bytes, as: identity)
            return AuthoringOptions.report(outcome, file: file, on: console)
        } catch {
            throw AuthoringOptions.failure(error)
        }
    }
}
