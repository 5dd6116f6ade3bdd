import Core
import RoutingPolicy

/// `hutong tap`: what a platform receives.
package enum TapCommand: Command {
    static let platform = OptionDeclaration(
        "platform",
        .text(placeholder: "B"),
        required: true,
        zh: "接收平台的登记标识",
        en: "registry id of the receiving platform"
    )

    package static let declaration = CommandDeclaration(
        "tap",
        zh: "读取一个平台收到的数据",
        en: "read what a platform receives",
        discussion: BilingualText(
            zh: "不加入消费组，只读已提交的记录；默认持续读取，Ctrl-C 结束。",
            en: "Joins no group and reads committed records only; goes on until Ctrl-C unless told otherwise."
        ),
        options: [CommonOptions.configuration, platform] + ReadingOptions.all
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let tap = try TopicTap(arguments, on: console, topic: TopicName.deliver)
        return try tap.run(on: console) { record in
            if arguments.has(ReadingOptions.raw) { return true }
            switch console.format {
            case .json: console.print(bytes: DeliveredEvent.json(record))
            case .text: console.print(DeliveredEvent.text(record))
            }
            return true
        }
    }
}
