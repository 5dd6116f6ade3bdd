internal import CRDKafka
internal import Core
internal import Platform

/// What the brokers say about topics.
enum TopicMetadata {
    /// One topic: its name, number of partitions and error.
    struct Topic: Sendable {
        /// Name.
        let name: String
        /// Number of partitions.
        let partitions: Int32
        /// Replicas of the first partition.
        let replicas: Int32
        /// The broker's error, 0 for none.
        let error: Int32
    }

    /// One request, for `topic` or for all topics when nil.
    static func fetch(
        _ topic: OpaquePointer?,
        client: Client,
        wait: Duration
    ) -> Result<[Topic], LibraryError> {
        var metadata: UnsafePointer<rd_kafka_metadata>?
        // On success the library hands out a block that is read here and destroyed here; counts match the arrays.
        let code = unsafe rd_kafka_metadata(
            client.handle,
            topic == nil ? 1 : 0,
            topic,
            &metadata,
            wait.milliseconds
        )
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR, let metadata = unsafe metadata else {
            return .failure(LibraryError(code))
        }
        defer { unsafe rd_kafka_metadata_destroy(metadata) }
        let topics = unsafe UnsafeBufferPointer(start: metadata.pointee.topics, count: Int(metadata.pointee.topic_cnt))
        return .success(
            unsafe topics.map { entry in
                let count = unsafe entry.partition_cnt
                return Topic(
                    name: unsafe String(cString: entry.topic),
                    partitions: count,
                    replicas: unsafe count > 0 ? entry.partitions[0].replica_cnt : 0,
                    error: unsafe entry.err.rawValue
                )
            }
        )
    }

    /// Asks any broker for what it knows of the topics in use; nil when one answered, else why none did.
    static func probe(client: Client, wait: Duration) -> LibraryError? {
        var metadata: UnsafePointer<rd_kafka_metadata>?
        // On success the library hands out a block that is destroyed here unread.
        let code = unsafe rd_kafka_metadata(client.handle, 0, nil, &metadata, wait.milliseconds)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else { return LibraryError(code) }
        if let metadata = unsafe metadata { unsafe rd_kafka_metadata_destroy(metadata) }
        return nil
    }

    /// The number of partitions of `topic`, asked for until it is there or `patience` ends.
    ///
    /// - Throws: ``BusFailure``: `configuration` naming the topic, or `unavailable`.
    @discardableResult
    static func require(
        _ topic: String,
        handle: OpaquePointer,
        client: Client,
        patience: Duration
    ) throws(BusFailure) -> Int32 {
        let deadline = SystemClock.monotonicNanoseconds() + patience.nanoseconds
        var attempt = 0
        while true {
            attempt += 1
            let last: LibraryError
            switch unsafe fetch(handle, client: client, wait: .seconds(2)) {
            case .failure(let error):
                last = error
            case .success(let topics):
                guard let found = topics.first(where: { $0.name == topic }) else {
                    last = LibraryError(RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART)
                    break
                }
                if found.error == 0, found.partitions > 0 { return found.partitions }
                last = LibraryError(rd_kafka_resp_err_t(rawValue: found.error))
                if last.code == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED.rawValue {
                    throw BusFailure(.configuration, "topic \(topic): \(last.detail)")
                }
            }
            guard SystemClock.monotonicNanoseconds() < deadline else {
                if ErrorClass(last) == .configuration {
                    throw BusFailure(.configuration, "topic \(topic): \(last.detail)")
                }
                throw client.failure(last, while: "metadata of topic \(topic)")
            }
            client.idle(Backoff.pause(attempt: attempt + 3))
        }
    }

    /// The number of partitions of `topic`; for clients that keep no topic handle.
    @discardableResult
    static func partitions(
        of topic: String,
        client: Client,
        patience: Duration
    ) throws(BusFailure) -> Int32 {
        // The handle lives for this call only.
        guard let handle = unsafe rd_kafka_topic_new(client.handle, topic, nil) else {
            throw BusFailure(.configuration, "topic name refused: \(topic)")
        }
        defer { unsafe rd_kafka_topic_destroy(handle) }
        return try unsafe require(topic, handle: handle, client: client, patience: patience)
    }
}
