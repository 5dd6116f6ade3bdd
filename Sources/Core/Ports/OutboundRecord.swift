/// A record to be written.
package struct OutboundRecord: Sendable {
    /// Topic to write to.
    package let topic: String
    /// Partition to write to; nil lets the bus choose by murmur2 of the key (partition 0 without a key).
    package let partition: Int32?
    /// Kafka key; nil is null.
    package let key: [UInt8]?
    /// Payload; nil is a tombstone.
    package let value: [UInt8]?
    /// Headers in order; a slice, so that those of a record that was read go on without a copy.
    package let headers: ArraySlice<RecordHeader>

    /// A record for `topic`.
    package init(
        topic: String,
        partition: Int32? = nil,
        key: [UInt8]?,
        value: [UInt8]?,
        headers: [RecordHeader] = []
    ) {
        self.init(topic: topic, partition: partition, key: key, value: value, headers: headers[...])
    }

    /// A record for `topic` with headers that stand among others.
    package init(
        topic: String,
        partition: Int32? = nil,
        key: [UInt8]?,
        value: [UInt8]?,
        headers: ArraySlice<RecordHeader>
    ) {
        self.topic = topic
        self.partition = partition
        self.key = key
        self.value = value
        self.headers = headers
    }
}
