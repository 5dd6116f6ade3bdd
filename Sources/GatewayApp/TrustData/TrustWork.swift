import Core
import Pipeline
import Platform
import Telemetry
import Trust

/// The work of the trust service: takes in what topic, files and sources bring, puts new stores in force, tells the others.
///
/// Owned by the service's thread. Attempts at sources run on threads of their own and hand their results over a lock; nothing
/// here waits for the network but the bus.
final class TrustWork {
    private static let fileInterval: Int64 = 1000
    private static let standingInterval: Int64 = 1000
    private static let expiryInterval: Int64 = 60 * 1000
    private static let publicationInterval: Int64 = 1000

    private let settings: TrustSettings
    private let instance: String
    private let board: TrustBoard
    private let registered: [Certificate]
    private let events: GatewayEvents
    private let standing: TrustStanding
    private let topic: TrustTopic
    private let client: HTTPClient
    private let results = Locked<[FetchAttempt.Result]>([])
    private let told: Locked<TrustProgress>
    private let heedsOthers: Bool
    private let clock: @Sendable () -> Instant

    private(set) var keeper: TrustKeeper
    private var files: TrustFiles
    private var schedule: FetchSchedule
    private var shownRevision: UInt64
    private var shownSerial: UInt64
    private var generation: UInt64
    private var scheduledRevision: UInt64?
    private var scheduledWants = -1
    private var heeded: [PayloadDigest: Instant] = [:]
    /// Attempts that have ended.
    private var attempts = 0
    private var allowance = LogAllowance()
    private var publishedRevision: UInt64?
    private var heededChanges = -1
    private var nextPublication = Instant(milliseconds: .min)
    private var nextFiles = Instant(milliseconds: .min)
    private var nextStanding = Instant(milliseconds: .min)
    private var nextExpiry = Instant(milliseconds: .min)
    private var nextSources = Instant(milliseconds: .min)

    init(
        keeper: TrustKeeper,
        settings: TrustSettings,
        instance: String,
        listFile: String?,
        registered: [Certificate],
        board: TrustBoard,
        topic: TrustTopic,
        events: GatewayEvents,
        standing: TrustStanding,
        told: Locked<TrustProgress>,
        heedsOthers: Bool = true,
        clock: @escaping @Sendable () -> Instant = SystemClock.now
    ) {
        self.clock = clock
        self.heedsOthers = heedsOthers
        self.keeper = keeper
        self.settings = settings
        self.instance = instance
        self.registered = registered
        self.board = board
        self.topic = topic
        self.events = events
        self.standing = standing
        self.told = told
        client = HTTPClient(timeout: settings.timeoutSeconds, proxy: settings.proxy)
        files = TrustFiles(listFile: listFile, directories: settings.directories)
        schedule = FetchSchedule(pollSeconds: settings.pollSeconds)
        shownRevision = keeper.changes
        shownSerial = keeper.list.serial
        generation = board.current.generation
    }

    /// The time by which everything that happens again and again is due: it is never put back.
    private static func steadyNow() -> Instant {
        Instant(milliseconds: Int64(clamping: SystemClock.monotonicNanoseconds() / 1_000_000))
    }

    /// One turn of the loop; waits for the topic at most `wait`.
    func turn(wait: Duration) {
        let records = topic.read(wait: wait)
        let now = clock()
        let steady = TrustWork.steadyNow()
        for record in records { tell(keeper.take(record, at: now)) }
        heedReports(at: now, steady)
        // Before the topic was read to its end nobody knows what is news.
        if topic.isCaughtUp {
            lookAtFiles(at: now, steady)
            takeResults(at: now, steady)
            fetch(at: now, steady)
            if steady >= nextExpiry {
                nextExpiry = steady.advanced(byMilliseconds: TrustWork.expiryInterval)
                topic.write(keeper.expired(at: now))
                tell(keeper.reconsider(at: now))
                tell(keeper.abandoned())
            }
            if publishedRevision != keeper.changes || steady >= nextPublication {
                publishedRevision = keeper.changes
                nextPublication = steady.advanced(byMilliseconds: TrustWork.publicationInterval)
                topic.write(keeper.unpublished(at: now))
            }
        }
        show(at: now, steady)
        let progress = TrustProgress(
            isCaughtUp: topic.isCaughtUp,
            failure: topic.failure,
            sources: schedule.count,
            running: schedule.running,
            attempts: attempts
        )
        told.withLock { $0 = progress }
    }

    /// True once every source that is known was asked since this began, and nothing is under way.
    var hasAskedEverySource: Bool { topic.isCaughtUp && schedule.hasAskedAll && results.withLock { $0.isEmpty } }

    /// Why the topic cannot be used now.
    var failure: BusFailure? { topic.failure }

    /// Ends the use of the bus.
    func close() {
        topic.close()
    }

    private func tell(_ changes: [TrustChange]) {
        for change in changes {
            switch change {
            case .list(let list, let source):
                events.trustListTaken(serial: list.serial, authorities: list.authorities.count, source: source)
            case .item(let item, let source):
                events.trustDataTaken(
                    kind: item.kind.rawValue,
                    authority: item.authority,
                    issuer: item.issuerName,
                    number: item.number?.description ?? item.serial ?? "",
                    usableUntil: item.usableUntil.rfc3339,
                    source: source
                )
            case .refused(let fault, let source, let text):
                let omitted = allowance.take(
                    "\(fault.rawValue) \(source)",
                    at: SystemClock.monotonicNanoseconds()
                )
                events.trustDataRefused(fault, source: source, detail: text.en, omitted: omitted)
            }
        }
    }

    /// Puts what has changed in force.
    private func show(at now: Instant, _ steady: Instant) {
        if keeper.changes != shownRevision {
            do throws(TrustFailure) {
                let store =
                    keeper.list.serial == shownSerial
                    ? board.current.with(revocation: keeper.book, generation: generation + 1)
                    : try keeper.makeStore(generation: generation + 1)
                generation += 1
                board.show(store)
                shownSerial = keeper.list.serial
            } catch {
                events.artifactRefused("trust", detail: error.message.en)
            }
            shownRevision = keeper.changes
            nextStanding = steady
        }
        guard steady >= nextStanding, topic.isCaughtUp else { return }
        nextStanding = steady.advanced(byMilliseconds: TrustWork.standingInterval)
        standing.tell(board.current, at: now)
    }

    private func lookAtFiles(at now: Instant, _ steady: Instant) {
        guard steady >= nextFiles else { return }
        nextFiles = steady.advanced(byMilliseconds: TrustWork.fileInterval)
        if let document = files.changedList() { tell(keeper.offer(document, source: document.origin, at: now)) }
        for found in files.changedData() {
            // Which of the two it is, the file says itself: an answer is no CRL, and no CRL is an answer.
            let list = keeper.offer(crl: found.bytes, source: found.path, at: now)
            if case .failure(let fault) = list, fault.code == .malformed {
                report(keeper.offer(ocsp: found.bytes, source: found.path, at: now), from: found.path)
            } else {
                report(list, from: found.path)
            }
        }
    }

    private func report(_ outcome: Result<(item: RevocationItem, isNew: Bool), RevocationFault>, from path: String) {
        switch outcome {
        case .success(let taken): if taken.isNew { tell([.item(taken.item, source: path)]) }
        case .failure(let fault):
            tell([.refused(TrustFault(fault.code), source: path, fault.message)])
        }
    }
}

extension TrustWork {
    /// Starts the attempts that are due.
    private func fetch(at now: Instant, _ steady: Instant) {
        guard settings.fetch else { return }
        if scheduledRevision != keeper.changes || scheduledWants != keeper.wants.count || steady >= nextSources {
            scheduledRevision = keeper.changes
            scheduledWants = keeper.wants.count
            nextSources = steady.advanced(byMilliseconds: Int64(settings.pollSeconds) * 1000)
            schedule.replace(sources(at: now), at: steady)
        }
        for (source, address) in schedule.due(at: steady) {
            var query: OCSPQuery?
            if let thumbprint = source.certificate {
                guard let made = self.query(about: thumbprint, source) else {
                    schedule.finished(source.id, succeeded: false, at: steady, chance: 1)
                    continue
                }
                query = made
            }
            let attempt = FetchAttempt(
                source: source,
                address: address,
                client: client,
                maximumLength: settings.maximumMegabytes << 20,
                query: query
            )
            let results = results
            // Ends by itself within the time of the client; at the end of the process nobody waits for it.
            _ = NamedThread("hutong-fetch") {
                let result = attempt.run()
                results.withLock { $0.append(result) }
            }
        }
    }

    private func sources(at now: Instant) -> [FetchSource] {
        FetchSource.all(keeper.list, items: keeper.items, certificates: certificates, at: now)
    }

    /// The certificates about which responders are asked: the registered ones and those that came with records.
    private var certificates: [Certificate] {
        var found: [CertificateThumbprint: Certificate] = keeper.wants.mapValues(\.certificate)
        for certificate in registered { found[certificate.thumbprint] = certificate }
        return found.sorted { $0.key.keyID < $1.key.keyID }.map(\.value)
    }

    private func query(about thumbprint: CertificateThumbprint, _ source: FetchSource) -> OCSPQuery? {
        guard
            let certificate = registered.first(where: { $0.thumbprint == thumbprint })
                ?? keeper.wants[thumbprint]?.certificate,
            let authority = keeper.list.authorities.first(where: { $0.id == source.authority }),
            let issuer = FetchSource.issuer(of: certificate, in: authority)
        else { return nil }
        return try? OCSPQuery(about: certificate, issuedBy: issuer, hasNonce: settings.nonce)
    }

    /// Takes in what the attempts brought.
    private func takeResults(at now: Instant, _ steady: Instant) {
        let arrived = results.withLock { list in
            let taken = list
            list = []
            return taken
        }
        var records: [OutboundRecord] = []
        for result in arrived {
            attempts += 1
            let (outcome, reason) = take(result, at: now)
            let isFine = outcome == .taken || outcome == .unchanged
            schedule.finished(result.source.id, succeeded: isFine, at: steady, chance: .random(in: 0..<1))
            var omitted: Int?
            if outcome == .failed {
                omitted = allowance.take(result.address, at: SystemClock.monotonicNanoseconds())
            } else {
                allowance.forget(result.address)
            }
            events.trustFetched(
                authority: result.source.authority,
                outcome,
                source: result.address,
                detail: reason?.en ?? "",
                after: result.duration,
                omitted: omitted
            )
            let (seconds, attoseconds) = result.duration.components
            let report = SourceReport(
                authority: result.source.authority,
                kind: result.source.kind,
                address: result.source.addresses.first ?? result.address,
                certificate: result.source.certificate,
                at: now,
                by: instance,
                outcome: outcome,
                reason: reason,
                milliseconds: Int(seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
            )
            records.append(keeper.note(report))
        }
        topic.write(records)
    }

    private func take(
        _ result: FetchAttempt.Result,
        at now: Instant
    ) -> (outcome: TrustFetchOutcome, reason: BilingualText?) {
        let bytes: [UInt8]
        switch result.outcome {
        case .failure(let failure): return (.failed, failure.message)
        case .success(let found): bytes = found
        }
        let taken =
            switch result.source.kind {
            case .crl: keeper.offer(crl: bytes, source: result.address, at: now)
            case .ocsp: keeper.offer(ocsp: bytes, nonce: result.nonce, source: result.address, at: now)
            }
        switch taken {
        case .success(let (item, isNew)):
            if isNew { tell([.item(item, source: result.address)]) }
            return (isNew ? .taken : .unchanged, nil)
        case .failure(let fault):
            tell([.refused(TrustFault(fault.code), source: result.address, fault.message)])
            return (.refused, fault.message)
        }
    }

    /// What other processes asked lately is not asked again here.
    private func heedReports(at now: Instant, _ steady: Instant) {
        guard heedsOthers, keeper.reportChanges != heededChanges else { return }
        heededChanges = keeper.reportChanges
        for report in keeper.reports.values
        where report.by != instance && report.at > (heeded[report.id] ?? Instant(milliseconds: .min)) {
            heeded[report.id] = report.at
            guard report.outcome == .taken || report.outcome == .unchanged else { continue }
            // Two clocks: what counts is how long ago it was.
            let age = max(0, now.milliseconds - report.at.milliseconds)
            schedule.askedElsewhere(
                report.id,
                at: steady.advanced(byMilliseconds: -age),
                chance: .random(in: 0..<1)
            )
        }
    }
}
