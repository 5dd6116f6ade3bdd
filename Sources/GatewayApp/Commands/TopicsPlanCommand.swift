import Bus
import Core

/// `hutong topics plan`: what would have to change for the topics to be as the registry asks.
package enum TopicsPlanCommand: Command {
    package static let declaration = CommandDeclaration(
        "topics",
        "plan",
        zh: "显示主题与登记册要求的差别",
        en: "show how the topics differ from what the registry asks",
        discussion: BilingualText(
            zh: "不作任何改动。分区数不同无法修复（案件的顺序依赖分区数），此时退出码为 78。",
            en:
                "Changes nothing. Another number of partitions cannot be repaired, because the order of cases depends on "
                + "it; the verb then ends with 78."
        ),
        options: [CommonOptions.configuration]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let loaded = try LoadedConfiguration.load(arguments, on: console)
        let plan = try TopicAlignment(loaded).plan()
        TopicPlanOutput.print(plan, isApplied: false, on: console)
        return plan.conflicts.isEmpty ? .success : .configuration
    }
}
