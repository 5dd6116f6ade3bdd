package import Core

/// One option of a command, declared once: the parser, the help and the shell completion are made from it.
package struct OptionDeclaration: Sendable {
    /// What may stand after the option.
    package enum Kind: Sendable, Hashable {
        /// Nothing: the option is there or not.
        case flag
        /// Any text; the placeholder names it in the help.
        case text(placeholder: String)
        /// A whole number of the range.
        case integer(placeholder: String, ClosedRange<Int>)
        /// One word of the list.
        case choice([String])
        /// The path of a file or directory.
        case path(placeholder: String)
    }

    /// Name without the leading dashes.
    package let name: String
    /// What may stand after it.
    package let kind: Kind
    /// Value when the option is not given; nil when there is none.
    package let defaultValue: String?
    /// True when the command cannot do without it.
    package let isRequired: Bool
    /// True when the option may be given several times.
    package let isRepeatable: Bool
    /// What it is for.
    package let help: BilingualText

    /// Declares `--name`.
    package init(
        _ name: String,
        _ kind: Kind,
        default defaultValue: String? = nil,
        required: Bool = false,
        repeatable: Bool = false,
        zh: String,
        en: String
    ) {
        self.name = name
        self.kind = kind
        self.defaultValue = defaultValue
        self.isRequired = required
        self.isRepeatable = repeatable
        self.help = BilingualText(zh: zh, en: en)
    }

    /// The option as the help shows it: `--count N`, `--format text|json`.
    package var synopsis: String {
        switch kind {
        case .flag: "--\(name)"
        case .text(let placeholder), .integer(let placeholder, _), .path(let placeholder): "--\(name) \(placeholder)"
        case .choice(let words): "--\(name) \(words.joined(separator: "|"))"
        }
    }

    /// What is wrong with `value` as the value of this option; nil when it is fine.
    func fault(in value: String) -> BilingualText? {
        switch kind {
        case .flag:
            return BilingualText(zh: "选项 --\(name) 不带值", en: "option --\(name) takes no value")
        case .text, .path:
            guard value.isEmpty else { return nil }
            return BilingualText(zh: "选项 --\(name) 的值为空", en: "the value of --\(name) is empty")
        case .integer(_, let range):
            if let number = Int(value), range.contains(number) { return nil }
            return BilingualText(
                zh: "选项 --\(name) 须为 \(range.lowerBound) 至 \(range.upperBound) 的整数",
                en: "option --\(name) takes a whole number from \(range.lowerBound) to \(range.upperBound)"
            )
        case .choice(let words):
            if words.contains(value) { return nil }
            let list = words.joined(separator: "|")
            return BilingualText(zh: "选项 --\(name) 须为 \(list) 之一", en: "option --\(name) takes one of \(list)")
        }
    }

    /// `--lang`, understood by every command.
    package static let language = OptionDeclaration(
        "lang",
        .choice(Language.allCases.map(\.rawValue)),
        zh: "界面语言（默认取自 LANG）",
        en: "language of the messages (default from LANG)"
    )
    /// `--format`, understood by every command.
    package static let format = OptionDeclaration(
        "format",
        .choice(OutputFormat.allCases.map(\.rawValue)),
        default: OutputFormat.text.rawValue,
        zh: "标准输出的格式；json 时标准输出只有 JSON",
        en: "form of standard output; with json nothing but JSON is printed there"
    )
    /// `--help`, understood by every command.
    package static let showHelp = OptionDeclaration("help", .flag, zh: "显示本帮助", en: "show this help")
}
