import ContractEngine
import Core

/// `hutong contract export`: the contracts as JSON Schema, XML Schema, Markdown or pages.
package enum ContractExportCommand: Command {
    static let form = OptionDeclaration(
        "as",
        .choice(ContractExport.Form.allCases.map(\.rawValue)),
        required: true,
        zh: "导出形式",
        en: "form of the export"
    )
    static let output = OptionDeclaration(
        "out",
        .path(placeholder: "DIR"),
        required: true,
        zh: "输出目录，没有则建立",
        en: "directory for the files, made as needed"
    )
    static let contract = OptionDeclaration(
        "contract",
        .text(placeholder: "NAME[@VERSION]"),
        repeatable: true,
        zh: "只导出此数据集；可重复",
        en: "export this data set only; may be repeated"
    )
    static let operation = OptionDeclaration(
        "operation",
        .choice([RecordOperation.add.rawValue, RecordOperation.change.rawValue]),
        zh: "JSON Schema 与 XSD 只写此操作的（默认两种都写）",
        en: "write JSON Schemas and XSD of this operation only (default: both)"
    )
    static let force = OptionDeclaration(
        "force",
        .flag,
        zh: "覆盖不是导出生成的同名文件",
        en: "replace files of the same name that no export made"
    )

    package static let declaration = CommandDeclaration(
        "contract",
        "export",
        zh: "把数据规范导出为 JSON Schema、XSD、Markdown 或网页",
        en: "export the contracts as JSON Schema, XML Schema, Markdown or pages",
        discussion: BilingualText(
            zh: "文件以数据集命名；重复导出得到相同的文件，未变的不重写。JSON Schema 无法表达的规则见 docs/specs/json-schema.md。",
            en:
                "Files are named after the data sets; exporting again gives the same files and leaves unchanged ones alone. "
                + "What JSON Schema cannot express is listed in docs/specs/json-schema.md."
        ),
        options: [form, output, contract, operation, force, CommonOptions.profile, CommonOptions.contracts]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        guard let form = arguments[form].flatMap({ ContractExport.Form(rawValue: $0) }), let named = arguments[output]
        else { return .usage }
        let operations = arguments[operation].flatMap { RecordOperation(rawValue: $0) }.map { [$0] } ?? [.add, .change]
        let root = try LoadedContracts.directory(arguments, on: console)
        let catalog = try LoadedContracts.catalog(arguments, on: console)
        let programs = try programs(arguments, in: catalog)
        let suite = ContractExport(
            programs,
            samples: SampleSuite(directory: root, catalog: catalog),
            as: form,
            operations: operations,
            dialects: form == .xsd ? try dialects(root, catalog, on: console) : []
        )
        let path = console.resolve(named)
        var directory = try ExportDirectory(path, overwritesForeign: arguments.has(force))
        var progress = ProgressLine(
            console,
            label: BilingualText(zh: "导出", en: "exporting"),
            total: programs.count
        )
        let shared = suite.sharedFiles()
        var names: [String] = []
        for (number, program) in programs.enumerated() {
            let files = suite.files(of: program)
            try directory.check(files)
            for file in files { try directory.write(file) }
            names += files.map(\.path)
            progress.update(number + 1, detail: program.name)
        }
        try directory.check(shared)
        for file in shared { try directory.write(file) }
        if console.isTerminal { progress.finish(programs.count) }
        summarise(names + shared.map(\.path), programs.count, directory, path, on: console)
        return .success
    }

    /// The dialects beside the contracts.
    ///
    /// - Throws: ``CommandFailure`` with code 78 after the faults were told on standard error.
    private static func dialects(
        _ root: String,
        _ catalog: ContractCatalog,
        on console: Console
    ) throws(CommandFailure) -> [Dialect] {
        do throws(ContractLoadFailure) {
            return try DialectCatalog.load(from: root, contracts: catalog).dialects
        } catch {
            for problem in error.problems {
                console.note("\(root)/\(problem.file): \(problem.key): \(console.say(problem.message))")
            }
            throw CommandFailure(
                .configuration,
                zh: "方言有 \(error.problems.count) 个问题",
                en: "the dialects have \(error.problems.count) problem(s)"
            )
        }
    }

    private static func programs(
        _ arguments: ParsedArguments,
        in catalog: ContractCatalog
    ) throws(CommandFailure) -> [ContractProgram] {
        let names = arguments.all(contract)
        let profile = arguments[CommonOptions.profile]
        if let profile { try LoadedContracts.checkProfile(profile, in: catalog) }
        guard !names.isEmpty else {
            return profile.map { catalog.profile($0)?.programs ?? [] } ?? catalog.programs + catalog.versions
        }
        var programs: [ContractProgram] = []
        for name in names { programs.append(try LoadedContracts.program(name, profile: profile, in: catalog)) }
        return programs
    }

    private static func summarise(
        _ names: [String],
        _ count: Int,
        _ directory: ExportDirectory,
        _ path: String,
        on console: Console
    ) {
        switch console.format {
        case .text:
            console.print(
                console.say(
                    zh: "\(count) 个数据集，\(names.count) 个文件（写出 \(directory.written)，未变 \(directory.unchanged)）：\(path)",
                    en: "\(count) data sets, \(names.count) files (\(directory.written) written, "
                        + "\(directory.unchanged) unchanged): \(path)"
                )
            )
        case .json:
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("directory", path)
            writer.member("contracts", count)
            writer.member("written", directory.written)
            writer.member("unchanged", directory.unchanged)
            writer.key("files")
            writer.beginArray()
            for name in names { writer.string(name) }
            writer.endArray()
            writer.endObject()
            console.print(bytes: writer.bytes)
        }
    }
}
