import Core

/// A record of the published test vectors.
struct SignedRecord {
    /// The vector's directory.
    let name: String
    /// Its headers, attributes and signature.
    let headers: [RecordHeader]
    /// Its payload.
    let payload: [UInt8]

    /// Its attributes.
    var envelope: EventEnvelope { EventEnvelope.parse(headers).envelope }
    /// The same attributes under an id that was never signed.
    var forged: EventEnvelope {
        var attributes: [AttributeName: String] = [:]
        for name in AttributeName.allCases { attributes[name] = envelope[name] }
        attributes[.id] = "forged"
        return EventEnvelope(attributes: attributes)
    }

    /// The value of a header as text.
    func text(_ header: String) -> [UInt8]? {
        headers.first { $0.name == header }?.value
    }
}
