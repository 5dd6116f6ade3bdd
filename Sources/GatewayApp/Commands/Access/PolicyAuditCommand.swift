import Core
import RoutingPolicy

/// `hutong policy audit`: whether the brokers enforce what the configuration asks, and what they refused.
package enum PolicyAuditCommand: Command {
    package static let declaration = CommandDeclaration(
        "policy",
        "audit",
        zh: "核对集群权限：报告一切多余与缺失，并可读入授权日志",
        en: "compare the rights of the cluster with the configuration, and list what its authorizer refused",
        discussion: BilingualText(
            zh: "只读。完全一致为 0；有多余、缺失或拒绝规则为 78；无权查看为 77。日志中的尝试不影响退出码。",
            en:
                "Only reads. 0 when nothing differs, 78 when a right is surplus, missing or denied, 77 when the rights may "
                + "not be seen. Attempts found in a log do not change the exit code."
        ),
        options: [CommonOptions.configuration, AccessOptions.brokers, AccessOptions.authorizerLog]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        var loaded = try LoadedConfiguration.load(arguments, on: console)
        if let brokers = arguments[AccessOptions.brokers] {
            var configuration = loaded.configuration
            configuration.brokers = brokers
            loaded = LoadedConfiguration(configuration: configuration, artifacts: loaded.artifacts)
        }
        let alignment = AccessAlignment(loaded)
        let plan = alignment.access.plan
        var log = AuthorizerLog()
        let unreadable = InputDocument.forEach(
            arguments.all(AccessOptions.authorizerLog),
            isLineDelimited: true,
            limit: AuthorizerLog.longestLine,
            on: console
        ) { line in
            log.read(line.bytes)
            return true
        }
        guard unreadable.isEmpty else {
            throw CommandFailure(.inputMissing, zh: "授权日志无法读取", en: "a log of the authorizer cannot be read")
        }
        let difference = plan.difference(to: try alignment.listing().list)
        AuditOutput(difference: difference, plan: plan, access: alignment.access, log: log).print(on: console)
        return difference.isEmpty ? .success : .configuration
    }
}
