/// A record as it was read from the bus. Nothing in it is trusted: key, value and headers are the sender's bytes.
package struct InboundRecord: Sendable {
    /// Where it was read.
    package let source: TopicPartition
    /// Its offset there.
    package let offset: Int64
    /// Log-append time of the topic where the broker sets one, else the sender's claim.
    package let timestamp: Instant
    /// True when ``timestamp`` is the log-append time; false when whoever wrote the record chose it. Each batch of the log
    /// says so itself, whatever the topic's setting is by now.
    package let isTimedByBroker: Bool
    /// Kafka key; nil is null.
    package let key: [UInt8]?
    /// Payload; nil is a tombstone.
    package let value: [UInt8]?
    /// Headers in order.
    package let headers: [RecordHeader]

    /// A record read at `offset` of `source`; its time is the broker's unless `isTimedByBroker` denies it.
    package init(
        source: TopicPartition,
        offset: Int64,
        timestamp: Instant,
        isTimedByBroker: Bool = true,
        key: [UInt8]?,
        value: [UInt8]?,
        headers: [RecordHeader]
    ) {
        self.source = source
        self.offset = offset
        self.timestamp = timestamp
        self.isTimedByBroker = isTimedByBroker
        self.key = key
        self.value = value
        self.headers = headers
    }
}
