import ContractEngine
import Core

/// `hutong validate`: the verdict on records or bare JSON texts, without a broker.
package enum ValidateCommand: Command {
    static let contract = OptionDeclaration(
        "contract",
        .text(placeholder: "NAME[@VERSION]"),
        zh: "按此数据集校验，例如 TENDER_PROJECT",
        en: "validate against this data set, for example TENDER_PROJECT"
    )
    static let syntaxOnly = OptionDeclaration(
        "syntax-only",
        .flag,
        zh: "只检查 JSON 语法（RFC 8259），任何 JSON 值都可以",
        en: "check only the JSON syntax (RFC 8259); any JSON value will do"
    )
    static let operation = OptionDeclaration(
        "operation",
        .choice([RecordOperation.add.rawValue, RecordOperation.change.rawValue]),
        default: RecordOperation.add.rawValue,
        zh: "记录的操作；修改时不要求必填项",
        en: "operation of the record; a change need not carry the required fields"
    )
    static let maximumBytes = OptionDeclaration(
        "max-bytes",
        .integer(placeholder: "N", 1...(1 << 30)),
        zh: "一条记录的最大字节数（默认 1048576；--syntax-only 时 67108864）",
        en: "most bytes of one record (default 1048576, with --syntax-only 67108864)"
    )

    package static let declaration = CommandDeclaration(
        "validate",
        zh: "校验记录或 JSON 文本",
        en: "validate records or JSON texts",
        discussion: BilingualText(
            zh: "每条记录输出一行结论。有记录被拒时退出码为 65，有文件读不到时为 66。",
            en: "Prints one verdict line per record. Ends with 65 when a record was rejected, "
                + "with 66 when a file cannot be read."
        ),
        operands: OperandDeclaration(
            OperandDeclaration.file,
            count: 1...1_000_000,
            zh: "文件，- 为标准输入",
            en: "files, - for standard input"
        ),
        options: [
            contract, CommonOptions.profile, syntaxOnly, CommonOptions.lines, operation, maximumBytes,
            CommonOptions.contracts,
        ]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let program = try program(arguments, on: console)
        let size = arguments.integer(maximumBytes) ?? (program == nil ? 64 << 20 : 1 << 20)
        let operation = arguments[operation].flatMap { RecordOperation(rawValue: $0) } ?? .add
        let directory = program == nil ? "" : try LoadedContracts.directory(arguments, on: console)
        var judge = RecordJudge(size: size, program: program, operation: operation) {
            DialectSignature(directory: directory)
        }
        var isAnyRejected = false
        let showsLines = arguments.has(CommonOptions.lines) || program != nil
        let unreadable = InputDocument.forEach(
            arguments.operands,
            isLineDelimited: arguments.has(CommonOptions.lines),
            limit: size,
            on: console
        ) { document in
            let problems = judge.problems(of: document)
            isAnyRejected = isAnyRejected || problems.refuses
            print(document, problems, contract: program?.name, showsLine: showsLines, on: console)
            return !console.streams.outputIsLost
        }
        if !unreadable.isEmpty { return .inputMissing }
        return isAnyRejected ? .dataRefused : .success
    }

    /// Prints the verdict on one record.
    static func print(
        _ document: InputDocument,
        _ problems: ProblemList,
        contract: String?,
        showsLine: Bool,
        on console: Console
    ) {
        switch console.format {
        case .json: console.print(bytes: json(document, problems, contract: contract, showsLine: showsLine))
        case .text: console.print(text(document, problems, on: console))
        }
    }

    /// The contract to validate against; nil with `--syntax-only`.
    private static func program(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ContractProgram? {
        switch (arguments[contract], arguments.has(syntaxOnly)) {
        case (nil, true) where arguments[CommonOptions.profile] == nil: return nil
        case (nil, true):
            throw CommandFailure(
                .usage,
                zh: "--profile 须与 --contract 同用",
                en: "--profile needs --contract"
            )
        case (let name?, false):
            return try LoadedContracts.program(
                name,
                profile: arguments[CommonOptions.profile],
                in: LoadedContracts.catalog(arguments, on: console)
            )
        default:
            throw CommandFailure(
                .usage,
                zh: "--contract 与 --syntax-only 须恰好给出一个",
                en: "give exactly one of --contract and --syntax-only"
            )
        }
    }

    private static func json(
        _ document: InputDocument,
        _ problems: ProblemList,
        contract: String?,
        showsLine: Bool
    ) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("file", document.file)
        if showsLine { writer.member("line", document.line) }
        if let contract { writer.member("contract", contract) }
        writer.member("verdict", problems.refuses ? "reject" : "accept")
        writer.key("problems")
        writer.problems(problems.problems)
        if problems.omitted > 0 { writer.member("omitted", problems.omitted) }
        writer.endObject()
        return writer.bytes
    }

    private static func text(
        _ document: InputDocument,
        _ problems: ProblemList,
        on console: Console
    ) -> String {
        let place = document.isLine ? "\(document.file):\(document.line)" : document.file
        let verdict = problems.refuses ? console.say(zh: "拒绝", en: "reject") : console.say(zh: "接受", en: "accept")
        return (["\(place): \(verdict)"] + ProblemText.lines(problems, in: console.language)).joined(separator: "\n")
    }
}
