import Core
import RoutingPolicy
import Trust

/// `hutong audit views`: what recipients were shown, by groups of fields.
package enum AuditViewsCommand: Command {
    static let recipient = OptionDeclaration(
        "recipient",
        .text(placeholder: "B"),
        repeatable: true,
        zh: "接收平台的登记标识（可重复；默认全部）",
        en: "registry id of a recipient; may be repeated (default: all)"
    )
    static let dataset = OptionDeclaration(
        "dataset",
        .text(placeholder: "NAME"),
        repeatable: true,
        zh: "数据集的报文名（可重复，任一即可）",
        en: "wire name of a data set; may be repeated, any will do"
    )
    static let since = OptionDeclaration(
        "since",
        .text(placeholder: "T"),
        zh: "自此时刻起投递的（RFC 3339）",
        en: "delivered from this time on, RFC 3339"
    )
    static let until = OptionDeclaration(
        "until",
        .text(placeholder: "T"),
        zh: "此时刻之前投递的（RFC 3339）",
        en: "delivered before this time, RFC 3339"
    )

    package static let declaration = CommandDeclaration(
        "audit",
        "views",
        zh: "汇总各接收方看到了哪些字段",
        en: "sum up what recipients were shown",
        discussion: BilingualText(
            zh: "读取各接收方的 view-usage 主题。每个接收方、发送方平面和视图一项：记录数，"
                + "每个字段组显示的有值字段数及其中掩码的。json 格式每行一个对象。同时核验每条记账的网关封印及其前后相接："
                + "被改动、缺失或重复的逐条列出，退出码为 65。",
            en: "Reads the view-usage topics of the recipients. One entry for each recipient, plane of senders and "
                + "view: how many records, and of each group of fields how many with a value were shown, and how many of "
                + "them masked. With --format json one object per line. The gateway's seal on each account is checked, and "
                + "that each follows those before it: what was changed, is missing or stands there twice is told, and it "
                + "ends with 65."
        ),
        options: [
            CommonOptions.configuration, recipient, dataset, since, until, ReadingOptions.raw, ReadingOptions.noVerify,
        ]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        var filter = ViewAccounts.Filter()
        filter.datasets = Set(arguments.all(dataset))
        let epoch = Instant(milliseconds: 0)
        if arguments.has(since) { filter.since = try CommonOptions.instant(since, arguments, now: epoch) }
        if arguments.has(until) { filter.until = try CommonOptions.instant(until, arguments, now: epoch) }
        let loaded = try LoadedConfiguration.load(arguments, on: console)
        let registry = loaded.artifacts.policy.registry
        var platforms: [RegisteredPlatform] = []
        for name in arguments.all(recipient) { platforms.append(try EventOptions.platform(named: name, in: registry)) }
        if platforms.isEmpty { platforms = registry.platforms }
        var accounts = ViewAccounts(filter)
        var inspection = try AccountInspection(
            loaded.artifacts.trust.list,
            isAsked: !arguments.has(ReadingOptions.noVerify),
            on: console
        )
        let isWhole = try TopicSweep(
            connection: ClusterSettings.connection(loaded.configuration),
            topics: platforms.map { TopicName.viewUsage($0.id) },
            label: BilingualText(zh: "读取视图记账", en: "reading the accounts of views")
        ).read(on: console) { record in
            if arguments.has(ReadingOptions.raw) { console.print(bytes: RecordLine.json(record)) }
            inspection.inspect(record, on: console)
            accounts.take(record)
        }
        let code: ExitCode = !isWhole ? .unavailable : inspection.broken > 0 ? .dataRefused : .success
        if arguments.has(ReadingOptions.raw) { return code }
        let output = ViewAccountsOutput(groups: loaded.artifacts.policy.flows.groups)
        switch console.format {
        case .json: for account in accounts.all { console.print(bytes: output.json(account)) }
        case .text:
            if accounts.all.isEmpty {
                console.note(zh: "没有符合条件的投递", en: "nothing of that kind was delivered")
            } else {
                output.lines(accounts.all, on: console).forEach(console.print)
            }
        }
        if accounts.unread > 0 {
            console.note(
                zh: "有 \(accounts.unread) 条记录无法读取",
                en: "\(accounts.unread) record(s) of the accounts cannot be read"
            )
        }
        return code
    }
}
