import Core
import Pipeline
import Platform
import Telemetry
import Trust

/// `hutong trust fetch`: gets CRLs and OCSP answers and puts them into the topic `trust`, once or until it is told to end.
package enum TrustFetchCommand: Command {
    static let once = OptionDeclaration(
        "once",
        .flag,
        zh: "每个来源只取一次，显示结果后结束",
        en: "ask every source once, show what came of it and end"
    )

    package static let declaration = CommandDeclaration(
        "trust",
        "fetch",
        zh: "获取 CRL 与 OCSP 应答，并共享给所有进程",
        en: "fetch CRLs and OCSP answers and share them with all processes",
        discussion: BilingualText(
            zh: "hutong run 默认自己获取（trust.fetch）；只有少数主机可以联网时，在那里运行本命令。"
                + "--once 时：有数据被拒绝为 65，有来源无应答或消息总线不可用为 69。",
            en:
                "hutong run fetches by itself unless told otherwise (trust.fetch); where only some machines reach the "
                + "sources, run this there. With --once it ends with 65 when data were refused, with 69 when a source or "
                + "the bus did not answer."
        ),
        options: [CommonOptions.configuration, once]
    )

    package static func run(
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let stop = StopSignal()
        let signals = SignalSource(ProcessSignal.allCases) { _ in stop.raise() }
        defer { signals.cancel() }
        ProcessSignal.ignoreBrokenPipe()
        let loaded = try LoadedConfiguration.load(arguments, on: console)
        return try run(loaded, isOnce: arguments.has(once), until: stop, on: console)
    }

    /// Fetches until `stop` is raised, or every source was asked once.
    static func run(
        _ loaded: LoadedConfiguration,
        isOnce: Bool,
        until stop: StopSignal,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let lines = LineWriter.standardError()
        defer { lines.close(within: .seconds(1)) }
        let settings = loaded.configuration.log
        let events = GatewayEvents(
            metrics: GatewayMetrics(),
            log: EventLog(
                level: LogLevel(rawValue: settings.level) ?? .info,
                format: settings.format == .json ? .json : .text,
                output: { lines.write($0) }
            )
        )
        var trust = loaded.configuration.trust
        trust.fetch = true
        let registered = loaded.artifacts.registeredCertificates
        let board = TrustBoard(loaded.artifacts.trust)
        let work = TrustWork(
            keeper: TrustKeeper(loaded.artifacts),
            settings: trust,
            instance: loaded.configuration.worker.instance + ".fetch",
            listFile: loaded.artifacts.trustDocument == nil ? nil : loaded.configuration.trustList,
            registered: registered,
            board: board,
            topic: TrustTopic(ClusterSettings.connection(loaded.configuration, clientID: "hutong-fetch")),
            events: events,
            standing: TrustStanding(certificates: registered, readiness: Readiness(), events: events),
            told: Locked(TrustProgress()),
            heedsOthers: !isOnce
        )
        defer { work.close() }
        while !stop.isSet {
            work.turn(wait: .milliseconds(100))
            if let failure = work.failure, isOnce || failure.kind == .configuration { throw CommandFailure(failure) }
            if isOnce, work.hasAskedEverySource { break }
        }
        guard isOnce else { return .success }
        let report = try TrustReport(work.keeper, registered: registered, at: SystemClock.now())
        switch console.format {
        case .json: console.print(bytes: report.json)
        case .text: for line in report.sourceLines(on: console) { console.print(line) }
        }
        let own = work.keeper.reports.values.filter { $0.by == loaded.configuration.worker.instance + ".fetch" }
        if own.contains(where: { $0.outcome == .refused }) { return .dataRefused }
        return own.contains { $0.outcome == .failed } ? .unavailable : .success
    }
}
