import Core
import Platform
import RoutingPolicy
import Trust

/// Makes a signed event of each input document.
struct EventSource {
    /// What became of a document.
    enum Outcome {
        /// A signed event, with its id and the data set where it was composed here.
        case signed(OutboundRecord, id: String, contract: String?)
        /// No event can be made of it.
        case refused(ProblemList)
    }

    private let arguments: ParsedArguments
    private let platform: RegisteredPlatform
    private let signer: EventSigner
    private var composer: EventComposer

    /// A source for the records of the workshop's platform.
    init(_ arguments: ParsedArguments, _ workshop: EventWorkshop) {
        self.arguments = arguments
        platform = workshop.platform
        signer = workshop.signer
        composer = workshop.composer
    }

    /// The event of `document`.
    mutating func event(of document: InputDocument) -> Outcome {
        guard let bytes = document.bytes else {
            return .refused(
                EventSource.single(.payloadTooLarge, "publish.size", zh: "记录过大", en: "the record is too large")
            )
        }
        if let file = EventFile(bytes) {
            let record = OutboundRecord(
                topic: TopicName.submit(platform.id),
                key: Array(file.key.utf8),
                value: file.payload,
                headers: file.headers
            )
            return .signed(record, id: EventEnvelope.parse(file.headers).envelope.id, contract: nil)
        }
        let draft = EventOptions.draft(arguments, payload: bytes)
        switch composer.compose(draft, file: document.file, at: SystemClock.now()) {
        case .refused(let problems): return .refused(problems)
        case .composed(let event): return sign(event)
        }
    }

    private func sign(_ event: ComposedEvent) -> Outcome {
        do throws(TrustFailure) {
            let headers = try signer.headers(for: event.envelope, payload: event.payload ?? [])
            let record = OutboundRecord(
                topic: TopicName.submit(platform.id),
                key: Array(event.envelope.partitionKey.utf8),
                value: event.payload,
                headers: headers
            )
            return .signed(record, id: event.envelope.id, contract: event.contract)
        } catch {
            return .refused(
                EventSource.single(.signatureMalformed, "publish.signature", zh: error.message.zh, en: error.message.en)
            )
        }
    }

    private static func single(_ code: RejectionCode, _ rule: String, zh: String, en: String) -> ProblemList {
        var problems = ProblemList()
        problems.append(Problem(code, rule: rule, zh: zh, en: en))
        return problems
    }
}
