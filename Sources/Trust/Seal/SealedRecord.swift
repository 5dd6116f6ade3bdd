package import Core

/// A record as its recipient read it, with what its seal covers.
package struct SealedRecord: Sendable {
    /// Topic from which it was read.
    package let topic: String
    /// Kafka key; nil is null.
    package let key: [UInt8]?
    /// All headers in order, the seal's among them.
    package let headers: [RecordHeader]
    /// Value; nil is null.
    package let value: [UInt8]?

    /// A record of these parts.
    package init(topic: String, key: [UInt8]?, headers: [RecordHeader], value: [UInt8]?) {
        self.topic = topic
        self.key = key
        self.headers = headers
        self.value = value
    }

    /// The parts of `record` that its seal covers.
    package init(_ record: InboundRecord) {
        self.init(topic: record.source.topic, key: record.key, headers: record.headers, value: record.value)
    }
}
