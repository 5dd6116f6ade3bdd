package import Bus
package import Core
package import Pipeline
import Platform
package import Telemetry
package import Trust

/// The thread of a process that follows the topic `trust`, fetches what is due, and puts new trust stores in force.
package final class TrustService: Sendable {
    /// Longest wait for records of the topic in one turn: how late a new store may be noticed, and a stop.
    private static let wait: Duration = .milliseconds(100)

    /// Where the store in force stands.
    package let board: TrustBoard
    private let make: @Sendable () -> TrustWork
    private let progress = Locked(TrustProgress())
    private let stopSignal = StopSignal()
    private let thread = Locked<NamedThread?>(nil)

    /// A service that is not started yet.
    ///
    /// - Parameters:
    ///   - keeper: what is known at the start, the list of the file among it.
    ///   - instance: name of this process in reports.
    ///   - listFile: the file of the list, looked at for changes; nil for none.
    ///   - registered: the certificates of the registry.
    ///   - clock: the present, against which data are judged; another than the system's is for tests.
    package init(
        keeper: TrustKeeper,
        board: TrustBoard,
        settings: TrustSettings,
        instance: String,
        listFile: String?,
        registered: [Certificate],
        connection: ClusterConnection,
        events: GatewayEvents,
        readiness: Readiness,
        clock: @escaping @Sendable () -> Instant = SystemClock.now
    ) {
        self.board = board
        let progress = progress
        make = {
            TrustWork(
                keeper: keeper,
                settings: settings,
                instance: instance,
                listFile: listFile,
                registered: registered,
                board: board,
                topic: TrustTopic(connection),
                events: events,
                standing: TrustStanding(certificates: registered, readiness: readiness, events: events),
                told: progress,
                clock: clock
            )
        }
    }

    /// The service of a gateway with `artifacts`.
    package convenience init(
        _ artifacts: GatewayArtifacts,
        _ configuration: GatewayConfiguration,
        connection: ClusterConnection,
        events: GatewayEvents,
        readiness: Readiness
    ) {
        self.init(
            keeper: TrustKeeper(artifacts),
            board: TrustBoard(artifacts.trust),
            settings: configuration.trust,
            instance: configuration.worker.instance,
            listFile: artifacts.trustDocument == nil ? nil : configuration.trustList,
            registered: artifacts.registeredCertificates,
            connection: connection,
            events: events,
            readiness: readiness
        )
    }

    /// How far it is.
    package var state: TrustProgress { progress.withLock { $0 } }

    /// Starts the thread. Call once.
    package func start() {
        let started = NamedThread("hutong-trust", stackSize: 2 << 20) { [self] in
            let work = make()
            while !stopSignal.isSet { work.turn(wait: TrustService.wait) }
            work.close()
        }
        thread.withLock { $0 = started }
    }

    /// Ends the thread; attempts at sources that still run end by themselves.
    package func stop(within limit: Duration) {
        stopSignal.raise()
        _ = thread.withLock { $0 }?.join(within: limit)
    }
}

extension TrustKeeper {
    /// A keeper that begins with what `artifacts` hold.
    package init(_ artifacts: GatewayArtifacts) {
        self.init(
            list: artifacts.trust.list,
            document: artifacts.trustDocument,
            signer: artifacts.trustSigner,
            book: artifacts.trust.revocation
        )
    }
}

extension GatewayArtifacts {
    /// The certificates of all registry entries, each once.
    package var registeredCertificates: [Certificate] {
        let all = certificates.values.flatMap(\.values)
        return Dictionary(all.map { ($0.thumbprint, $0) }) { first, _ in first }
            .sorted { $0.key.keyID < $1.key.keyID }.map(\.value)
    }
}
