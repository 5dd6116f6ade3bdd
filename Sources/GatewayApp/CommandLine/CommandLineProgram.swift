import Platform

/// The command as a whole: finds the verb, parses its line, answers help, and turns failures into exit codes.
package struct CommandLineProgram: Sendable {
    private let commands: [any Command.Type]

    /// A program of `commands`, in the order of the help.
    package init(_ commands: [any Command.Type] = CommandTable.all) {
        self.commands = commands
    }

    /// The declarations of all verbs, in the order of the help.
    package var declarations: [CommandDeclaration] { commands.map { $0.declaration } }

    /// Runs one command line, without the program's own name, and flushes what it printed.
    package func run(_ line: [String], on console: Console) -> ExitCode {
        let preferred = console.with(
            language: CommandLineProgram.value(of: .language, in: line).flatMap { Language(rawValue: $0) }
                ?? Language(environment: console.environment),
            format: CommandLineProgram.value(of: .format, in: line).flatMap { OutputFormat(rawValue: $0) } ?? .text
        )
        let code: ExitCode
        do {
            code = try dispatch(line, on: preferred)
        } catch {
            preferred.note("hutong: " + preferred.say(error.message))
            code = error.exitCode
        }
        preferred.streams.flush()
        guard let number = preferred.streams.outputFailure else { return code }
        // Whatever was found out, nobody can read it: a script must not take this for an answer.
        let reason = StandardDescriptors.text(of: number)
        preferred.note(
            zh: "hutong：无法写出标准输出：\(reason)",
            en: "hutong: cannot write to standard output: \(reason)"
        )
        return .cannotCreate
    }

    private func dispatch(_ line: [String], on console: Console) throws(CommandFailure) -> ExitCode {
        let (common, words) = CommandLineProgram.separateLeadingOptions(line)
        guard let verb = words.first else {
            console.note(HelpText.overview(of: declarations, in: console.language))
            return .usage
        }
        switch verb {
        case "--help", "-h": return overview(on: console)
        case "--version", "version":
            console.print("hutong \(ProductVersion.current)")
            return .success
        case "help": return try help(Array(words.dropFirst()), on: console)
        case "completion": return try completion(Array(words.dropFirst()), on: console)
        default: break
        }
        if words.count == 2, words[1] == "--help" || words[1] == "-h",
            !declarations.contains(where: { $0.path == [verb] })
        {
            return try help([verb], on: console)
        }
        let (command, rest) = try find(words)
        let arguments = try ArgumentParser.parse(common + rest, by: command.declaration)
        if arguments.has(.showHelp) {
            console.print(HelpText.of(command.declaration, in: console.language))
            return .success
        }
        return try command.run(arguments, on: console)
    }

    private func overview(on console: Console) -> ExitCode {
        console.print(HelpText.overview(of: declarations, in: console.language))
        return .success
    }

    private func help(_ words: [String], on console: Console) throws(CommandFailure) -> ExitCode {
        let verb = Array(words.prefix { !$0.hasPrefix("-") })
        guard !verb.isEmpty else { return overview(on: console) }
        let family = declarations.filter { $0.path.starts(with: verb) }
        guard !family.isEmpty else { throw unknownMember(verb) }
        console.print(family.map { HelpText.of($0, in: console.language) }.joined(separator: "\n\n"))
        return .success
    }

    private func completion(_ words: [String], on console: Console) throws(CommandFailure) -> ExitCode {
        guard words.first == "bash" else {
            throw CommandFailure(.usage, zh: "用法：hutong completion bash", en: "usage: hutong completion bash")
        }
        console.print(BashCompletion.script(for: declarations))
        return .success
    }

    private func find(_ words: [String]) throws(CommandFailure) -> (any Command.Type, [String]) {
        for command in commands where words.starts(with: command.declaration.path) {
            return (command, Array(words.dropFirst(command.declaration.path.count)))
        }
        throw unknownMember(words)
    }

    /// The failure for `words`, which begin no verb: the members of the family that they come closest to, or the verb that
    /// may have been meant.
    private func unknownMember(_ words: [String]) -> CommandFailure {
        let named = words.indices.reversed().lazy.map { Array(words[...$0]) }
            .first { known in declarations.contains { $0.path.starts(with: known) } }
        guard let named else { return unknownVerb(words.first ?? "") }
        var members: [String] = []
        for path in declarations.map(\.path) where path.starts(with: named) && path.count > named.count {
            if !members.contains(path[named.count]) { members.append(path[named.count]) }
        }
        guard !members.isEmpty else { return unknownVerb(words.joined(separator: " ")) }
        let usage = (named + [members.joined(separator: "|")]).joined(separator: " ")
        return CommandFailure(.usage, zh: "用法：hutong \(usage)", en: "usage: hutong \(usage)")
    }

    private func unknownVerb(_ word: String) -> CommandFailure {
        let verbs = declarations.compactMap(\.path.first) + ["help", "completion"]
        guard let near = Spelling.nearest(to: word, among: verbs) else {
            return CommandFailure(
                .usage,
                zh: "没有命令 \(word)；见 hutong --help",
                en: "there is no verb \(word); see hutong --help"
            )
        }
        return CommandFailure(
            .usage,
            zh: "没有命令 \(word)；是否想用 \(near)？",
            en: "there is no verb \(word); did you mean \(near)?"
        )
    }

    /// `--lang` and `--format` may also stand before the verb.
    private static func separateLeadingOptions(_ line: [String]) -> (options: [String], words: [String]) {
        var options: [String] = []
        var rest = line[...]
        while let word = rest.first {
            let name = word.split(separator: "=", maxSplits: 1).first.map(String.init) ?? ""
            guard name == "--lang" || name == "--format" else { break }
            options.append(word)
            rest = rest.dropFirst()
            if !word.contains("="), let value = rest.popFirst() { options.append(value) }
        }
        return (options, Array(rest))
    }

    /// The language and form must be known before the line is parsed, so that usage faults are told in them.
    private static func value(of option: OptionDeclaration, in line: [String]) -> String? {
        for (index, word) in line.enumerated() {
            if word.hasPrefix("--\(option.name)=") { return String(word.dropFirst(option.name.count + 3)) }
            if word == "--\(option.name)", index + 1 < line.count { return line[index + 1] }
        }
        return nil
    }
}
