internal import CRDKafka
internal import Core
internal import Platform

/// The topic handles of one producer, each made after the broker confirmed the topic.
///
/// Asking for the metadata first names a missing topic before a transaction begins, and saves the 0.9 s that
/// librdkafka 2.0.2 otherwise stalls at the first commit to a topic. `@safe`: handles are destroyed in ``close()``,
/// which the owner calls before it closes the client.
@safe final class OutputTopics {
    private let client: Client
    private var handles: [String: OpaquePointer] = unsafe [:]
    /// How long a topic may take to appear: the metadata of one just created lags on the brokers.
    private let patience: Duration

    /// An empty cache on `client`.
    init(client: Client, patience: Duration) {
        self.client = client
        self.patience = patience
    }

    deinit {
        close()
    }

    /// The handle of `topic`.
    ///
    /// - Throws: ``BusFailure``: `configuration` naming a topic that does not exist or may not be written,
    ///   `unavailable` when the cluster does not say.
    func handle(_ topic: String) throws(BusFailure) -> OpaquePointer {
        if let known = unsafe handles[topic] { return unsafe known }
        // The library copies the name; the configuration argument is optional.
        guard let handle = unsafe rd_kafka_topic_new(client.handle, topic, nil) else {
            throw BusFailure(.configuration, "topic name refused: \(topic)")
        }
        do throws(BusFailure) {
            try unsafe TopicMetadata.require(topic, handle: handle, client: client, patience: patience)
        } catch {
            unsafe rd_kafka_topic_destroy(handle)
            throw error
        }
        unsafe handles[topic] = handle
        return unsafe handle
    }

    /// Forgets `topic`, so that its existence is asked for again.
    func forget(_ topic: String) {
        guard let handle = unsafe handles.removeValue(forKey: topic) else { return }
        // Records in flight hold their own reference.
        unsafe rd_kafka_topic_destroy(handle)
    }

    /// Destroys all handles; harmless the second time.
    func close() {
        let names = unsafe Array(handles.keys)
        for topic in names { forget(topic) }
    }
}
