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
        options: [CommonOptions.contracts]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let catalog = try LoadedContracts.catalog(arguments, on: console)
        guard let name = arguments.operands.first else {
            for program in catalog.programs { list(program, on: console) }
            return .success
        }
        let program = try LoadedContracts.program(name, in: catalog)
        switch console.format {
        case .json: console.print(bytes: json(program))
        case .text: table(program, on: console)
        }
        return .success
    }

    private static func list(_ program: ContractProgram, on console: Console) {
        switch console.format {
        case .json: console.print(bytes: json(program))
        case .text:
            console.print(
                "\(program.number.map(String.init) ?? "-")  \(program.name)  \(console.say(program.title))  \(program.fields.count)"
            )
        }
    }

    private static func table(_ program: ContractProgram, on console: Console) {
        console.print("\(program.number.map { "\($0) " } ?? "")\(program.name) \(console.say(program.title))")
        console.print("\(program.edition) \(program.editionVersion), \(program.version), \(program.schema)")
        console.print(console.say(zh: "主键", en: "key") + ": " + program.key.joined(separator: ", "))
        console.print(console.say(zh: "案件字段", en: "case field") + ": " + program.routing.case)
        console.print("")
        let header =
            console.language == .zh
            ? ["名称", "标题", "类型", "长度", "必填", "约束"] : ["name", "title", "type", "length", "required", "constraints"]
        let rows = program.fields.map { field in
            [
                field.name, field.title, field.type.rawValue, length(field), field.isRequired ? "*" : "",
                constraints(field),
            ]
        }
        for line in TextTable.lines([header] + rows) { console.print(line) }
    }

    private static func length(_ field: FieldDescription) -> String {
        if let integer = field.integerDigits { return field.fractionDigits.map { "\(integer).\($0)" } ?? "\(integer)" }
        guard let length = field.length else { return "" }
        return field.isFixed ? "=\(length)" : "≤\(length)"
    }

    private static func constraints(_ field: FieldDescription) -> String {
        var parts: [String] = []
        if let separator = field.separator { parts.append("…\(separator)…") }
        if let list = field.list { parts.append("list \(list)") }
        if !field.values.isEmpty { parts.append(field.values.joined(separator: "|")) }
        parts += field.checks.map(\.rawValue)
        if let group = field.group { parts.append("(\(group))") }
        return parts.joined(separator: " ")
    }

    private static func json(_ program: ContractProgram) -> [UInt8] {
        var writer = JSONWriter(capacity: 8192)
        writer.beginObject()
        writer.member("contract", program.name)
        if let number = program.number { writer.member("number", number) }
        writer.member("version", program.version)
        writer.member("schema", program.schema)
        writer.key("title")
        writer.bilingual(program.title)
        writer.member("case", program.routing.case)
        writer.key("fields")
        writer.beginArray()
        for field in program.fields {
            writer.beginObject()
            writer.member("name", field.name)
            writer.member("title", field.title)
            writer.member("type", field.type.rawValue)
            if let length = field.length { writer.member("length", length) }
            writer.member("fixed", field.isFixed)
            writer.member("required", field.isRequired)
            if let list = field.list { writer.member("list", list) }
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
