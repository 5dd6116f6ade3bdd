import Core
import RoutingPolicy
import Trust

/// Reads the submissions again that requests of a batch name.
///
/// A request is believed in nothing: the place must be one of a submit topic of the request's plane, and the bytes that
/// stand there must have the digest that was quarantined.
struct RedriveStep {
    let registry: Registry
    /// Reads submit topics; nil in a gateway that takes no requests.
    let submissions: (any PartitionSource)?
    /// How quarantine names what it must not tell.
    var sealedDigest = SealedDigest()

    /// What became of one request.
    enum Outcome {
        /// The submission as it was read at first.
        case found(InboundRecord)
        /// It cannot be judged again, for this reason.
        case refused(RedriveRequest, Problem)
        /// The record is no request, or names no submission of its plane.
        case unreadable
    }

    /// What becomes of the requests of `batch`, by the places of the requests.
    ///
    /// - Throws: ``BusFailure`` when a submit topic cannot be read.
    func outcomes(of batch: RecordBatch) throws(BusFailure) -> [RecordPlace: Outcome] {
        var outcomes: [RecordPlace: Outcome] = [:]
        var wanted: [TopicPartition: Set<Int64>] = [:]
        var requests: [(place: RecordPlace, request: RedriveRequest)] = []
        for record in batch.records {
            guard let plane = TopicName.plane(ofRedrive: record.source.topic) else { continue }
            let place = RecordPlace(of: record)
            guard submissions != nil, let request = RedriveRequest(record.value), owner(of: request)?.plane == plane
            else {
                outcomes[place] = .unreadable
                continue
            }
            requests.append((place, request))
            wanted[request.origin.partition, default: []].insert(request.origin.offset)
        }
        guard let submissions, !requests.isEmpty else { return outcomes }
        var found: [RecordPlace: InboundRecord] = [:]
        for (partition, offsets) in wanted {
            for record in try submissions.records(of: partition, at: offsets.sorted()) {
                found[RecordPlace(of: record)] = record
            }
        }
        for (place, request) in requests {
            outcomes[place] = outcome(of: request, found[request.origin])
        }
        return outcomes
    }

    /// The platform in whose submit topic the submission of `request` stands; nil when nobody registered owns it.
    func owner(of request: RedriveRequest) -> RegisteredPlatform? {
        TopicName.platform(ofSubmit: request.origin.partition.topic).flatMap { registry[$0] }
    }

    private func outcome(of request: RedriveRequest, _ record: InboundRecord?) -> Outcome {
        guard let record else {
            return .refused(
                request,
                Problem(
                    .redriveGone,
                    rule: "redrive.kept",
                    zh: "原提交 \(request.origin.text) 已超过保存期限，无法重新处理；须由发送方重新提交",
                    en: "the submission \(request.origin.text) is not kept any more; its sender has to submit it again"
                )
            )
        }
        let digest = PayloadDigest(.sha256, of: record.value ?? []).text
        let sender = TopicName.platform(ofSubmit: record.source.topic) ?? ""
        guard sealedDigest.matches(request.digest, digest, from: sender) else {
            return .refused(
                request,
                Problem(
                    .redriveMismatch,
                    rule: "redrive.digest",
                    zh: "\(request.origin.text) 处的报文摘要与请求不符",
                    en: "what stands at \(request.origin.text) has another digest than the request names"
                )
            )
        }
        return .found(record)
    }
}
