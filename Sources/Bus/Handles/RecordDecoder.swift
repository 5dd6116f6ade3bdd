internal import CRDKafka
internal import Core

/// Turns the library's messages into records: one copy of key, value and each header value, and no new string for a
/// topic or a header name that was seen just before.
///
/// Records of one stream carry the same headers in the same order, so the names of the previous record are compared
/// by position; a sender that varies them costs time and never memory.
struct RecordDecoder {
    private var topics: [KnownName] = []
    private var lastTopic = 0
    private var headerNames: [KnownName] = []

    /// More header names than this are not remembered.
    private static let rememberedHeaders = 64
    /// More headers than this are not read: the record is then refused for what it lacks, and does not grow the process.
    static let maximumHeaders = 1024
    /// Time stamps are clamped to the years 1970 to 9999: a sender may claim any 64-bit number.
    private static let lastTimestamp: Int64 = 253_402_300_799_999

    /// A string and the terminated bytes it was made from.
    private struct KnownName {
        let bytes: [CChar]
        let text: String
        /// The text spells the bytes exactly.
        let isUTF8: Bool

        /// Copies `name`, which must be terminated.
        init(_ name: UnsafePointer<CChar>) {
            // `strlen` finds the terminator that the library guarantees.
            unsafe bytes = Array(UnsafeBufferPointer(start: name, count: strlen(name) + 1))
            unsafe text = String(cString: name)
            isUTF8 = text.utf8.elementsEqual(bytes.dropLast().lazy.map { UInt8(bitPattern: $0) })
        }

        /// A header of this name.
        @inline(__always)
        func header(_ value: [UInt8]?) -> RecordHeader {
            guard !isUTF8 else { return RecordHeader(text, bytes: value) }
            return RecordHeader(foreignName: bytes.dropLast().map { UInt8(bitPattern: $0) }, bytes: value)
        }

        /// True when `name`, terminated, holds the same bytes.
        @inline(__always)
        func matches(_ name: UnsafePointer<CChar>) -> Bool {
            // Both are terminated, so the comparison ends within both.
            unsafe bytes.withUnsafeBufferPointer { known in
                guard let start = known.baseAddress else { return false }
                return unsafe strcmp(start, name) == 0
            }
        }
    }

    /// The record in `message`, which must be a message without error and valid during the call.
    mutating func record(_ message: UnsafeMutablePointer<rd_kafka_message_t>) -> InboundRecord {
        var type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE
        let time = unsafe rd_kafka_message_timestamp(message, &type)
        return InboundRecord(
            source: unsafe source(of: message),
            offset: unsafe message.pointee.offset,
            timestamp: Instant(milliseconds: min(max(time, 0), Self.lastTimestamp)),
            isTimedByBroker: type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME,
            key: unsafe Self.bytes(message.pointee.key, message.pointee.key_len),
            value: unsafe Self.bytes(message.pointee.payload, message.pointee.len),
            headers: unsafe headers(of: message)
        )
    }

    /// Topic and partition of `message`, which must be valid during the call.
    mutating func source(of message: UnsafeMutablePointer<rd_kafka_message_t>) -> TopicPartition {
        let partition = unsafe message.pointee.partition
        guard let rkt = unsafe message.pointee.rkt, let name = unsafe rd_kafka_topic_name(rkt) else {
            return TopicPartition("", partition)
        }
        if lastTopic < topics.count, unsafe topics[lastTopic].matches(name) {
            return TopicPartition(topics[lastTopic].text, partition)
        }
        // Only subscribed topics come here, so the list stays as short as the subscription.
        if let index = topics.firstIndex(where: { unsafe $0.matches(name) }) {
            lastTopic = index
        } else {
            lastTopic = topics.count
            topics.append(unsafe KnownName(name))
        }
        return TopicPartition(topics[lastTopic].text, partition)
    }

    /// A copy of `count` bytes; nil for a null pointer, which is Kafka's null.
    @inline(__always)
    private static func bytes(_ start: UnsafeRawPointer?, _ count: Int) -> [UInt8]? {
        // The library guarantees `count` readable bytes behind a non-null pointer while the message lives.
        guard let start = unsafe start else { return nil }
        return unsafe Array(UnsafeRawBufferPointer(start: start, count: count))
    }

    /// The headers in order. Malformed headers count as none: the library refuses to hand them out.
    private mutating func headers(of message: UnsafeMutablePointer<rd_kafka_message_t>) -> [RecordHeader] {
        var list: OpaquePointer?
        // The list belongs to the message; names are terminated, values hold `size` bytes, all valid while it lives.
        guard unsafe rd_kafka_message_headers(message, &list) == RD_KAFKA_RESP_ERR_NO_ERROR,
            let list = unsafe list
        else { return [] }
        let count = min(unsafe rd_kafka_header_cnt(list), Self.maximumHeaders)
        var headers: [RecordHeader] = []
        headers.reserveCapacity(count)
        for index in 0..<count {
            var name: UnsafePointer<CChar>?
            var value: UnsafeRawPointer?
            var size = 0
            guard
                unsafe rd_kafka_header_get_all(list, index, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR,
                let name = unsafe name
            else { break }
            headers.append(unsafe header(name, unsafe Self.bytes(value, size), at: index))
        }
        return headers
    }

    /// A header; its name is reused from the previous record where it is the same.
    @inline(__always)
    private mutating func header(
        _ name: UnsafePointer<CChar>,
        _ value: [UInt8]?,
        at index: Int
    ) -> RecordHeader {
        if index < headerNames.count {
            if unsafe !headerNames[index].matches(name) { headerNames[index] = unsafe KnownName(name) }
            return headerNames[index].header(value)
        }
        let known = unsafe KnownName(name)
        if headerNames.count == index, index < Self.rememberedHeaders { headerNames.append(known) }
        return known.header(value)
    }
}
