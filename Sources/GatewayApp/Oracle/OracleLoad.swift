import Bus
import Core
import Platform
import RoutingPolicy
import Trust

/// Sends the load and writes the journal, whatever the exchange does meanwhile.
struct OracleLoad {
    /// How much is sent, and how fast.
    struct Settings: Sendable {
        /// How many submissions.
        var records: Int
        /// At most so many a second; 0 for as many as go.
        var rate: Int
        /// At most so many sent and without verdict; 0 for no limit.
        var window: Int
        /// After so many seconds nothing more is sent; 0 for no limit.
        var seconds: Int
    }

    /// What was sent.
    struct Result: Sendable {
        var issued = 0
        var acknowledged = 0
        var unconfirmed = 0
        var settled = 0
        var seconds = 0.0
    }

    /// Records signed and sent together.
    private static let portion = 256
    private static let synchronization: UInt64 = 1_000_000_000
    /// How long the broker may be away before a submission counts as lost on the way.
    private static let messageTimeout: Duration = .seconds(900)

    private let connection: ClusterConnection
    private let signers: OracleSigners
    private let settings: Settings
    private let platforms: [RegisteredPlatform]
    private let console: Console

    /// A load that `platforms` send.
    init(
        _ connection: ClusterConnection,
        platforms: [RegisteredPlatform],
        signers: OracleSigners,
        settings: Settings,
        console: Console
    ) {
        self.connection = connection
        self.platforms = platforms
        self.signers = signers
        self.settings = settings
        self.console = console
    }

    /// Sends `stream` until all is sent or `stop` is raised, and waits for the acknowledgements.
    ///
    /// - Throws: ``CommandFailure``: 69 when the cluster cannot be used at all, 73 when the journal cannot be written.
    func run(
        _ stream: inout OracleStream,
        journal: OracleJournal,
        until stop: StopSignal
    ) throws(CommandFailure) -> Result {
        let producer = try CommandFailure.bus { () throws(BusFailure) in
            try EventProducer(connection, messageTimeout: Self.messageTimeout)
        }
        defer { producer.close() }
        let topics = platforms.map { TopicName.receipt($0.id) }
        let reader = try CommandFailure.bus { () throws(BusFailure) in
            try TopicReader(connection, topics: topics, start: .end, patience: .seconds(60))
        }
        defer { reader.close() }
        var result = Result()
        var waiting: Set<Int> = []
        var progress = ProgressLine(
            console,
            label: BilingualText(zh: "已发送", en: "sent"),
            total: settings.records
        )
        let start = SystemClock.monotonicNanoseconds()
        var synchronized = start
        func elapsed() -> Double { Double(SystemClock.monotonicNanoseconds() - start) / 1e9 }
        while result.issued < settings.records, !stop.isSet,
            settings.seconds == 0 || elapsed() < Double(settings.seconds)
        {
            let count = room(result, stream, after: elapsed())
            if count > 0 { _ = try send(count, of: &stream, producer, journal, &waiting, &result) }
            try take(producer.takeReports(wait: .zero), journal, &waiting, &result)
            try note(reader, wait: count > 0 ? .zero : .milliseconds(5), &result)
            let now = SystemClock.monotonicNanoseconds()
            if now - synchronized >= Self.synchronization {
                synchronized = now
                try journal.synchronize()
            }
            progress.update(result.issued, detail: detail(result))
        }
        result.seconds = elapsed()
        stream.close()
        while try send(Self.portion, of: &stream, producer, journal, &waiting, &result) {
            try take(producer.takeReports(wait: .zero), journal, &waiting, &result)
        }
        try settle(producer, journal, &waiting, &result, until: stop)
        progress.finish(result.issued, detail: detail(result))
        return result
    }

    /// How many may be sent now.
    private func room(_ result: Result, _ stream: OracleStream, after seconds: Double) -> Int {
        var room = min(Self.portion, settings.records - result.issued)
        if settings.rate > 0 { room = min(room, Int(seconds * Double(settings.rate)) - result.issued) }
        if settings.window > 0 {
            // What waits for a parent that never comes has its verdict much later.
            room = min(room, settings.window - (result.issued - result.settled - stream.orphans))
        }
        return max(0, room)
    }

    /// Sends up to `count` more; false when there is nothing more to send.
    private func send(
        _ count: Int,
        of stream: inout OracleStream,
        _ producer: EventProducer,
        _ journal: OracleJournal,
        _ waiting: inout Set<Int>,
        _ result: inout Result
    ) throws(CommandFailure) -> Bool {
        let now = SystemClock.now()
        let drafts = (0..<count).compactMap { _ in stream.next(at: now) }
        guard !drafts.isEmpty else { return false }
        let records = try signers.records(of: drafts, at: now)
        for (draft, record) in zip(drafts, records) { journal.issue(Self.issue(draft, record)) }
        try journal.flush()
        for (draft, record) in zip(drafts, records) {
            waiting.insert(draft.number)
            try CommandFailure.bus { () throws(BusFailure) in try producer.send(record, tag: draft.number) }
        }
        result.issued += drafts.count
        return true
    }

    /// The journal's line of `draft`, sent as `record`.
    static func issue(_ draft: OracleStream.Draft, _ record: OutboundRecord, number: Int? = nil) -> OracleIssue {
        OracleIssue(
            number: number ?? draft.number,
            id: draft.envelope.id,
            caseKey: draft.envelope.partitionKey,
            rank: draft.rank,
            topic: record.topic,
            content: OracleDigest.of(key: record.key, headers: Array(record.headers), value: record.value),
            payload: OracleDigest.of(record.value),
            expectation: draft.expectation,
            recipients: draft.recipients
        )
    }

    private func take(
        _ reports: [DeliveryReport],
        _ journal: OracleJournal,
        _ waiting: inout Set<Int>,
        _ result: inout Result
    ) throws(CommandFailure) {
        for report in reports {
            waiting.remove(report.tag)
            if let failure = report.failure {
                result.unconfirmed += 1
                journal.unconfirmed(report.tag, reason: failure.message.en)
            } else {
                result.acknowledged += 1
                journal.acknowledged(report.tag, partition: report.destination.partition, offset: report.offset)
            }
        }
    }

    /// Counts the verdicts that came in.
    private func note(_ reader: TopicReader, wait: Duration, _ result: inout Result) throws(CommandFailure) {
        let records = try CommandFailure.bus { () throws(BusFailure) in try reader.read(maximum: 2000, wait: wait) }
        result.settled += records.count { OracleReading.isVerdict($0) }
    }

    /// Waits until nothing is open any more; what is by then may have arrived or not.
    private func settle(
        _ producer: EventProducer,
        _ journal: OracleJournal,
        _ waiting: inout Set<Int>,
        _ result: inout Result,
        until stop: StopSignal
    ) throws(CommandFailure) {
        let deadline =
            SystemClock.monotonicNanoseconds() + UInt64(Self.messageTimeout.components.seconds) * 1_000_000_000
        while !waiting.isEmpty, SystemClock.monotonicNanoseconds() < deadline {
            try take(producer.takeReports(wait: .milliseconds(100)), journal, &waiting, &result)
        }
        for number in waiting.sorted() {
            result.unconfirmed += 1
            journal.unconfirmed(number, reason: "no answer of the broker")
        }
        try journal.synchronize()
    }

    private func detail(_ result: Result) -> String {
        console.say(
            zh: "已确认 \(result.acknowledged)，已裁定 \(result.settled)",
            en: "\(result.acknowledged) acknowledged, \(result.settled) settled"
        )
    }
}
