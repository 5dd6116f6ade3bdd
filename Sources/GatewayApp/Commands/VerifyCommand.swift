import Core
import Platform
import RoutingPolicy
import Trust

/// `hutong verify`: is a signed event what its platform signed? Or, with `--batch`, a suite of bare signatures.
package enum VerifyCommand: Command {
    static let configuration = OptionDeclaration(
        "config",
        .path(placeholder: "F"),
        zh: "配置文件（登记册与信任列表取自其中）；dev 同其他命令",
        en: "configuration, for registry and trust list; 'dev' as elsewhere"
    )
    static let trustList = OptionDeclaration(
        "trust-list",
        .path(placeholder: "F"),
        zh: "只用此信任列表（不用配置），须与 --trust-authority 同用",
        en: "this trust list alone, without a configuration; needs --trust-authority"
    )
    static let trustAuthority = OptionDeclaration(
        "trust-authority",
        .path(placeholder: "F"),
        zh: "签署信任列表的认可机构的证书（PEM）",
        en: "certificate of the recognising authority that signed the trust list, PEM"
    )
    static let time = OptionDeclaration(
        "time",
        .text(placeholder: "T"),
        zh: "按此时刻核验（RFC 3339，默认现在）",
        en: "as of this time, RFC 3339 (default now)"
    )
    static let seal = OptionDeclaration(
        "seal",
        .flag,
        zh: "核验网关封印：文件为 hutong tap --raw 或 receipts --raw 的输出",
        en: "verify gateway seals; FILE is what 'hutong tap --raw' or 'receipts --raw' printed"
    )
    static let gatewayCertificate = OptionDeclaration(
        "gateway-certificate",
        .path(placeholder: "F"),
        zh: "核验封印时只认此证书（PEM），不用配置",
        en: "with --seal: the gateway's certificate (PEM), instead of a configuration"
    )
    static let batch = OptionDeclaration(
        "batch",
        .path(placeholder: "F"),
        zh: "逐行核验 NDJSON 中的裸签名，- 为标准输入",
        en: "verify the bare signatures in an NDJSON file line by line, - for standard input"
    )

    package static let declaration = CommandDeclaration(
        "verify",
        zh: "核验签名",
        en: "verify signatures",
        discussion: BilingualText(
            zh: "文件为 hutong sign 写出的事件文件；加 --seal 时为 hutong tap --raw 的输出。--batch 的每行为 "
                + "{id, alg, key, message, signature, [distinguishingID], [saltLength]}，除 id、alg 与 saltLength 外均为十六进制。"
                + "有无效签名时退出码为 65。",
            en:
                "FILE is an event file of 'hutong sign', with --seal the output of 'hutong tap --raw'. A line of --batch is "
                + "{id, alg, key, message, signature, [distinguishingID], [saltLength]}, all but id, alg and saltLength in "
                + "hexadecimal. Ends with 65 when a signature is not valid."
        ),
        operands: OperandDeclaration(
            OperandDeclaration.file,
            count: 0...1_000_000,
            zh: "事件文件，- 为标准输入",
            en: "event files, - for standard input"
        ),
        options: [
            configuration, trustList, trustAuthority, CommonOptions.lines, time, batch, seal, gatewayCertificate,
        ]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        if let file = try CommonOptions.batchFile(batch, arguments) {
            return VerifyBatch().run(file, on: console)
        }
        if arguments.has(seal) {
            return try inspection(arguments, on: console).run(arguments.operands, on: console)
        }
        let now = try CommonOptions.instant(time, arguments, now: SystemClock.now())
        return try verifier(arguments, on: console).run(
            arguments.operands,
            isLineDelimited: arguments.has(CommonOptions.lines),
            at: now,
            on: console
        )
    }

    private static func inspection(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> SealInspection {
        switch (
            arguments[configuration], arguments[trustList], arguments[trustAuthority], arguments[gatewayCertificate]
        ) {
        case (_?, nil, nil, nil):
            let list = try LoadedConfiguration.load(arguments, on: console).artifacts.trust.list
            return try SealInspection(gateways: SealVerifier.Gateway.all(in: list))
        case (nil, let list?, let authority?, nil):
            let store = try store(list, authority, on: console)
            return try SealInspection(gateways: SealVerifier.Gateway.all(in: store.list))
        case (nil, nil, nil, let file?):
            let certificate: Certificate
            do throws(TrustFailure) {
                certificate = try SigningKeys.certificate(console.resolve(file))
            } catch {
                throw CommandFailure(.inputMissing, zh: error.message.zh, en: error.message.en)
            }
            return try SealInspection(gateways: [.init(id: nil, certificate: certificate)])
        default:
            throw CommandFailure(
                .usage,
                zh: "--seal 须与 --config、--trust-list 及 --trust-authority、--gateway-certificate 三者之一同用",
                en: "--seal takes one of --config, --trust-list with --trust-authority, and --gateway-certificate"
            )
        }
    }

    private static func store(
        _ list: String,
        _ authority: String,
        on console: Console
    ) throws(CommandFailure) -> TrustStore {
        var problems: [ConfigurationProblem] = []
        let sources = TrustSources(list: console.resolve(list), authority: console.resolve(authority))
        if let store = sources.store(&problems) { return store }
        for problem in problems { console.note(problem.text(in: console.language)) }
        throw CommandFailure(.configuration, zh: "信任列表不可用", en: "the trust list cannot be used")
    }

    private static func verifier(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> EventFileVerifier {
        switch (arguments[configuration], arguments[trustList], arguments[trustAuthority]) {
        case (_?, nil, nil):
            let artifacts = try LoadedConfiguration.load(arguments, on: console).artifacts
            return EventFileVerifier(
                store: artifacts.trust,
                registry: artifacts.policy.registry,
                certificates: artifacts.certificates
            )
        case (nil, let list?, let authority?):
            let store = try store(list, authority, on: console)
            return EventFileVerifier(store: store, registry: nil, certificates: [:])
        default:
            throw CommandFailure(
                .usage,
                zh: "须给出 --config，或 --trust-list 与 --trust-authority 两者",
                en: "give either --config or both --trust-list and --trust-authority"
            )
        }
    }
}
