/// A record as it was read from the bus. Nothing in it is trusted: key, value and headers are the sender's bytes.
package struct InboundRecord: Sendable {
    /// Where it was read.
    package let source: TopicPartition
    /// Its offset there.
    package let offset: Int64
    /// Log-append time of the topic where the broker sets one, else the sender's claim.
    package let timestamp: Instant
    /// Kafka key; nil is null.
    package let key: [UInt8]?
    /// Payload; nil is a tombstone.
    package let value: [UInt8]?
    /// Headers in order.
    package let headers: [RecordHeader]

    /// A record read at `offset` of `source`.
    package init(
        source: TopicPartition,
        offset: Int64,
        timestamp: Instant,
        key: [UInt8]?,
        value: [UInt8]?,
        headers: [RecordHeader]
    ) {
        self.source = source
        self.offset = offset
        self.timestamp = timestamp
        self.key = key
        self.value = value
        self.headers = headers
    }
}
