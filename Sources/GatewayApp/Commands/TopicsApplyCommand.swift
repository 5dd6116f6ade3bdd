import Bus
import Core

/// `hutong topics apply`: makes the topics as the registry asks.
package enum TopicsApplyCommand: Command {
    package static let declaration = CommandDeclaration(
        "topics",
        "apply",
        zh: "按登记册创建和调整主题",
        en: "create and adjust the topics as the registry asks",
        discussion: BilingualText(
            zh: "可重复执行；已符合的主题不动，从不删除主题。分区数不同则什么也不做，退出码为 78。",
            en:
                "May be repeated: topics that are as they should be are left alone, none is ever deleted. Does nothing at "
                + "all and ends with 78 when a topic has another number of partitions."
        ),
        options: [CommonOptions.configuration]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let loaded = try LoadedConfiguration.load(arguments, on: console)
        let alignment = TopicAlignment(loaded)
        let plan = try alignment.plan()
        guard plan.conflicts.isEmpty else {
            TopicPlanOutput.print(plan, isApplied: false, on: console)
            return .configuration
        }
        try alignment.apply(plan)
        TopicPlanOutput.print(plan, isApplied: true, on: console)
        return .success
    }
}
