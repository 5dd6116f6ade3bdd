import Core
import RoutingPolicy

/// `hutong acl apply`: makes the rights of the cluster as the configuration asks.
package enum AclApplyCommand: Command {
    package static let declaration = CommandDeclaration(
        "acl",
        "apply",
        zh: "按配置增加权限（ACL），并可删除多余的",
        en: "add the rights (ACLs) that the configuration asks for, and take surplus ones away if told",
        discussion: BilingualText(
            zh: "可重复执行。多余权限只报告，退出码为 78；--prune 将其删除。拒绝规则从不改动。",
            en:
                "May be repeated. Surplus rights are reported and the verb ends with 78, unless --prune takes them away. "
                + "Denials are never touched."
        ),
        options: [CommonOptions.configuration, AccessOptions.prune, AccessOptions.dryRun]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let loaded = try LoadedConfiguration.load(arguments, on: console)
        let alignment = AccessAlignment(loaded)
        let listing = try alignment.listing()
        let difference = alignment.access.plan.difference(to: listing.list)
        let prunes = arguments.has(AccessOptions.prune)
        var output = AccessOutput(difference: difference, access: alignment.access, prunes: prunes)
        if !arguments.has(AccessOptions.dryRun) {
            output.outcome = try alignment.apply(
                missing: difference.missing,
                surplus: prunes ? difference.surplus : [],
                of: listing
            )
        }
        output.print(on: console)
        let isSettled = (difference.surplus.isEmpty || prunes) && difference.denied.isEmpty
        return isSettled && output.byHand.isEmpty ? .success : .configuration
    }
}
