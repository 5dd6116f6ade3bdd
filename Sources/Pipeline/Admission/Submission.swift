import Core
import RoutingPolicy

/// One record of a submit topic with what could be read of it; nothing of it is authenticated.
struct Submission {
    let record: InboundRecord
    /// Registry id named by the topic; `unknown` when the topic is no submit topic.
    let platformID: String
    /// The platform that owns the topic; nil when it is not registered.
    let platform: RegisteredPlatform?
    /// The attributes as far as they could be read.
    let envelope: EventEnvelope
    /// Wire name of the data set; nil when the type does not name one.
    let dataset: String?
    /// True when each attribute header occurs once and could be read, so that the signing base is defined.
    let isSignable: Bool
    /// Bytes of all header names and values.
    let headerBytes: Int
    /// What is wrong with the attributes themselves.
    let faults: ProblemList

    /// True when it is, by its media type, encrypted for somebody.
    var isEncrypted: Bool { envelope.contentForm.isEncrypted }

    /// The payload; a tombstone counts as no bytes.
    var payload: [UInt8] { record.value ?? [] }

    init(_ record: InboundRecord, registry: Registry) {
        self.record = record
        platformID = TopicName.platform(ofSubmit: record.source.topic) ?? "unknown"
        platform = registry[platformID]
        (envelope, faults) = EventEnvelope.parse(record.headers)
        dataset = envelope.dataSetName
        headerBytes = RecordWeight.bytes(of: record.headers)
        isSignable = faults.isEmpty || Submission.isReadable(record.headers, as: envelope)
    }

    /// True when each attribute header occurs once and could be read; what is repeated or unreadable is always a fault.
    private static func isReadable(_ headers: [RecordHeader], as envelope: EventEnvelope) -> Bool {
        var seen: Set<AttributeName> = []
        for header in headers {
            guard let name = attributes[header.name] else { continue }
            if !seen.insert(name).inserted || envelope[name] == nil { return false }
        }
        return true
    }

    private static let attributes = Dictionary(
        uniqueKeysWithValues: AttributeName.allCases.map { ($0.header, $0) }
    )
}
