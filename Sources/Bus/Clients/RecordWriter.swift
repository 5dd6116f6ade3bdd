internal import CRDKafka
internal import Core
internal import Platform

/// Puts records into the queue of a producer.
enum RecordWriter {
    /// Queues `record`; when the queue is full, delivery reports are served until there is room or `patience` ends.
    ///
    /// Key, value and headers are copied before this returns.
    static func write(
        _ record: OutboundRecord,
        to topic: OpaquePointer,
        client: Client,
        tag: Int = 0,
        patience: Duration
    ) -> LibraryError? {
        // Without a key there is nothing to hash: partition 0. Otherwise the "murmur2" partitioner of the settings.
        let partition = record.partition ?? (record.key == nil ? 0 : hutong_rdkafka_unassigned_partition())
        var deadline: UInt64?
        while true {
            let code = unsafe attempt(record, partition, topic, client, tag)
            guard code == RD_KAFKA_RESP_ERR__QUEUE_FULL else {
                return code == RD_KAFKA_RESP_ERR_NO_ERROR ? nil : LibraryError(code)
            }
            let now = SystemClock.monotonicNanoseconds()
            let end = deadline ?? now + patience.nanoseconds
            deadline = end
            guard now < end else { return LibraryError(RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE) }
            // Serves delivery reports, which is what makes room.
            _ = unsafe rd_kafka_poll(client.handle, 20)
        }
    }

    /// One call of the library.
    private static func attempt(
        _ record: OutboundRecord,
        _ partition: Int32,
        _ topic: OpaquePointer,
        _ client: Client,
        _ tag: Int
    ) -> rd_kafka_resp_err_t {
        let headers = unsafe Self.headers(record.headers)
        // The pointers are valid inside the closures, and the library copies what they point at before it returns.
        let code = unsafe withBytes(record.key) { key, keyLength in
            unsafe withBytes(record.value) { value, valueLength in
                unsafe hutong_rdkafka_produce(
                    client.handle,
                    topic,
                    partition,
                    key,
                    keyLength,
                    value,
                    valueLength,
                    headers,
                    UnsafeMutableRawPointer(bitPattern: tag)
                )
            }
        }
        // The library owns the headers on success; on failure they are still ours.
        if code != RD_KAFKA_RESP_ERR_NO_ERROR, let headers = unsafe headers {
            unsafe rd_kafka_headers_destroy(headers)
        }
        return code
    }

    /// A header list of the library, nil for no headers; the caller owns it.
    private static func headers(_ headers: ArraySlice<RecordHeader>) -> OpaquePointer? {
        guard !headers.isEmpty else { return nil }
        let list = unsafe rd_kafka_headers_new(headers.count)
        for header in headers {
            unsafe withBytes(header.value) { value, length in
                if let foreign = header.foreignName {
                    // Name and value are copied by the call, which is told the length of both.
                    unsafe foreign.withUnsafeBytes { name in
                        let start = unsafe name.bindMemory(to: CChar.self).baseAddress
                        _ = unsafe rd_kafka_header_add(list, start, name.count, value, length)
                    }
                } else {
                    // Name and value are copied by the call; -1 lets the library measure the terminated name.
                    _ = unsafe rd_kafka_header_add(list, header.name, -1, value, length)
                }
            }
        }
        return unsafe list
    }

    /// Lends the bytes: a null pointer for nil, a non-null one for an empty array.
    @inline(__always)
    private static func withBytes<Result>(
        _ bytes: [UInt8]?,
        _ body: (UnsafeRawPointer?, Int) -> Result
    ) -> Result {
        guard let bytes else { return body(nil, 0) }
        return unsafe bytes.withUnsafeBytes { buffer in
            unsafe body(buffer.baseAddress ?? hutong_rdkafka_empty(), buffer.count)
        }
    }
}
