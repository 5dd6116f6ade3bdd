import Core

/// `hutong quarantine list`: what was refused, and how it stands.
package enum QuarantineListCommand: Command {
    package static let declaration = CommandDeclaration(
        "quarantine",
        "list",
        zh: "列出隔离区中的提交",
        en: "list what stands in quarantine",
        discussion: BilingualText(
            zh: "每个提交一行，按提交先后；多次拒绝的以最近一次为准，此后已更正的注明。json 格式每行一个对象。",
            en: "One line for each submission, in the order of submission; of several refusals the last counts; what "
                + "was corrected since is marked. With --format json one object per line."
        ),
        options: [CommonOptions.configuration] + QuarantineOptions.filters
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        var shelf = QuarantineShelf(try QuarantineOptions.filter(arguments))
        let reader = try QuarantineReader(arguments, on: console)
        var isWhole = try reader.read(on: console) { shelf.take($0) }
        if isWhole { isWhole = try reader.readReceipts(into: &shelf, on: console) }
        let entries = shelf.wanted
        switch console.format {
        case .json: for entry in entries { console.print(bytes: QuarantineOutput.json(entry)) }
        case .text:
            guard !entries.isEmpty else {
                console.note(zh: "没有符合条件的记录", en: "nothing of that kind is in quarantine")
                break
            }
            let rows = entries.map { QuarantineOutput.row($0, on: console) }
            for line in TextTable.lines([QuarantineOutput.heading(on: console)] + rows) { console.print(line) }
        }
        return isWhole ? .success : .unavailable
    }
}
