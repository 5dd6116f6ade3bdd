import Bus
import ContractEngine
import Core
import Platform
import RoutingPolicy
import Trust

/// `hutong publish`: records become signed events, are sent, and each brings back its receipt.
package enum PublishCommand: Command {
    static let dryRun = OptionDeclaration(
        "dry-run",
        .flag,
        zh: "只校验和签名，不发送",
        en: "validate and sign, send nothing"
    )
    static let timeout = OptionDeclaration(
        "timeout",
        .integer(placeholder: "SECONDS", 1...3600),
        default: "30",
        zh: "多久没有进展就不再等回执",
        en: "how long to wait for receipts when none comes any more"
    )

    package static let declaration = CommandDeclaration(
        "publish",
        zh: "签名并发送记录，等待回执",
        en: "sign and send records and wait for their receipts",
        discussion: BilingualText(
            zh: "每条记录按输入顺序输出一份回执。有记录被拒时退出码为 65，消息总线不可用或未收到回执时为 69。"
                + "hutong sign 写出的已签名事件文件原样发送。形式为 batch 时，每 1024 条记录（或至输入结束）合用一个签名。",
            en:
                "Prints one receipt per record in the order of the input. Ends with 65 when one was refused, with 69 when "
                + "the broker does not answer or receipts are missing. Signed event files of 'hutong sign' are sent as they "
                + "are. Under the form batch, 1,024 records, or those up to the end of the input, share one signature."
        ),
        operands: OperandDeclaration(
            OperandDeclaration.file,
            count: 1...1_000_000,
            zh: "文件，- 为标准输入",
            en: "files, - for standard input"
        ),
        options: [CommonOptions.configuration] + EventOptions.all + [CommonOptions.lines, dryRun, timeout]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let workshop = try EventWorkshop(arguments, on: console)
        let makesSeveral = arguments.operands.count > 1 || arguments.has(CommonOptions.lines)
        if makesSeveral, EventOptions.nameOneRecord(arguments) {
            throw CommandFailure(
                .usage,
                zh: "--id、--datakey 与 --corrects 只用于一条记录",
                en: "--id, --datakey and --corrects are for a single record"
            )
        }
        let source = try EventSource(arguments, workshop)
        return arguments.has(dryRun)
            ? PublishDryRun(contracts: workshop.loaded.artifacts.contracts).run(source, arguments, on: console)
            : try PublishRun(workshop.loaded, platform: workshop.platform).run(source, arguments, on: console)
    }
}
