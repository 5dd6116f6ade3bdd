import Bus
import Core
import Pipeline
import Platform
import RoutingPolicy
import Trust

/// Reads one topic for a person or a script, until told to end.
struct TopicTap {
    private let connection: ClusterConnection
    private let topic: String
    private let arguments: ParsedArguments
    /// Judges each seal; nil where that was not asked for or no gateway is known.
    private let seals: SealInspection?

    /// A tap on the topic that `topic` makes of the platform's id, by `--config`, `--platform` and the options of
    /// ``ReadingOptions``.
    ///
    /// - Throws: ``CommandFailure`` when the configuration cannot be used or does not know the platform.
    init(
        _ arguments: ParsedArguments,
        on console: Console,
        topic: (String) -> String
    ) throws(CommandFailure) {
        let loaded = try LoadedConfiguration.load(arguments, on: console)
        connection = ClusterSettings.connection(loaded.configuration)
        self.topic = topic(try EventOptions.platform(arguments, in: loaded.artifacts.policy.registry).id)
        self.arguments = arguments
        let gateways = SealVerifier.Gateway.all(in: loaded.artifacts.trust.list)
        let isChecking = !arguments.has(ReadingOptions.noVerify)
        seals = try isChecking && !gateways.isEmpty ? SealInspection(gateways: gateways) : nil
        if isChecking, gateways.isEmpty {
            console.note(
                zh: "信任列表中没有网关，不核验封印",
                en: "the trust list names no gateway; seals are not checked"
            )
        }
    }

    /// Hands each record to `take`, which says whether it counts, until the count, the end, the time-out, a signal or the
    /// loss of the reader.
    ///
    /// - Throws: ``CommandFailure`` with code 69 when the cluster does not answer.
    ///
    /// A record whose seal is missing or does not hold is shown all the same, told on standard error, and ends the verb
    /// with 65.
    func run(on console: Console, _ take: (InboundRecord) -> Bool) throws(CommandFailure) -> ExitCode {
        let stop = StopSignal()
        let signals = SignalSource(ProcessSignal.allCases) { _ in stop.raise() }
        defer { signals.cancel() }
        return try CommandFailure.bus { () throws(BusFailure) in
            let reader = try TopicReader(
                connection,
                topics: [topic],
                start: arguments.has(ReadingOptions.fromBeginning) ? .beginning : .end
            )
            defer { reader.close() }
            var broken = 0
            let code = try read(reader, stop, console) { record in
                guard take(record) else { return false }
                if arguments.has(ReadingOptions.raw) { console.print(bytes: RecordLine.json(record)) }
                if let problem = seals?.problem(of: SealedRecord(record)) {
                    broken += 1
                    tell(problem, of: record, on: console)
                }
                return true
            }
            return broken > 0 && code == .success ? .dataRefused : code
        }
    }

    private func tell(_ problem: Problem, of record: InboundRecord, on console: Console) {
        let place = RecordPlace(of: record).text
        console.note(zh: "\(place)：\(problem.message.zh)", en: "\(place): \(problem.message.en)")
    }

    private func read(
        _ reader: TopicReader,
        _ stop: StopSignal,
        _ console: Console,
        _ take: (InboundRecord) -> Bool
    ) throws(BusFailure) -> ExitCode {
        let limit = arguments.integer(ReadingOptions.count) ?? Int.max
        let patience = arguments.integer(ReadingOptions.timeout).map { Duration.seconds($0) }
        var taken = 0
        var last = ContinuousClock.now
        while !stop.isSet, !console.streams.outputIsLost {
            let records = try reader.read(wait: .milliseconds(100))
            for record in records where take(record) {
                taken += 1
                if taken == limit { return .success }
            }
            console.streams.flush()
            if !records.isEmpty { last = ContinuousClock.now }
            if arguments.has(ReadingOptions.untilEnd), reader.isCaughtUp { return .success }
            if let patience, ContinuousClock.now - last > patience { return .unavailable }
        }
        return .success
    }
}
