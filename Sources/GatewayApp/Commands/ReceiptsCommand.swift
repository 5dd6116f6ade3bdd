import Core
import RoutingPolicy

/// `hutong receipts`: the verdicts on what a platform submitted.
package enum ReceiptsCommand: Command {
    static let id = OptionDeclaration(
        "id",
        .text(placeholder: "ID"),
        zh: "只看此事件标识的回执",
        en: "only the receipts of this event id"
    )

    package static let declaration = CommandDeclaration(
        "receipts",
        zh: "读取一个平台的回执",
        en: "read the receipts of a platform",
        discussion: BilingualText(
            zh: "json 格式每行一份回执，内容与主题中的一致。",
            en: "With --format json one receipt per line, as it stands in the topic."
        ),
        options: [CommonOptions.configuration, EventOptions.platform, id] + ReadingOptions.all
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let tap = try TopicTap(arguments, on: console, topic: TopicName.receipt)
        let wanted = arguments[id]
        return try tap.run(on: console) { record in
            guard let receipt = record.value.flatMap(SubmissionReceipt.init) else { return false }
            if let wanted, receipt.id != wanted { return false }
            if arguments.has(ReadingOptions.raw) { return true }
            switch console.format {
            case .json: console.print(bytes: receipt.json)
            case .text: for line in receipt.lines(in: console.language) { console.print(line) }
            }
            return true
        }
    }
}
