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
        options: [
            CommonOptions.configuration, AccessOptions.brokers, AccessOptions.authorizerLog, AccessOptions.since,
        ]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        var log = AuthorizerLog(since: try since(arguments))
        var loaded = try LoadedConfiguration.load(arguments, on: console)
        if let brokers = arguments[AccessOptions.brokers] {
            var configuration = loaded.configuration
            configuration.brokers = brokers
            loaded = LoadedConfiguration(configuration: configuration, artifacts: loaded.artifacts)
        }
        let alignment = AccessAlignment(loaded)
        let plan = alignment.access.plan
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
        log.finish()
        let difference = plan.difference(to: try alignment.listing().list)
        AuditOutput(difference: difference, plan: plan, access: alignment.access, log: log).print(on: console)
        return difference.isEmpty ? .success : .configuration
    }

    /// From when on attempts count; nil for all.
    ///
    /// - Throws: ``CommandFailure`` with code 64 for what is no time of such a log.
    private static func since(_ arguments: ParsedArguments) throws(CommandFailure) -> AuthorizerTime? {
        guard let text = arguments[AccessOptions.since] else { return nil }
        if let time = AuthorizerTime(text) { return time }
        throw CommandFailure(
            .usage,
            zh: "--since 须为日志中那样的日期或日期时间（集群时钟，不带时区），例如 2026-11-22T02:18",
            en:
                "--since takes a date, or date and time, as the log has it (the broker's clock, no zone): 2026-11-22T02:18"
        )
    }
}
