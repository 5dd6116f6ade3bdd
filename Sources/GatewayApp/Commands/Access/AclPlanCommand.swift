import Core
import RoutingPolicy

/// `hutong acl plan`: what would have to change for the rights to be as the configuration asks.
package enum AclPlanCommand: Command {
    package static let declaration = CommandDeclaration(
        "acl",
        "plan",
        zh: "显示集群权限（ACL）与配置要求的差别",
        en: "show how the rights (ACLs) of the cluster differ from what the configuration asks",
        discussion: BilingualText(
            zh: "不作任何改动。有多余权限或拒绝规则时退出码为 78，无权查看时为 77。--script 供不便让互通管理集群的运维人员使用；加 --offline "
                + "则不连接集群。",
            en:
                "Changes nothing. Ends with 78 when there are surplus rights or denials, with 77 when the rights may not be "
                + "seen. --script is for operators who do not let Hutong administer the cluster; with --offline the cluster "
                + "is not asked."
        ),
        options: [
            CommonOptions.configuration, AccessOptions.script, AccessOptions.offline, AccessOptions.prune,
        ]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        if arguments.has(AccessOptions.script), console.format == .json {
            throw CommandFailure(
                .usage,
                zh: "--script 输出的是命令，不与 --format json 同用",
                en: "--script prints commands and takes no --format json beside it"
            )
        }
        let loaded = try LoadedConfiguration.load(arguments, on: console)
        let alignment = AccessAlignment(loaded)
        let plan = alignment.access.plan
        let prunes = arguments.has(AccessOptions.prune)
        let difference: AccessDifference
        if arguments.has(AccessOptions.offline) {
            difference = AccessDifference(missing: plan.rights, surplus: [])
        } else {
            difference = plan.difference(to: try alignment.listing().list)
        }
        if arguments.has(AccessOptions.script) {
            let script = AccessScript(
                added: difference.missing,
                removed: difference.surplus,
                prunes: prunes,
                platforms: loaded.artifacts.policy.registry.platforms.map(\.principal),
                quota: loaded.configuration.access.quota
            )
            script.lines.forEach(console.print)
        } else {
            AccessOutput(difference: difference, access: alignment.access, prunes: prunes).print(on: console)
        }
        let isSettled = (difference.surplus.isEmpty || prunes) && difference.denied.isEmpty
        return isSettled ? .success : .configuration
    }
}
