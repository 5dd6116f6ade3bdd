import Bus
import Core
import Platform
import RoutingPolicy

/// `hutong oracle load`: sends a load whose outcome is known, and writes down what was sent and acknowledged.
package enum OracleLoadCommand: Command {
    static let platform = OptionDeclaration(
        "platform",
        .text(placeholder: "A"),
        repeatable: true,
        zh: "发送平台的登记标识（可多次给出，默认为所有有密钥的交易平台）",
        en: "registry id of a sending platform (may be repeated; default: every trading platform with a key)"
    )
    static let journal = OptionDeclaration(
        "journal",
        .path(placeholder: "FILE"),
        required: true,
        zh: "日志文件(NDJSON)：发出了什么、消息代理确认了什么",
        en: "the journal (NDJSON): what was sent, and what the broker acknowledged"
    )
    static let records = OptionDeclaration(
        "records",
        .integer(placeholder: "N", 1...100_000_000),
        default: "10000",
        zh: "发送多少条记录",
        en: "how many records to send"
    )
    static let seconds = OptionDeclaration(
        "seconds",
        .integer(placeholder: "S", 1...864_000),
        zh: "最多发送多久",
        en: "how long to send at most"
    )
    static let cases = OptionDeclaration(
        "cases",
        .integer(placeholder: "C", 1...100_000),
        default: "500",
        zh: "同时进行的案件数",
        en: "how many cases are under way at a time"
    )
    static let firstCase = OptionDeclaration(
        "first-case",
        .integer(placeholder: "N", 0...899_999),
        default: "0",
        zh: "首个案件的序号；同一环境中的两次负载须不重叠",
        en: "serial of the first case; two loads on one exchange must not meet"
    )
    static let seed = OptionDeclaration(
        "seed",
        .integer(placeholder: "S", 0...Int(Int32.max)),
        default: "1",
        zh: "随机种子；相同的种子产生相同的负载",
        en: "the seed: the same one makes the same load"
    )
    static let rate = OptionDeclaration(
        "rate",
        .integer(placeholder: "R", 0...1_000_000),
        default: "0",
        zh: "每秒最多多少条，0 为不限",
        en: "at most so many records a second; 0 for no limit"
    )
    static let window = OptionDeclaration(
        "window",
        .integer(placeholder: "N", 0...100_000_000),
        default: "20000",
        zh: "最多有多少条未裁定，0 为不限",
        en: "at most so many records without verdict; 0 for no limit"
    )
    static let orphans = OptionDeclaration(
        "orphans",
        .integer(placeholder: "N", 0...1000),
        default: "10",
        zh: "每千个案件中有多少个始终没有上级记录",
        en: "of a thousand cases, how many never get their parent"
    )
    static let early = OptionDeclaration(
        "early",
        .integer(placeholder: "N", 0...1000),
        default: "120",
        zh: "每千个案件中有多少个的下级记录先到",
        en: "of a thousand cases, how many have children that come before their parent"
    )
    static let noLarge = OptionDeclaration(
        "no-large",
        .flag,
        zh: "不发送恰为上限及超限的记录",
        en: "send no records of exactly the largest size, and beyond"
    )
    static let form = OptionDeclaration(
        "form",
        .choice(["raw", "cms", "batch"]),
        default: "batch",
        zh: "签名形式",
        en: "form of the signatures"
    )

    package static let declaration = CommandDeclaration(
        "oracle",
        "load",
        zh: "发送一批结果已知的记录，并记下承诺",
        en: "send a load whose outcome is known, and write down what it promises",
        discussion: BilingualText(
            zh: "由种子生成完整的案件：立项记录、下级记录、变更、删除、先到的下级、重复提交、同标识不同内容、过期变更、残缺记录。"
                + "日志在每次发送之前写下；之后用 hutong oracle check 核对。仅用于测试环境，数据与示范相同。",
            en:
                "Makes whole cases by the seed: founding records, children, changes, deletes, children before their parents, "
                + "repetitions, one id with other bytes, stale changes, damaged records. The journal is written before "
                + "each sending; 'hutong oracle check' judges by it. For test exchanges only: the data are the demonstration's."
        ),
        options: [
            CommonOptions.configuration, platform, journal, records, seconds, cases, firstCase, seed, rate, window,
            early,
            orphans, noLarge, form,
        ]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let stop = StopSignal()
        let signals = SignalSource(ProcessSignal.allCases) { _ in stop.raise() }
        defer { signals.cancel() }
        let loaded = try LoadedConfiguration.load(arguments, on: console)
        let registry = loaded.artifacts.policy.registry
        let platforms = try senders(arguments, loaded)
        let lifecycles = try OracleLifecycle.all(
            contracts: loaded.configuration.contracts,
            platforms: platforms,
            artifacts: loaded.artifacts,
            at: SystemClock.now()
        )
        guard !lifecycles.isEmpty else {
            throw CommandFailure(
                .usage,
                zh: "示范数据中没有这些平台的案件",
                en: "the demonstration's data have no case of these platforms"
            )
        }
        var shape = OracleStream.Shape(
            seed: UInt64(arguments.integer(seed) ?? 1),
            cases: arguments.integer(cases) ?? 500,
            firstSerial: arguments.integer(firstCase) ?? 0
        )
        shape.early = arguments.integer(early) ?? shape.early
        shape.orphaned = arguments.integer(orphans) ?? shape.orphaned
        shape.largeRecords = !arguments.has(noLarge)
        var stream = OracleStream(lifecycles, shape)
        let load = OracleLoad(
            ClusterSettings.connection(loaded.configuration, clientID: "hutong-oracle"),
            platforms: platforms,
            signers: try OracleSigners(platforms, loaded.configuration, form: arguments[form] ?? "batch"),
            settings: OracleLoad.Settings(
                records: arguments.integer(records) ?? 10_000,
                rate: arguments.integer(rate) ?? 0,
                window: arguments.integer(window) ?? 20_000,
                seconds: arguments.integer(seconds) ?? 0
            ),
            console: console
        )
        let journal = try OracleJournal(console.resolve(arguments[journal] ?? ""))
        journal.begin(seed: shape.seed, platforms: registry.platforms.map(\.id), at: SystemClock.now())
        let result = try load.run(&stream, journal: journal, until: stop)
        print(result, seed: shape.seed, on: console)
        return result.unconfirmed == 0 ? .success : .unavailable
    }

    private static func senders(
        _ arguments: ParsedArguments,
        _ loaded: LoadedConfiguration
    ) throws(CommandFailure) -> [RegisteredPlatform] {
        let registry = loaded.artifacts.policy.registry
        let named = arguments.all(platform)
        guard !named.isEmpty else {
            let now = SystemClock.now()
            return registry.platforms.filter {
                $0.plane == .trading && $0.certification.holds(at: now) && loaded.configuration.keys[$0.id] != nil
            }
        }
        var found: [RegisteredPlatform] = []
        for id in named {
            guard let platform = registry[id] else {
                throw CommandFailure(.usage, zh: "登记册中没有平台 \(id)", en: "the registry has no platform \(id)")
            }
            found.append(platform)
        }
        return found
    }

    private static func print(_ result: OracleLoad.Result, seed: UInt64, on console: Console) {
        let rate = result.seconds > 0 ? Double(result.issued) / result.seconds : 0
        switch console.format {
        case .json:
            var writer = JSONWriter()
            writer.beginObject()
            writer.member("seed", String(seed))
            writer.member("issued", result.issued)
            writer.member("acknowledged", result.acknowledged)
            writer.member("unconfirmed", result.unconfirmed)
            writer.member("settled", result.settled)
            writer.key("seconds")
            writer.number(result.seconds)
            writer.key("rate")
            writer.number(rate, places: 1)
            writer.endObject()
            console.print(bytes: writer.bytes)
        case .text:
            console.print(
                console.say(
                    zh: "已发送 \(result.issued)，已确认 \(result.acknowledged)，未知 \(result.unconfirmed)，\(Int(rate))/s",
                    en:
                        "sent \(result.issued), acknowledged \(result.acknowledged), unknown \(result.unconfirmed), \(Int(rate))/s"
                )
            )
        }
    }
}
