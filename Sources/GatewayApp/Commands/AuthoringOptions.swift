import ContractEngine
import Core

/// What `contract new` and `contract import` have in common: what the contract is called, where it goes, the report.
enum AuthoringOptions {
    static let number = OptionDeclaration(
        "number",
        .integer(placeholder: "N", 1...999_999),
        zh: "数据集编号；没有编号的数据集不写",
        en: "number of the data set; left out for one that has none"
    )
    static let domain = OptionDeclaration(
        "domain",
        .text(placeholder: "D"),
        required: true,
        zh: "领域目录，例如 engineering",
        en: "directory of the domain, for example engineering"
    )
    static let output = OptionDeclaration(
        "out",
        .path(placeholder: "DIR"),
        required: true,
        zh: "数据规范目录（例如 Contracts），没有则建立",
        en: "contracts directory (for example Contracts), made as needed"
    )
    static let edition = OptionDeclaration(
        "edition",
        .text(placeholder: "EDITION/VERSION"),
        default: "national/v2",
        zh: "目录中的版本",
        en: "edition within the directory"
    )
    static let title = OptionDeclaration(
        "title",
        .text(placeholder: "TEXT"),
        zh: "中文标题（默认为数据集名称）",
        en: "Chinese title (default: the name)"
    )
    static let englishTitle = OptionDeclaration(
        "title-en",
        .text(placeholder: "TEXT"),
        zh: "英文标题（默认为数据集名称）",
        en: "English title (default: the name)"
    )
    static let source = OptionDeclaration(
        "source",
        .text(placeholder: "TEXT"),
        zh: "来源：字段表出自哪份文件",
        en: "source: the document that the fields are from"
    )
    static let all = [number, domain, output, edition, title, englishTitle, source]

    /// Name, place and titles from the command line.
    ///
    /// - Throws: ``CommandFailure`` with code 64 for a name that is none.
    static func identity(
        _ arguments: ParsedArguments,
        name: String,
        key: [String] = [],
        routingCase: String? = nil,
        source fallback: String
    ) throws(CommandFailure) -> ContractAuthoring.Identity {
        let domain = arguments[domain] ?? ""
        guard isName(name), !name.isEmpty else {
            throw CommandFailure(
                .usage,
                zh: "数据集名称 \(name) 只能含大写字母、数字和下划线",
                en: "the name \(name) may hold capital letters, digits and underscores only"
            )
        }
        guard !domain.isEmpty, domain.utf8.allSatisfy({ (0x61...0x7a).contains($0) || $0 == 0x2d }),
            domain != "codelists"
        else {
            throw CommandFailure(
                .usage,
                zh: "领域 \(domain) 只能含小写字母和连字符",
                en: "the domain \(domain) may hold small letters and hyphens only"
            )
        }
        return ContractAuthoring.Identity(
            name: name,
            number: arguments.integer(number),
            title: BilingualText(zh: arguments[title] ?? name, en: arguments[englishTitle] ?? name),
            domain: domain,
            key: key,
            routingCase: routingCase,
            source: arguments[source] ?? fallback
        )
    }

    /// The contracts directory that the command line names.
    static func authoring(_ arguments: ParsedArguments, on console: Console) -> ContractAuthoring {
        ContractAuthoring(root: console.resolve(arguments[output] ?? ""), edition: arguments[edition] ?? "")
    }

    /// The failure as the command reports it: code 73, or 64 for a wrong edition.
    static func failure(_ failure: AuthoringFailure) -> CommandFailure {
        switch failure {
        case .exists(let path):
            CommandFailure(.cannotCreate, zh: "\(path) 已存在", en: "\(path) exists already")
        case .cannotWrite(let path):
            CommandFailure(.cannotCreate, zh: "无法写出 \(path)", en: "cannot write \(path)")
        case .noEdition(let text):
            CommandFailure(
                .usage,
                zh: "版本须写作 名称/版本，例如 national/v2，而不是 \(text)",
                en: "an edition is written name/version, for example national/v2, not \(text)"
            )
        }
    }

    /// Prints what came of it: 65 when nothing was made or the lint finds fault.
    ///
    /// - Parameter file: name of the table in messages; nil without one.
    static func report(_ outcome: ContractAuthoring.Outcome, file: String?, on console: Console) -> ExitCode {
        switch console.format {
        case .json: console.print(bytes: json(outcome))
        case .text:
            for problem in outcome.problems { console.print(line(problem, file, (zh: "错误", en: "error"), on: console)) }
            for problem in outcome.lint {
                console.print("\(problem.file): \(problem.key): \(console.say(problem.message))")
            }
            for remark in outcome.remarks { console.print(line(remark, file, (zh: "待办", en: "to do"), on: console)) }
            if let directory = outcome.directory {
                console.print(
                    console.say(
                        zh: "已建立 \(directory)：\(outcome.fields) 个字段，\(outcome.remarks.count) 项待办",
                        en: "made \(directory): \(outcome.fields) fields, \(outcome.remarks.count) things to do"
                    )
                )
            } else {
                console.print(console.say(zh: "没有写出任何文件", en: "nothing was made"))
            }
        }
        return outcome.directory != nil && outcome.lint.isEmpty ? .success : .dataRefused
    }

    private static func isName(_ name: String) -> Bool {
        name.utf8.count <= 128
            && name.utf8.allSatisfy { (0x41...0x5a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5f }
    }

    private static func line(
        _ problem: LineProblem,
        _ file: String?,
        _ kind: (zh: String, en: String),
        on console: Console
    ) -> String {
        let place = problem.line > 0 ? file.map { "\($0):\(problem.line): " } ?? "" : ""
        return place + console.say(zh: kind.zh, en: kind.en) + ": " + console.say(problem.message)
    }

    private static func json(_ outcome: ContractAuthoring.Outcome) -> [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("directory", outcome.directory)
        writer.member("fields", outcome.fields)
        for (name, problems) in [("problems", outcome.problems), ("todo", outcome.remarks)] {
            writer.key(name)
            writer.beginArray()
            for problem in problems {
                writer.beginObject()
                writer.member("line", problem.line)
                writer.key("message")
                writer.bilingual(problem.message)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.key("lint")
        writer.beginArray()
        for problem in outcome.lint {
            writer.beginObject()
            writer.member("file", problem.file)
            writer.member("key", problem.key)
            writer.key("message")
            writer.bilingual(problem.message)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        return writer.bytes
    }
}
