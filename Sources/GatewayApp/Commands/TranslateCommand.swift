import ContractEngine
import Core

/// `hutong translate`: records from one dialect into another, without a broker.
package enum TranslateCommand: Command {
    static let from = OptionDeclaration(
        "from",
        .text(placeholder: "D"),
        required: true,
        zh: "来源方言，例如 national",
        en: "dialect of the input, for example national"
    )
    static let to = OptionDeclaration(
        "to",
        .text(placeholder: "D"),
        required: true,
        zh: "目标方言，例如 ceb",
        en: "dialect of the output, for example ceb"
    )
    static let contract = OptionDeclaration(
        "contract",
        .text(placeholder: "NAME[@VERSION]"),
        zh: "数据集；文档自己说明时可省略",
        en: "data set, where the document does not say it itself"
    )
    static let operation = OptionDeclaration(
        "operation",
        .choice(RecordOperation.allCases.map(\.rawValue)),
        default: RecordOperation.add.rawValue,
        zh: "操作；文档自己说明时以文档为准",
        en: "operation, where the document does not say it itself"
    )
    static let noCheck = OptionDeclaration(
        "no-check",
        .flag,
        zh: "不按数据规范校验途中的国家记录",
        en: "do not validate the national record on the way"
    )
    static let title = OptionDeclaration(
        "title",
        .flag,
        zh: "输出国家记录时带信封字段 @DATA_KEY 等",
        en: "write the title fields @DATA_KEY … into national records"
    )
    static let dataKey = OptionDeclaration(
        "data-key",
        .text(placeholder: "KEY"),
        zh: "信封字段 DATA_KEY，22 位",
        en: "title field DATA_KEY, 22 characters"
    )
    static let caKey = OptionDeclaration(
        "ca-key",
        .text(placeholder: "KEY"),
        zh: "信封字段 CA_KEY",
        en: "title field CA_KEY"
    )

    static let package = OptionDeclaration(
        "package",
        .text(placeholder: "URI"),
        zh: "把全部文档装入一个以 URI 标识的发布包",
        en: "put all documents into one package with this URI"
    )

    package static let declaration = CommandDeclaration(
        "translate",
        zh: "在方言之间转换记录",
        en: "translate records between dialects",
        discussion: BilingualText(
            zh: "每条记录输出一个文档，问题写到标准错误；--format json 时每条记录输出一行结果与问题。有记录被拒时退出码为 65。",
            en:
                "Prints one document per record, and problems on standard error; with --format json one line per record "
                + "with output and problems. Ends with 65 when a record was refused."
        ),
        operands: OperandDeclaration(
            OperandDeclaration.file,
            count: 1...1_000_000,
            zh: "文件，- 为标准输入",
            en: "files, - for standard input"
        ),
        options: [
            from, to, contract, operation, CommonOptions.profile, noCheck, title, dataKey, caKey, package,
            CommonOptions.lines, CommonOptions.contracts,
        ]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let contracts = try LoadedContracts.catalog(arguments, on: console)
        let profile = try profile(arguments, in: contracts)
        let dialects = try LoadedDialects.catalog(arguments, contracts: contracts, on: console)
        let program: ContractProgram?
        if let name = arguments[contract] {
            program = try LoadedContracts.program(name, in: contracts)
        } else {
            program = nil
        }
        var title = RecordTitle()
        title[.dataKey] = arguments[dataKey]
        title[.key] = arguments[caKey]
        var session = TranslationSession(
            source: try LoadedDialects.dialect(arguments[from] ?? "", in: dialects),
            target: try LoadedDialects.dialect(arguments[to] ?? "", in: dialects),
            dialects: dialects,
            contracts: contracts,
            program: program,
            profile: profile,
            operation: arguments[operation].flatMap { RecordOperation(rawValue: $0) } ?? .add,
            title: title,
            checks: !arguments.has(noCheck),
            writesTitle: arguments.has(Self.title)
        )
        if let uri = arguments[package] { return try pack(arguments, &session, uri: uri, on: console) }
        var isAnyRefused = false
        let unreadable = InputDocument.forEach(
            arguments.operands,
            isLineDelimited: arguments.has(CommonOptions.lines),
            limit: 1 << 20,
            on: console
        ) { document in
            var problems = ProblemList()
            let output = session.translate(document, &problems)
            isAnyRefused = isAnyRefused || output == nil
            print(document, output, problems, format: session.target.format, on: console)
            return !console.streams.outputIsLost
        }
        if !unreadable.isEmpty { return .inputMissing }
        return isAnyRefused ? .dataRefused : .success
    }

    /// The profile by which the national record is validated; nil for the baseline.
    private static func profile(
        _ arguments: ParsedArguments,
        in contracts: ContractCatalog
    ) throws(CommandFailure) -> ContractProfile? {
        guard let id = arguments[CommonOptions.profile] else { return nil }
        guard !arguments.has(noCheck) else {
            throw CommandFailure(
                .usage,
                zh: "--profile 用于校验，不能与 --no-check 同用",
                en: "--profile is for validation and cannot stand beside --no-check"
            )
        }
        try LoadedContracts.checkProfile(id, in: contracts)
        return contracts.profile(id)
    }

    /// Bytes of documents that one package holds at most.
    private static let packageLimit = 64 << 20

    /// Translates everything into one package; nothing is printed when a record is refused.
    private static func pack(
        _ arguments: ParsedArguments,
        _ session: inout TranslationSession,
        uri: String,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        guard let form = session.target.packageForm else {
            throw CommandFailure(
                .usage,
                zh: "方言 \(session.target.id) 没有发布包",
                en: "dialect \(session.target.id) has no packages"
            )
        }
        var documents: [[UInt8]] = []
        var size = 0
        var refused = 0
        var withoutCounterpart = 0
        let unreadable = InputDocument.forEach(
            arguments.operands,
            isLineDelimited: arguments.has(CommonOptions.lines),
            limit: 1 << 20,
            on: console
        ) { document in
            var problems = ProblemList()
            let output = session.translate(document, &problems)
            if let output {
                size += output.count
                documents.append(output)
            } else if session.isWithoutCounterpart {
                withoutCounterpart += 1
                return true
            } else {
                refused += 1
            }
            note(problems, of: document, on: console)
            return size <= packageLimit
        }
        if withoutCounterpart > 0 {
            console.note(
                zh: "\(withoutCounterpart) 条记录的数据集在方言 \(session.target.id) 中没有对应，未装入",
                en:
                    "\(withoutCounterpart) records left out: dialect \(session.target.id) has no counterpart of their data sets"
            )
        }
        if !unreadable.isEmpty { return .inputMissing }
        guard size <= packageLimit else {
            throw CommandFailure(.dataRefused, zh: "发布包超过 64 MiB", en: "the package is larger than 64 MiB")
        }
        guard refused == 0 else { return .dataRefused }
        guard !documents.isEmpty else {
            throw CommandFailure(.dataRefused, zh: "没有可装入的文档", en: "there is no document to put in")
        }
        console.print(bytes: form.document(of: documents, uri: uri))
        return .success
    }

    private static func note(_ problems: ProblemList, of document: InputDocument, on console: Console) {
        if problems.isEmpty { return }
        let place = document.isLine ? "\(document.file):\(document.line)" : document.file
        console.note(([place + ":"] + ProblemText.lines(problems, in: console.language)).joined(separator: "\n"))
    }

    private static func print(
        _ document: InputDocument,
        _ output: [UInt8]?,
        _ problems: ProblemList,
        format: DialectFormat,
        on console: Console
    ) {
        guard console.format == .json else {
            if let output { console.print(bytes: output) }
            note(problems, of: document, on: console)
            return
        }
        var writer = JSONWriter(capacity: (output?.count ?? 0) + 256)
        writer.beginObject()
        writer.member("file", document.file)
        writer.member("line", document.line)
        writer.key("output")
        switch output {
        case let output? where format == .json: writer.raw(String(decoding: output, as: UTF8.self))
        case let output?: writer.string(String(decoding: output, as: UTF8.self))
        case nil: writer.null()
        }
        writer.key("problems")
        writer.problems(problems.problems)
        if problems.omitted > 0 { writer.member("omitted", problems.omitted) }
        writer.endObject()
        console.print(bytes: writer.bytes)
    }
}
