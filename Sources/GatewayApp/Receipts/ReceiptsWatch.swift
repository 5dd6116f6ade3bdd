import Bus
import Core
import Pipeline
import Platform
import RoutingPolicy
import Trust

/// `hutong receipts --watch`: follows the submissions of a platform until told to end.
struct ReceiptsWatch {
    private let connection: ClusterConnection
    private let platform: RegisteredPlatform
    private let policy: ExchangePolicy
    private let arguments: ParsedArguments
    /// Judges each seal; nil where that was not asked for or no gateway is known.
    private let seals: SealInspection?

    /// A watch by `--config`, `--platform` and the options of ``ReadingOptions``.
    ///
    /// - Throws: ``CommandFailure`` when the configuration cannot be used or does not know the platform.
    init(_ arguments: ParsedArguments, on console: Console) throws(CommandFailure) {
        guard !arguments.has(ReadingOptions.raw) else {
            throw CommandFailure(.usage, zh: "--watch 不与 --raw 同用", en: "--watch does not go with --raw")
        }
        let loaded = try LoadedConfiguration.load(arguments, on: console)
        connection = ClusterSettings.connection(loaded.configuration)
        policy = loaded.artifacts.policy
        platform = try EventOptions.platform(arguments, in: policy.registry)
        self.arguments = arguments
        let gateways = SealVerifier.Gateway.all(in: loaded.artifacts.trust.list)
        seals =
            arguments.has(ReadingOptions.noVerify) || gateways.isEmpty ? nil : try SealInspection(gateways: gateways)
    }

    /// Follows until the count, the end, the time-out or a signal, and tells the sums.
    ///
    /// - Throws: ``CommandFailure`` with code 69 when the cluster does not answer.
    func run(on console: Console) throws(CommandFailure) -> ExitCode {
        let stop = StopSignal()
        let signals = SignalSource(ProcessSignal.allCases) { _ in stop.raise() }
        defer { signals.cancel() }
        return try CommandFailure.bus { () throws(BusFailure) in
            let reader = try reader(console)
            defer { reader.close() }
            return try follow(reader, stop, console)
        }
    }

    /// A reader of submissions and receipts; of receipts alone where the submissions may not be read.
    private func reader(_ console: Console) throws(BusFailure) -> TopicReader {
        let receipts = TopicName.receipt(platform.id)
        let start: TopicReader.Start = arguments.has(ReadingOptions.fromBeginning) ? .beginning : .end
        do throws(BusFailure) {
            return try TopicReader(connection, topics: [TopicName.submit(platform.id), receipts], start: start)
        } catch {
            guard error.kind == .configuration else { throw error }
            console.note(
                zh: "不能读取提交主题，只显示回执：\(error.message.zh)",
                en: "the submissions cannot be read, receipts alone are shown: \(error.message.en)"
            )
            return try TopicReader(connection, topics: [receipts], start: start)
        }
    }

    private func follow(
        _ reader: TopicReader,
        _ stop: StopSignal,
        _ console: Console
    ) throws(BusFailure) -> ExitCode {
        let limit = arguments.integer(ReadingOptions.count) ?? Int.max
        let patience = arguments.integer(ReadingOptions.timeout).map { Duration.seconds($0) }
        var board = JourneyBoard()
        var screen = JourneyScreen(console)
        var broken = 0
        var code = ExitCode.success
        var last = ContinuousClock.now
        while !stop.isSet, !console.streams.outputIsLost, board.counts.over < limit {
            let records = try reader.read(wait: .milliseconds(100))
            var isChanged = false
            for record in records where board.counts.over < limit {
                guard let event = JourneyEvent(record), isWanted(event) else { continue }
                if event.kind != .submitted, let problem = seals?.problem(of: SealedRecord(record)) {
                    broken += 1
                    let place = RecordPlace(of: record).text
                    console.note(zh: "\(place)：\(problem.message.zh)", en: "\(place): \(problem.message.en)")
                }
                if let journey = board.take(event, classes: classes(of: event)) {
                    isChanged = true
                    screen.show(event, journey)
                }
            }
            if isChanged { screen.draw(board) }
            if !records.isEmpty { last = ContinuousClock.now }
            if arguments.has(ReadingOptions.untilEnd), reader.isCaughtUp { break }
            if let patience, ContinuousClock.now - last > patience {
                code = .unavailable
                break
            }
        }
        screen.finish(board)
        return broken > 0 && code == .success ? .dataRefused : code
    }

    private func isWanted(_ event: JourneyEvent) -> Bool {
        if let id = arguments[ReceiptsCommand.id], event.id != id { return false }
        if let caseKey = arguments[ReceiptsCommand.caseKey], event.caseKey != caseKey { return false }
        return true
    }

    /// To how many classes of recipients a submission goes by the flows that this configuration names.
    private func classes(of event: JourneyEvent) -> Int? {
        guard let envelope = event.envelope, let dataset = event.dataset else { return nil }
        let recipients = policy.recipients(
            dataset: dataset,
            sender: platform,
            sector: envelope[.sector],
            region: envelope[.region],
            department: envelope[.supervisedept],
            openness: Openness(of: envelope),
            at: SystemClock.now()
        )
        return Set(recipients.map { "\($0.platform.plane.rawValue)/\($0.platform.level.rawValue)" }).count
    }
}
