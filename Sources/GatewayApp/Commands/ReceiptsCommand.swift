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

    static let caseKey = OptionDeclaration(
        "case",
        .text(placeholder: "CODE"),
        zh: "只看此案件",
        en: "only what is of this case"
    )
    static let watch = OptionDeclaration(
        "watch",
        .flag,
        zh: "逐个提交跟踪：已提交 → 挂起 → 已接受 → 已交付；--count 为已完成的提交数",
        en: "follow each submission: submitted → parked → accepted → delivered; --count counts those that are over"
    )

    package static let declaration = CommandDeclaration(
        "receipts",
        zh: "读取一个平台的回执",
        en: "read the receipts of a platform",
        discussion: BilingualText(
            zh: "json 格式每行一份回执，内容与主题中的一致；--watch 时每行一个事件，最后一行为合计。",
            en:
                "With --format json one receipt per line, as it stands in the topic; with --watch one event per line, the "
                + "sums last."
        ),
        options: [CommonOptions.configuration, EventOptions.platform, id, caseKey, watch] + ReadingOptions.all
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        if arguments.has(watch) { return try ReceiptsWatch(arguments, on: console).run(on: console) }
        let tap = try TopicTap(arguments, on: console, topic: TopicName.receipt)
        let wanted = arguments[id]
        let wantedCase = arguments[caseKey].map { Array($0.utf8) }
        return try tap.run(on: console) { record in
            guard let receipt = record.value.flatMap(SubmissionReceipt.init) else { return false }
            if let wanted, receipt.id != wanted { return false }
            if let wantedCase, record.key != wantedCase { return false }
            if arguments.has(ReadingOptions.raw) { return true }
            switch console.format {
            case .json: console.print(bytes: receipt.json)
            case .text: for line in receipt.lines(in: console.language) { console.print(line) }
            }
            return true
        }
    }
}
