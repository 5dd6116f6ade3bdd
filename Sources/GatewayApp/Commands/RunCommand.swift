import Core
import Foundation
import OpsServer
import Platform
import RoutingPolicy
import Telemetry

/// `hutong run`: the gateway, or the part of it that `--stage` and `--plane` name, until it is told to end.
package enum RunCommand: Command {
    static let stage = OptionDeclaration(
        "stage",
        .choice(GatewayStage.allCases.map(\.rawValue)),
        repeatable: true,
        zh: "只运行此阶段（可多次给出）",
        en: "run only this stage (may be repeated)"
    )
    static let plane = OptionDeclaration(
        "plane",
        .choice(Plane.allCases.map(\.rawValue)),
        repeatable: true,
        zh: "只运行此平面：准入按发送方，投递按接收方（可多次给出）",
        en: "run only this plane: of the senders for admission, of the recipients for delivery (may be repeated)"
    )
    static let instance = OptionDeclaration(
        "instance",
        .text(placeholder: "NAME"),
        zh: "本进程的稳定名称，同组进程须互不相同（默认取自配置）",
        en: "stable name of this process, different from its peers' (default from the configuration)"
    )
    static let ops = OptionDeclaration(
        "ops",
        .text(placeholder: "HOST:PORT"),
        zh: "运维端点的地址，off 为关闭（默认取自配置）",
        en: "address of the operations endpoints, 'off' for none (default from the configuration)"
    )
    static let strict = OptionDeclaration(
        "strict",
        .flag,
        zh: "凭据的权限超出本进程所需时拒绝启动",
        en: "refuse to start when the credentials can do more than this process needs"
    )

    package static let declaration = CommandDeclaration(
        "run",
        zh: "运行网关",
        en: "run the gateway",
        discussion: BilingualText(
            zh: "SIGTERM 或 Ctrl-C 后排空并在 10 秒内结束。主题缺失、分区数不符，或 submit 主题的时间由发送方给出时拒绝启动（78）。",
            en:
                "Drains on SIGTERM or Ctrl-C and ends within 10 seconds. Refuses to start (78) when topics are missing, have "
                + "another number of partitions, or let senders choose the time of their submissions."
        ),
        options: [CommonOptions.configuration, stage, plane, instance, ops, strict]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let stop = StopSignal()
        let reason = Locked("")
        let signals = SignalSource(ProcessSignal.allCases) { signal in
            reason.withLock { $0 = signal.rawValue }
            stop.raise()
        }
        defer { signals.cancel() }
        ProcessSignal.ignoreBrokenPipe()
        let loaded = try overridden(LoadedConfiguration.load(arguments, on: console), by: arguments)
        guard loaded.artifacts.sealer != nil else {
            throw CommandFailure(
                .configuration,
                zh: "配置缺少 seal（网关标识、私钥与证书）：未封印的记录不得离开网关",
                en: "the configuration has no seal (id, key and certificate of the gateway): nothing leaves unsealed"
            )
        }
        let scope = GatewayScope(
            stages: selection(arguments.all(stage), GatewayStage.self),
            planes: selection(arguments.all(plane), Plane.self)
        )
        guard !scope.stages.contains(.delivery) || !loaded.artifacts.lacksMaskingKey else {
            throw CommandFailure(
                .configuration,
                zh: "投递进程缺少掩码密钥（masking.key）：以 digest 显示的字段无从显示",
                en: "delivery has no masking key (masking.key): fields that are shown by digest could not be shown"
            )
        }
        if arguments.has(strict) { try StrictAccess(loaded, scope: scope).require(on: console) }
        let service = GatewayService(loaded, scope: scope)
        let lines = LineWriter.standardError()
        defer { lines.close(within: .seconds(1)) }
        return try service.run(
            until: stop,
            reason: { reason.withLock { $0 } },
            log: { lines.write($0) },
            on: console
        )
    }

    /// All members of a choice, or those that were named.
    private static func selection<Choice: RawRepresentable & CaseIterable & Hashable>(
        _ words: [String],
        _: Choice.Type
    ) -> Set<Choice> where Choice.RawValue == String {
        words.isEmpty ? Set(Choice.allCases) : Set(words.compactMap { Choice(rawValue: $0) })
    }

    private static func overridden(
        _ loaded: LoadedConfiguration,
        by arguments: ParsedArguments
    ) throws(CommandFailure) -> LoadedConfiguration {
        var configuration = loaded.configuration
        if let name = arguments[instance] {
            guard InstanceName.isValid(name) else {
                throw CommandFailure(
                    .usage,
                    zh: "--instance \(InstanceName.rule.zh)",
                    en: "--instance \(InstanceName.rule.en)"
                )
            }
            configuration.worker.instance = name
        }
        if let address = arguments[ops] {
            guard address == "off" || SocketAddressText(address) != nil else {
                throw CommandFailure(.usage, zh: "--ops 须为 主机：端口 或 off", en: "--ops takes host:port or off")
            }
            configuration.opsListen = address == "off" ? nil : address
        }
        return LoadedConfiguration(configuration: configuration, artifacts: loaded.artifacts)
    }
}
