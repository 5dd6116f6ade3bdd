import Core
import Pipeline

/// `hutong quarantine show`: everything that is kept of one record in quarantine.
package enum QuarantineShowCommand: Command {
    package static let declaration = CommandDeclaration(
        "quarantine",
        "show",
        zh: "显示隔离区中的一条记录：全部问题、消息头与报文",
        en: "show one record in quarantine: all problems, headers and payload",
        discussion: BilingualText(
            zh: "参数为隔离记录的位置、原提交的位置（主题/分区/偏移量）或事件标识；后两者显示历次拒绝。",
            en:
                "The operand is the place of the record in quarantine, that of the submission (topic/partition/offset), or "
                + "the id of the event; the latter two show every refusal."
        ),
        operands: OperandDeclaration(
            BilingualText(zh: "记录", en: "ENTRY"),
            count: 1...1,
            zh: "位置或事件标识",
            en: "a place or the id of an event"
        ),
        options: [CommonOptions.configuration, QuarantineOptions.platform]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let name = arguments.operands.first ?? ""
        var filter = QuarantineFilter()
        if let place = RecordPlace(name) { filter.place = place } else { filter.id = name }
        var shelf = QuarantineShelf(filter)
        var kept: [RecordPlace: InboundRecord] = [:]
        let reader = try QuarantineReader(arguments, on: console)
        var isWhole = try reader.read(on: console) { record in
            shelf.take(record)
            guard let refusal = QuarantineRecord(record) else { return }
            let isWanted =
                filter.place.map { $0 == refusal.place || $0 == refusal.origin } ?? false || refusal.id == filter.id
            // A second refusal may say nothing of the record itself.
            if isWanted || (filter.place == nil && refusal.id == nil) { kept[refusal.place] = record }
        }
        if isWhole { isWhole = try reader.readReceipts(into: &shelf, on: console) }
        guard isWhole else { return .unavailable }
        var count = 0
        for entry in shelf.wanted {
            for refusal in entry.refusals {
                guard let record = kept[refusal.place] else { continue }
                if count > 0, console.format == .text { console.print("") }
                count += 1
                let display = QuarantineDisplay(entry: entry, refusal: refusal, record: record)
                switch console.format {
                case .json: console.print(bytes: display.json)
                case .text: for line in display.lines(on: console) { console.print(line) }
                }
            }
        }
        guard count == 0 else { return .success }
        throw CommandFailure(
            .inputMissing,
            zh: "隔离区中没有 \(TerminalText.shown(name, limit: 200))",
            en: "quarantine has no \(TerminalText.shown(name, limit: 200))"
        )
    }
}
