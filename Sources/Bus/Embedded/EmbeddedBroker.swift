internal import CRDKafka
package import Core

/// librdkafka's mock cluster in this process, reachable by other processes over TCP on a port it chooses.
///
/// For the demo, functional and fault tests. It keeps 5 MiB a partition and then drops the oldest records silently
/// (``EmbeddedCapacity`` guards against that); aborted records are visible, transactional offsets are thrown away and
/// nobody is fenced, so nothing about restarts, rebalances or security counts as shown on it. A new group waits 3 s.
///
/// `@unchecked Sendable`: the library's mock functions may be called from any thread; the stored pointers change only
/// in ``close()``, which the owner calls once, after all other use.
@safe package final class EmbeddedBroker: @unchecked Sendable {
    private let client: Client
    private var cluster: OpaquePointer?
    /// `host:port` of every broker of the cluster.
    package let brokers: [String]

    /// Starts a cluster of `brokerCount` brokers on loopback.
    ///
    /// - Throws: ``BusFailure`` of kind `fatal` when the library cannot listen.
    package init(
        brokerCount: Int = 1,
        log: (@Sendable (BusLogLine) -> Void)? = nil
    ) throws(BusFailure) {
        let context = ClientContext(log: log)
        // Without the nagle setting on the owner each exchange waits for a delayed acknowledgement.
        let settings = try ClientSettings.make(["socket.nagle.disable": "true", "client.id": "embedded-broker"])
        context.install(in: settings, deliveryReports: false, rebalance: false)
        client = try Client(.producer, settings, context: context)
        // The cluster runs in a thread of its own until it is destroyed, before its client.
        guard let cluster = unsafe rd_kafka_mock_cluster_new(client.handle, Int32(clamping: max(1, brokerCount))),
            let bootstraps = unsafe rd_kafka_mock_cluster_bootstraps(cluster)
        else {
            throw BusFailure(.fatal, "the embedded broker could not be started")
        }
        unsafe self.cluster = cluster
        brokers = unsafe String(cString: bootstraps).split(separator: ",").map(String.init)
    }

    deinit {
        close()
    }

    /// Ends the cluster and every connection to it; harmless the second time.
    package func close() {
        guard let owned = unsafe cluster else { return }
        unsafe cluster = nil
        unsafe rd_kafka_mock_cluster_destroy(owned)
        client.close()
    }

    /// A connection to this cluster.
    package func connection(
        clientID: String = "hutong",
        log: (@Sendable (BusLogLine) -> Void)? = nil
    ) -> ClusterConnection {
        ClusterConnection(brokers: brokers, clientID: clientID, log: log)
    }

    /// Creates a topic. Compaction, retention and replication do not exist here.
    ///
    /// - Throws: ``BusFailure`` of kind `configuration` when the topic exists or the name is impossible.
    package func createTopic(_ name: String, partitions: Int) throws(BusFailure) {
        try unsafe run("create topic \(name)") { cluster in
            unsafe rd_kafka_mock_topic_create(cluster, name, Int32(clamping: partitions), 1)
        }
    }

    /// Lends the cluster to one call of the library and turns its refusal into a failure.
    func run(
        _ attempt: String,
        _ body: (OpaquePointer) -> rd_kafka_resp_err_t
    ) throws(BusFailure) {
        guard let cluster = unsafe cluster else { throw BusFailure(.fatal, "\(attempt): the broker is closed") }
        let code = unsafe body(cluster)
        guard code == RD_KAFKA_RESP_ERR_NO_ERROR else {
            throw BusFailure(.configuration, "\(attempt): \(LibraryError(code).detail)")
        }
    }
}
