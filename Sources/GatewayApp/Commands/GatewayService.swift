import ContractEngine
import Core
import Foundation
import OpsServer
package import Platform
import RoutingPolicy
package import Telemetry
import Trust

/// A gateway as a service: log, operations endpoints, start, the wait for the end, and the drain.
package struct GatewayService {
    /// What the workers may take to finish; with the endpoints and the log the process ends within 10 seconds.
    private static let drainLimit: Duration = .seconds(8)

    private let loaded: LoadedConfiguration
    private let scope: GatewayScope

    /// A service for the part `scope` of what `loaded` describes.
    package init(_ loaded: LoadedConfiguration, scope: GatewayScope) {
        self.loaded = loaded
        self.scope = scope
    }

    /// Runs until `stop` is raised or a worker cannot go on.
    ///
    /// - Parameters:
    ///   - reason: why `stop` was raised, for the log.
    ///   - log: takes the lines of the log.
    ///   - ready: called once with the gateway and the port of the operations endpoints, when the workers have started.
    /// - Throws: ``CommandFailure``: 78 when topics are missing, 69 when the cluster does not answer or the address of the
    ///   endpoints is taken.
    package func run(
        until stop: StopSignal,
        reason: () -> String = { "" },
        log: @escaping EventLog.Output,
        on console: Console,
        ready: (Gateway, UInt16?) -> Void = { _, _ in }
    ) throws(CommandFailure) -> ExitCode {
        let configuration = loaded.configuration
        let events = GatewayEvents(
            metrics: GatewayMetrics(),
            log: EventLog(
                level: LogLevel(rawValue: configuration.log.level) ?? .info,
                format: configuration.log.format == .json ? .json : .text,
                output: log
            )
        )
        let gateway = Gateway(
            configuration,
            artifacts: loaded.artifacts,
            connection: ClusterSettings.connection(configuration),
            scope: scope,
            events: events
        )
        tellStart(gateway)
        try requireTopics(of: gateway, on: console)
        let server = try startServer(for: gateway)
        gateway.start()
        ready(gateway, server?.port)
        while !stop.wait(upTo: .milliseconds(250)), gateway.failure == nil {}
        return try finish(gateway, server, reason: stop.isSet ? reason() : "failure")
    }

    private func tellStart(_ gateway: Gateway) {
        let content = FileManager.default.contents(atPath: loaded.configuration.file).map { Array($0) } ?? []
        let artifacts = loaded.artifacts
        gateway.events.processStarted(
            .product,
            stages: gateway.plans.map(\.name),
            configuration: PayloadDigest(.sha256, of: content).text
        )
        gateway.events.artifactLoaded(
            "registry",
            version: "",
            entries: artifacts.policy.registry.platforms.count
        )
        gateway.events.artifactLoaded("flows", version: "", entries: artifacts.policy.flows.flows.count)
        gateway.events.artifactLoaded("contracts", version: "", entries: artifacts.contracts.programs.count)
        gateway.events.artifactLoaded("trust", version: "", entries: artifacts.trust.authorities.count)
    }

    private func requireTopics(of gateway: Gateway, on console: Console) throws(CommandFailure) {
        let topics = ExchangeTopics(loaded.artifacts.policy.registry, loaded.configuration.topics)
        let problems = try CommandFailure.bus { () throws(BusFailure) in try gateway.topicProblems(topics) }
        guard !problems.isEmpty else { return }
        for problem in problems { console.note(problem.text(in: console.language)) }
        throw CommandFailure(
            .configuration,
            zh: "\(problems.count) 个主题不符合要求；请运行 hutong topics plan",
            en: "\(problems.count) topic(s) are not as they must be; see hutong topics plan"
        )
    }

    private func startServer(for gateway: Gateway) throws(CommandFailure) -> OpsServer? {
        guard let listen = loaded.configuration.opsListen, let address = SocketAddressText(listen) else { return nil }
        var configuration = OpsServerConfiguration()
        configuration.address = address.host == "localhost" ? "127.0.0.1" : address.host
        configuration.port = address.port
        let routes = OpsRoutes(
            build: .product,
            events: gateway.events,
            readiness: gateway.readiness,
            heartbeats: gateway.heartbeats
        )
        do throws(SocketFailure) {
            return try OpsServer.start(configuration, routes: routes, events: gateway.events)
        } catch {
            throw CommandFailure(
                .unavailable,
                zh: "无法监听 \(listen)：\(error)",
                en: "cannot listen on \(listen): \(error)"
            )
        }
    }

    private func finish(
        _ gateway: Gateway,
        _ server: OpsServer?,
        reason: String
    ) throws(CommandFailure) -> ExitCode {
        let start = SystemClock.monotonicNanoseconds()
        let failure = gateway.failure
        gateway.events.processDraining(reason: reason)
        let isClean = gateway.drain(within: GatewayService.drainLimit)
        server?.stop(within: .milliseconds(500))
        let duration = SystemClock.monotonicNanoseconds() - start
        gateway.events.processStopped(clean: isClean, after: .nanoseconds(Int64(clamping: duration)))
        if let failure { throw CommandFailure(failure.failure) }
        return isClean ? .success : .internalError
    }
}
