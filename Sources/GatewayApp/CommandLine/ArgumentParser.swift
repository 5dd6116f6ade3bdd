import Core

/// Reads a command line by a declaration: `--name value`, `--name=value`, `--` ends the options, `-` is an operand.
package enum ArgumentParser {
    /// The parsed words of `line`.
    ///
    /// With `--help` among them nothing else is demanded, so that help can always be asked for.
    /// - Throws: ``CommandFailure`` with code 64 at the first word that does not fit.
    package static func parse(
        _ line: [String],
        by declaration: CommandDeclaration
    ) throws(CommandFailure) -> ParsedArguments {
        var parsed = ParsedArguments()
        var rest = line[...]
        var optionsEnded = false
        while let word = rest.popFirst() {
            if optionsEnded || word == "-" || !word.hasPrefix("-") {
                parsed.add(operand: word)
            } else if word == "--" {
                optionsEnded = true
            } else if word == "-h" {
                parsed.add("", for: .showHelp)
            } else {
                try take(word, from: &rest, by: declaration, into: &parsed)
            }
        }
        if !parsed.has(.showHelp) { try demand(declaration, of: parsed) }
        return parsed
    }

    private static func take(
        _ word: String,
        from rest: inout ArraySlice<String>,
        by declaration: CommandDeclaration,
        into parsed: inout ParsedArguments
    ) throws(CommandFailure) {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let name = String(parts.first?.drop { $0 == "-" } ?? "")
        guard word.hasPrefix("--"), let option = declaration.options.first(where: { $0.name == name }) else {
            throw unknown(String(parts.first ?? ""), among: declaration)
        }
        if parsed.has(option), !option.isRepeatable, option.kind != .flag {
            throw CommandFailure(.usage, zh: "选项 --\(name) 只能给一次", en: "option --\(name) may be given only once")
        }
        let attached = parts.count > 1 ? String(parts[1]) : nil
        if option.kind == .flag {
            if let attached, let fault = option.fault(in: attached) {
                throw CommandFailure(.usage, zh: fault.zh, en: fault.en)
            }
            parsed.add("", for: option)
            return
        }
        guard let value = attached ?? rest.popFirst() else {
            throw CommandFailure(.usage, zh: "选项 --\(name) 缺少值", en: "option --\(name) needs a value")
        }
        if let fault = option.fault(in: value) { throw CommandFailure(.usage, zh: fault.zh, en: fault.en) }
        parsed.add(value, for: option)
    }

    private static func demand(
        _ declaration: CommandDeclaration,
        of parsed: ParsedArguments
    ) throws(CommandFailure) {
        for option in declaration.options where option.isRequired && !parsed.has(option) {
            throw CommandFailure(
                .usage,
                zh: "缺少必需的选项 \(option.synopsis)",
                en: "required option \(option.synopsis) is missing"
            )
        }
        let given = parsed.operands.count
        guard let operands = declaration.operands else {
            guard let first = parsed.operands.first else { return }
            throw CommandFailure(
                .usage,
                zh: "\(declaration.name) 不接受参数“\(first)”",
                en: "\(declaration.name) takes no operand ('\(first)')"
            )
        }
        if given < operands.count.lowerBound {
            throw CommandFailure(
                .usage,
                zh: "缺少参数 \(operands.placeholder.zh)",
                en: "operand \(operands.placeholder.en) is missing"
            )
        }
        if given > operands.count.upperBound {
            throw CommandFailure(
                .usage,
                zh: "参数过多：最多 \(operands.count.upperBound) 个 \(operands.placeholder.zh)",
                en: "too many operands: at most \(operands.count.upperBound) \(operands.placeholder.en)"
            )
        }
    }

    private static func unknown(_ word: String, among declaration: CommandDeclaration) -> CommandFailure {
        let known = declaration.options.map { "--\($0.name)" }
        guard let near = Spelling.nearest(to: word, among: known) else {
            return CommandFailure(
                .usage,
                zh: "\(declaration.name) 没有选项 \(word)",
                en: "\(declaration.name) has no option \(word)"
            )
        }
        return CommandFailure(
            .usage,
            zh: "\(declaration.name) 没有选项 \(word)；是否想用 \(near)？",
            en: "\(declaration.name) has no option \(word); did you mean \(near)?"
        )
    }
}
