import Bus
import Core
import Pipeline
import Platform
import RoutingPolicy
import Trust

/// Reads the topics of the exchange after the faults, committed records only, and fills the books.
struct OracleCheck {
    /// Records taken at a time.
    private static let portion = 5000

    private let connection: ClusterConnection
    private let artifacts: GatewayArtifacts
    private let patience: Duration
    private let console: Console

    /// A check that gives up when nothing new came for `patience`.
    init(
        _ connection: ClusterConnection,
        artifacts: GatewayArtifacts,
        patience: Duration,
        console: Console
    ) {
        self.connection = connection
        self.artifacts = artifacts
        self.patience = patience
        self.console = console
    }

    /// What a topic is to the books.
    private enum Kind {
        case submit
        case ledger
        case receipt(String)
        case quarantine(String)
        case deliver(String)
    }

    private struct Source {
        let topic: String
        let kind: Kind
        let reader: TopicReader
        let partitions: Int32
    }

    /// Reads until nothing is missing, or nothing comes any more.
    ///
    /// - Throws: ``CommandFailure`` with code 69 when the topics cannot be read.
    func run(_ books: inout OracleBooks) throws(CommandFailure) {
        let seals: SealVerifier
        do throws(TrustFailure) {
            seals = try SealVerifier(gateways: SealVerifier.Gateway.all(in: artifacts.trust.list))
        } catch {
            throw CommandFailure(.internalError, zh: error.message.zh, en: error.message.en)
        }
        var views = OracleViews(artifacts)
        var sources: [Source] = []
        defer { for source in sources { source.reader.close() } }
        var read = 0
        var progress = ProgressLine(console, label: BilingualText(zh: "已读取", en: "read"))
        // One after the other to its end, so that the queues of one topic at a time are full.
        for (topic, kind) in wanted(books) {
            let source = try open(topic, kind)
            sources.append(source)
            var last = SystemClock.monotonicNanoseconds()
            while !source.reader.isCaughtUp {
                let records = try take(source, wait: .milliseconds(100))
                for record in records { note(record, from: source, in: &books, seals, &views) }
                read += records.count
                progress.update(read, detail: topic)
                let now = SystemClock.monotonicNanoseconds()
                if !records.isEmpty { last = now }
                guard now - last < UInt64(patience.components.seconds) * 1_000_000_000 else {
                    throw CommandFailure(
                        .unavailable,
                        zh: "主题 \(topic) 读不到末尾",
                        en: "the end of \(topic) is not reached"
                    )
                }
            }
        }
        var last = SystemClock.monotonicNanoseconds()
        var quiet: UInt64 = 0
        // What nobody asked for would come in the last moment: a second receipt, a delivery to the wrong platform.
        while !(books.isComplete && quiet > 3_000_000_000), quiet < UInt64(patience.components.seconds) * 1_000_000_000
        {
            var news = 0
            for source in sources {
                let records = try take(source, wait: .milliseconds(5))
                for record in records { note(record, from: source, in: &books, seals, &views) }
                news += records.count
            }
            read += news
            let now = SystemClock.monotonicNanoseconds()
            if news > 0 { last = now }
            quiet = now - last
            let missing = books.missing
            progress.update(
                read,
                detail: console.say(
                    zh: "尚缺回执 \(missing.receipts)、台账 \(missing.ledger)、投递 \(missing.deliveries)",
                    en:
                        "missing: \(missing.receipts) verdicts, \(missing.ledger) ledger records, \(missing.deliveries) deliveries"
                )
            )
        }
        progress.finish(read)
    }

    private func wanted(_ books: OracleBooks) -> [(String, Kind)] {
        let ids = artifacts.policy.registry.platforms.map(\.id)
        return ids.map { (TopicName.submit($0), .submit) }
            + Plane.allCases.map { (TopicName.ledger($0), .ledger) }
            + ids.map { (TopicName.receipt($0), .receipt($0)) }
            + ids.map { (TopicName.quarantine($0), .quarantine($0)) }
            + ids.map { (TopicName.deliver($0), .deliver($0)) }
    }

    private func open(_ topic: String, _ kind: Kind) throws(CommandFailure) -> Source {
        let reader = try CommandFailure.bus { () throws(BusFailure) in
            try TopicReader(connection, topics: [topic], start: .beginning, patience: .seconds(60))
        }
        return Source(topic: topic, kind: kind, reader: reader, partitions: Int32(reader.positions.count))
    }

    private func take(_ source: Source, wait: Duration) throws(CommandFailure) -> [InboundRecord] {
        try CommandFailure.bus { () throws(BusFailure) in
            try source.reader.read(maximum: Self.portion, wait: wait)
        }
    }

    private func note(
        _ record: InboundRecord,
        from source: Source,
        in books: inout OracleBooks,
        _ seals: SealVerifier,
        _ views: inout OracleViews
    ) {
        let place = RecordPlace(record.source, record.offset)
        let origin = OracleReading.origin(of: record)
        switch source.kind {
        case .submit:
            books.submitted(
                sighting(record, place, nil, source, own: []),
                id: OracleReading.text(AttributeName.id.header, of: record)
            )
        case .ledger:
            books.ledgered(sighting(record, place, origin, source, own: []))
            for (recipient, content) in views.deliveries(of: record, at: SystemClock.now()) {
                books.entitle(origin, to: recipient, content: content)
            }
        case .receipt:
            check(record, place, seals, &books)
            if OracleReading.isVerdict(record) {
                books.receipt(OracleReading.verdict(record), at: place)
            } else {
                books.progress()
            }
        case .quarantine(let platform):
            books.quarantined(
                sighting(record, place, origin, source, own: []),
                of: platform,
                isDelivery: origin?.partition.topic.hasPrefix("ledger.") == true
            )
        case .deliver(let platform):
            check(record, place, seals, &books)
            // What the exchange says by itself is about no record that was to be delivered.
            guard OracleReading.text(AttributeName.type.header, of: record) != "cn.hutong.alert.v1" else { return }
            books.delivered(sighting(record, place, origin, source, own: OracleViews.own), to: platform)
        }
    }

    private func sighting(
        _ record: InboundRecord,
        _ place: RecordPlace,
        _ origin: RecordPlace?,
        _ source: Source,
        own: Set<String>
    ) -> OracleBooks.Sighting {
        let partition = record.key.map { Murmur2.partition(of: $0.span, count: max(1, source.partitions)) }
        return OracleBooks.Sighting(
            place: place,
            origin: origin,
            content: OracleDigest.of(key: record.key, headers: record.headers, value: record.value, own: own),
            isInPlace: partition == nil || partition == record.source.partition,
            time: record.timestamp.milliseconds
        )
    }

    private func check(
        _ record: InboundRecord,
        _ place: RecordPlace,
        _ seals: SealVerifier,
        _ books: inout OracleBooks
    ) {
        let fault: BilingualText?
        switch seals.verdict(on: SealedRecord(record)) {
        case .sealed: fault = nil
        case .broken(let problem): fault = problem.message
        case .absent: fault = BilingualText(zh: "没有封印", en: "carries no seal")
        }
        books.seal(fault, id: OracleReading.text(AttributeName.id.header, of: record), at: place)
    }
}
