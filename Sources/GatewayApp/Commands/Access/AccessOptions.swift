/// The options of `acl plan`, `acl apply` and `policy audit`.
enum AccessOptions {
    static let script = OptionDeclaration(
        "script",
        .flag,
        zh: "输出等效的 kafka-acls / kafka-configs 命令（可重复执行）",
        en: "print the same as commands for kafka-acls and kafka-configs, which may be repeated"
    )
    static let offline = OptionDeclaration(
        "offline",
        .flag,
        zh: "不连接集群，给出全部权限而非差别",
        en: "do not ask the cluster: every right of the plan, not the difference"
    )
    static let prune = OptionDeclaration(
        "prune",
        .flag,
        zh: "删除多余权限",
        en: "take surplus rights away"
    )
    static let dryRun = OptionDeclaration(
        "dry-run",
        .flag,
        zh: "只显示将作的改动",
        en: "show what would be done and do nothing"
    )
    static let authorizerLog = OptionDeclaration(
        "authorizer-log",
        .path(placeholder: "FILE"),
        repeatable: true,
        zh: "Kafka 授权日志，列出其中被拒绝的尝试（可多次给出）",
        en: "log of Kafka's authorizer, whose refusals are listed (may be repeated)"
    )
    static let since = OptionDeclaration(
        "since",
        .text(placeholder: "TIME"),
        zh: "只列出授权日志中此刻起的尝试（日志的时钟，不带时区）",
        en: "list the attempts in the log from this time on alone (by the clock of the log, no zone)"
    )
    static let brokers = OptionDeclaration(
        "brokers",
        .text(placeholder: "HOST:PORT,…"),
        zh: "集群的引导地址（默认取自配置）",
        en: "bootstrap servers of the cluster (default from the configuration)"
    )
}
