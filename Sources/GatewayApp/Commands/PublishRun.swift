import Bus
import Core
import Platform
import RoutingPolicy

/// The sending half of `publish`.
struct PublishRun {
    /// What the records came to.
    private struct Books {
        var sent = 0
        var accepted = 0
        var refused = 0
        var unanswered = 0

        mutating func count(_ result: PublicationResult) {
            sent += 1
            if result.isAccepted {
                accepted += 1
            } else if result.isRefused {
                refused += 1
            } else {
                unanswered += 1
            }
        }
    }

    private let configuration: GatewayConfiguration
    private let platform: RegisteredPlatform

    /// A run for records of `platform`.
    init(_ loaded: LoadedConfiguration, platform: RegisteredPlatform) {
        configuration = loaded.configuration
        self.platform = platform
    }

    /// Sends what `source` makes of the operands and prints the receipts.
    ///
    /// - Throws: ``CommandFailure`` with code 69 when the cluster does not answer or the embedded broker is full.
    func run(
        _ source: EventSource,
        _ arguments: ParsedArguments,
        on console: Console
    ) throws(CommandFailure) -> ExitCode {
        let books = Locked(Books())
        let patience = Duration.seconds(arguments.integer(PublishCommand.timeout) ?? 30)
        let publication = try CommandFailure.bus { () throws(BusFailure) in
            try Publication(
                ClusterSettings.connection(configuration),
                receipts: TopicName.receipt(platform.id),
                patience: patience
            ) { result in
                books.withLock { $0.count(result) }
                PublishRun.print(result, on: console)
            }
        }
        var progress = ProgressLine(console, label: BilingualText(zh: "回执", en: "receipts"))
        var failure: CommandFailure?
        let unreadable = send(source, arguments, to: publication, on: console, &progress, &failure)
        let total = books.withLock { $0 }
        if failure == nil || total.sent < publication.count {
            do throws(BusFailure) {
                try publication.finish { progress.update($0) }
            } catch {
                failure = failure ?? CommandFailure(error)
            }
        }
        let final = books.withLock { $0 }
        progress.finish(
            final.sent,
            detail: console.say(
                zh: "接受 \(final.accepted)，拒绝 \(final.refused)，无回执 \(final.unanswered)",
                en: "\(final.accepted) accepted, \(final.refused) refused, \(final.unanswered) without receipt"
            )
        )
        if let failure { throw failure }
        return exitCode(final, unreadable)
    }

    private func exitCode(_ books: Books, _ unreadable: [String]) -> ExitCode {
        if books.unanswered > 0 { return .unavailable }
        if !unreadable.isEmpty { return .inputMissing }
        return books.refused > 0 ? .dataRefused : .success
    }

    private func send(
        _ source: EventSource,
        _ arguments: ParsedArguments,
        to publication: Publication,
        on console: Console,
        _ progress: inout ProgressLine,
        _ failure: inout CommandFailure?
    ) -> [String] {
        var source = source
        var capacity = configuration.isEmbedded ? embeddedCapacity : nil
        let unreadable = InputDocument.forEach(
            arguments.operands,
            isLineDelimited: arguments.has(CommonOptions.lines),
            limit: 2 << 20,
            on: console
        ) { document in
            failure = send(source.events(of: document), to: publication, &capacity)
            progress.update(publication.completed)
            return failure == nil
        }
        if failure == nil { failure = send(source.rest(), to: publication, &capacity) }
        return unreadable
    }

    /// Sends what is signed; what went wrong, or nil.
    private func send(
        _ results: [EventSource.Result],
        to publication: Publication,
        _ capacity: inout EmbeddedCapacity?
    ) -> CommandFailure? {
        for result in results {
            switch result.outcome {
            case .refused(let problems): publication.refuse(problems)
            case .signed(let record, let id, _):
                if let overflow = capacity?.add(record) { return PublishRun.full(overflow) }
                do throws(BusFailure) {
                    try publication.send(record, id: id)
                } catch {
                    return CommandFailure(error)
                }
            }
        }
        return nil
    }

    /// What the embedded broker can hold of this platform's records, and of their copies in the ledger.
    private var embeddedCapacity: EmbeddedCapacity {
        EmbeddedCapacity(partitionCounts: [TopicName.submit(platform.id): Int32(configuration.topics.partitions)])
    }

    private static func full(_ overflow: EmbeddedCapacity.Overflow) -> CommandFailure {
        let place = "\(overflow.partition.topic)/\(overflow.partition.partition)"
        return CommandFailure(
            .unavailable,
            zh: "内置代理的分区 \(place) 容纳不下这些记录（5 MiB）；请使用真实的 Kafka",
            en: "partition \(place) of the embedded broker cannot hold these records (5 MiB); use a real Kafka"
        )
    }

    private static func print(_ result: PublicationResult, on console: Console) {
        switch console.format {
        case .json: console.print(bytes: result.json)
        case .text: for line in result.lines(in: console.language) { console.print(line) }
        }
    }
}
