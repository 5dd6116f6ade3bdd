import Core
import Platform
import RoutingPolicy
import Trust

/// Makes a signed event of each input document; under the form `batch`, of up to 1,024 documents with one signature.
struct EventSource {
    /// What became of a document.
    enum Outcome {
        /// A signed event, with its id and the data set where it was composed here.
        case signed(OutboundRecord, id: String, contract: String?)
        /// No event can be made of it.
        case refused(ProblemList)
    }

    /// A document with what became of it.
    typealias Result = (document: InputDocument, outcome: Outcome)

    /// A document that waits for its batch, in its place among the others.
    private enum Waiting {
        case composed(ComposedEvent)
        case done(Outcome)
    }

    /// Most bytes that wait to be signed together.
    private static let waitingBytes = 32 << 20

    private let arguments: ParsedArguments
    private let platform: RegisteredPlatform
    private let signer: EventSigner
    private let batch: BatchSigner?
    private let encryption: EncryptionOrder?
    private var composer: EventComposer
    private var waiting: [(document: InputDocument, state: Waiting)] = []
    private var waitingSize = 0

    /// A source for the records of the workshop's platform.
    ///
    /// - Throws: ``CommandFailure`` when the signer cannot be used.
    init(_ arguments: ParsedArguments, _ workshop: EventWorkshop) throws(CommandFailure) {
        self.arguments = arguments
        platform = workshop.platform
        signer = workshop.signer
        composer = workshop.composer
        encryption = workshop.encryption
        do throws(TrustFailure) {
            batch = try workshop.signer.batchSigner()
        } catch {
            throw CommandFailure(.configuration, zh: error.message.zh, en: error.message.en)
        }
    }

    /// What became of `document`, and of those that waited for it; empty while it waits itself. In the order of the input.
    mutating func events(of document: InputDocument) -> [Result] {
        let state = take(document)
        if case .done(let outcome) = state, waiting.isEmpty { return [(document, outcome)] }
        waiting.append((document, state))
        waitingSize += document.bytes?.count ?? 0
        let isFull = waiting.count >= BatchSigner.usualCount || waitingSize >= EventSource.waitingBytes
        return isFull ? rest() : []
    }

    /// What became of the documents that still wait.
    mutating func rest() -> [Result] {
        let events = waiting.compactMap { entry -> ComposedEvent? in
            if case .composed(let event) = entry.state { return event }
            return nil
        }
        var signed = sign(events)[...]
        let results = waiting.map { entry -> Result in
            switch entry.state {
            case .done(let outcome): (entry.document, outcome)
            case .composed: (entry.document, signed.removeFirst())
            }
        }
        waiting = []
        waitingSize = 0
        return results
    }

    private mutating func take(_ document: InputDocument) -> Waiting {
        guard let bytes = document.bytes else {
            return .done(
                .refused(
                    EventSource.single(.payloadTooLarge, "publish.size", zh: "记录过大", en: "the record is too large")
                )
            )
        }
        if let file = EventFile(bytes) {
            let record = OutboundRecord(
                topic: TopicName.submit(platform.id),
                key: Array(file.key.utf8),
                value: file.payload,
                headers: file.headers
            )
            return .done(.signed(record, id: EventEnvelope.parse(file.headers).envelope.id, contract: nil))
        }
        var draft = EventOptions.draft(arguments, payload: bytes)
        draft.encryption = encryption
        switch composer.compose(draft, file: document.file, at: SystemClock.now()) {
        case .refused(let problems): return .done(.refused(problems))
        case .composed(let event): return batch == nil ? .done(sign(event)) : .composed(event)
        }
    }

    private func sign(_ event: ComposedEvent) -> Outcome {
        do throws(TrustFailure) {
            return signed(event, try signer.headers(for: event.envelope, payload: event.payload ?? []))
        } catch {
            return EventSource.unsigned(error)
        }
    }

    /// One outcome for each of `events`, signed together.
    private func sign(_ events: [ComposedEvent]) -> [Outcome] {
        guard let batch, !events.isEmpty else { return [] }
        do throws(TrustFailure) {
            let headers = try batch.headers(
                for: events.map { BatchSigner.Event($0.envelope, payload: $0.payload ?? []) },
                created: SystemClock.now()
            )
            return zip(events, headers).map { signed($0, $1) }
        } catch {
            return events.map { _ in EventSource.unsigned(error) }
        }
    }

    private func signed(_ event: ComposedEvent, _ headers: [RecordHeader]) -> Outcome {
        let record = OutboundRecord(
            topic: TopicName.submit(platform.id),
            key: Array(event.envelope.partitionKey.utf8),
            value: event.payload,
            headers: headers
        )
        return .signed(record, id: event.envelope.id, contract: event.contract)
    }

    private static func unsigned(_ failure: TrustFailure) -> Outcome {
        .refused(
            single(.signatureMalformed, "publish.signature", zh: failure.message.zh, en: failure.message.en)
        )
    }

    private static func single(_ code: RejectionCode, _ rule: String, zh: String, en: String) -> ProblemList {
        var problems = ProblemList()
        problems.append(Problem(code, rule: rule, zh: zh, en: en))
        return problems
    }
}
