internal import CRDKafka
package import Core

/// Faults to order, for tests, and for fault suites through `dev-broker --fault-file`.
extension EmbeddedBroker {
    /// A kind of request the cluster can be told to fail.
    package enum Request: Int16, Sendable, Hashable, CaseIterable {
        /// Records written.
        case produce = 0
        /// Records read.
        case fetch = 1
        /// Offset of the beginning or the end.
        case listOffsets = 2
        /// Topics and brokers.
        case metadata = 3
        /// Committed offsets read.
        case offsetFetch = 9
        /// Search for the coordinator.
        case findCoordinator = 10
        /// Joining a group.
        case joinGroup = 11
        /// Sign of life of a member.
        case heartbeat = 12
        /// Distribution of partitions in a group.
        case syncGroup = 14
        /// Start of a producer.
        case initProducerID = 22
        /// Partitions joining a transaction.
        case addPartitionsToTransaction = 24
        /// Group offsets joining a transaction.
        case addOffsetsToTransaction = 25
        /// Commit or abort.
        case endTransaction = 26
        /// Offsets of a transaction.
        case transactionOffsetCommit = 28
    }

    /// Answers the next requests of this kind with `codes` (Kafka error numbers; -195 closes the connection), in order.
    package func failNext(_ request: Request, with codes: [Int32]) {
        var errors = codes.map { rd_kafka_resp_err_t(rawValue: $0) }
        _ = unsafe try? run("inject") { cluster in
            // The codes are copied by the call.
            unsafe rd_kafka_mock_push_request_errors_array(cluster, request.rawValue, errors.count, &errors)
            return RD_KAFKA_RESP_ERR_NO_ERROR
        }
    }

    /// Forgets the faults still waiting for requests of this kind.
    package func clearFaults(_ request: Request) {
        _ = unsafe try? run("clear") { cluster in
            unsafe rd_kafka_mock_clear_request_errors(cluster, request.rawValue)
            return RD_KAFKA_RESP_ERR_NO_ERROR
        }
    }

    /// Closes a broker's listener and connections, or opens it again.
    ///
    /// - Throws: ``BusFailure`` when there is no such broker (numbers from 1).
    package func setBroker(_ number: Int32, isUp: Bool) throws(BusFailure) {
        try unsafe run("broker \(number)") { cluster in
            unsafe isUp
                ? rd_kafka_mock_broker_set_up(cluster, number) : rd_kafka_mock_broker_set_down(cluster, number)
        }
    }

    /// Delays every answer of a broker.
    ///
    /// - Throws: ``BusFailure`` when there is no such broker (numbers from 1).
    package func setRoundTrip(_ number: Int32, _ duration: Duration) throws(BusFailure) {
        try unsafe run("round trip of \(number)") { cluster in
            unsafe rd_kafka_mock_broker_set_rtt(cluster, number, duration.milliseconds)
        }
    }

    /// Makes a broker the leader of a partition.
    ///
    /// - Throws: ``BusFailure`` when one of them does not exist.
    package func setLeader(_ partition: TopicPartition, _ number: Int32) throws(BusFailure) {
        try unsafe run("leader of \(partition.topic)/\(partition.partition)") { cluster in
            unsafe rd_kafka_mock_partition_set_leader(cluster, partition.topic, partition.partition, number)
        }
    }

    /// Answers every request about a topic with an error (Kafka error number), until called with 0.
    package func setTopicError(_ topic: String, _ code: Int32) {
        _ = unsafe try? run("topic error") { cluster in
            unsafe rd_kafka_mock_topic_set_error(cluster, topic, rd_kafka_resp_err_t(rawValue: code))
            return RD_KAFKA_RESP_ERR_NO_ERROR
        }
    }
}
