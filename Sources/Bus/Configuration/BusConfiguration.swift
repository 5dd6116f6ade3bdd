internal import Core

/// What a ``KafkaBatchBus`` needs to know.
package struct BusConfiguration: Sendable {
    /// The cluster.
    package var connection: ClusterConnection
    /// Consumer group of the stage.
    package var groupID: String
    /// Stable name of this worker in the group; a restarted worker keeps it and so takes its partitions back at once.
    package var groupInstanceID: String
    /// Stands before ``groupInstanceID`` in the transactional id; ACLs are granted on it.
    package var transactionalIDPrefix: String
    /// Where a group without committed offsets starts.
    package var start: StartPosition = .beginning
    /// How long a batch is still filled after its first record when the queue runs dry.
    package var drainWait: Duration = .milliseconds(5)
    /// Most bytes of keys, values and headers in one batch; bounds the memory of a worker against large records.
    package var maximumBatchBytes = 16 << 20
    /// Largest record that may be written; topics take as much (`max.message.bytes`).
    package var maximumRecordBytes = 4 << 20
    /// After this the broker aborts a transaction whose worker fell silent; at most 15 seconds.
    package var transactionTimeout: Duration = .seconds(12)
    /// After this the library gives a record up; shorter than ``transactionTimeout``.
    package var messageTimeout: Duration = .seconds(8)
    /// How long the producer collects records for one request.
    package var linger: Duration = .milliseconds(5)
    /// How long the broker waits for a sign of life before it gives the partitions to others.
    package var sessionTimeout: Duration = .seconds(15)
    /// How long a stage may work on one batch before it counts as stuck.
    package var maximumPollInterval: Duration = .seconds(120)
    /// How long start-up and recovery go on trying before the cluster counts as unavailable.
    package var recoveryDeadline: Duration = .seconds(60)
    /// Prefetched bytes the consumer may hold.
    package var prefetchBytes = 24 << 20

    /// Where to start without a committed offset.
    package enum StartPosition: String, Sendable, Hashable {
        /// The oldest record kept: nothing is lost.
        case beginning = "earliest"
        /// Only what arrives from now on.
        case end = "latest"
    }

    /// A configuration with the defaults of the members.
    package init(
        connection: ClusterConnection,
        groupID: String,
        groupInstanceID: String,
        transactionalIDPrefix: String = "hutong."
    ) {
        self.connection = connection
        self.groupID = groupID
        self.groupInstanceID = groupInstanceID
        self.transactionalIDPrefix = transactionalIDPrefix
    }

    /// The producer's identity across restarts: a successor with the same id aborts what its predecessor left open.
    package var transactionalID: String { "\(transactionalIDPrefix)\(groupInstanceID)" }

    /// How often the member shows a sign of life.
    var heartbeatInterval: Duration { min(.seconds(3), sessionTimeout / 3) }

    /// Everything wrong with it, with the key it is wrong at.
    package func validate() -> [BusConfigurationProblem] {
        var problems = connection.validate()
        func report(_ key: String, _ zh: String, _ en: String) {
            problems.append(BusConfigurationProblem(key: key, message: BilingualText(zh: zh, en: en)))
        }
        if groupID.isEmpty { report("groupID", "不能为空", "must not be empty") }
        if !Self.isInstanceName(groupInstanceID) {
            report(
                "groupInstanceID",
                "应为 1 至 200 个 ASCII 字母、数字、点、下划线或连字符",
                "must be 1 to 200 ASCII letters, digits, dots, underscores or hyphens"
            )
        }
        if transactionTimeout > .seconds(15) || transactionTimeout < .seconds(1) {
            report("transactionTimeout", "应在 1 秒至 15 秒之间", "must be between 1 s and 15 s")
        }
        if messageTimeout >= transactionTimeout || messageTimeout < .milliseconds(500) {
            report(
                "messageTimeout",
                "应不少于 500 毫秒且小于 transactionTimeout",
                "must be at least 500 ms and below transactionTimeout"
            )
        }
        if linger < .zero || linger > .seconds(1) || linger >= messageTimeout {
            report("linger", "应在 0 至 1 秒之间", "must be between 0 and 1 s")
        }
        if drainWait < .zero || drainWait > .seconds(5) {
            report("drainWait", "应在 0 至 5 秒之间", "must be between 0 and 5 s")
        }
        if sessionTimeout < .seconds(6) || sessionTimeout > .seconds(300) {
            report("sessionTimeout", "应在 6 秒至 300 秒之间", "must be between 6 s and 300 s")
        }
        if maximumPollInterval < sessionTimeout || maximumPollInterval > .seconds(3600) {
            report(
                "maximumPollInterval",
                "应不小于 sessionTimeout 且不超过 3600 秒",
                "must be at least sessionTimeout and at most 3600 s"
            )
        }
        if maximumBatchBytes < 1 << 20 { report("maximumBatchBytes", "至少 1 MiB", "must be at least 1 MiB") }
        if maximumRecordBytes < 1 << 16 || maximumRecordBytes > 64 << 20 {
            report("maximumRecordBytes", "应在 64 KiB 至 64 MiB 之间", "must be between 64 KiB and 64 MiB")
        }
        if prefetchBytes < 1 << 20 || prefetchBytes > 2 << 30 {
            report("prefetchBytes", "应在 1 MiB 至 2 GiB 之间", "must be between 1 MiB and 2 GiB")
        }
        return problems
    }

    /// Kafka puts instance ids into metric names and file names; it accepts this alphabet.
    private static func isInstanceName(_ text: String) -> Bool {
        (1...200).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// The properties of a consumer that reads `topics`.
    ///
    /// Its instance id tells what it reads: who comes back under the id of a member that the group still remembers is given
    /// that member's partitions without a new division (KIP-345), and topics that it did not read before would stay unread.
    func consumerProperties(reading topics: [String]) -> [String: String] {
        let names = topics.sorted().joined(separator: " ")
        let digest = String(Murmur2.hash(names.utf8.span), radix: 16)
        return consumerProperties.merging(["group.instance.id": "\(groupInstanceID).\(digest)"]) { $1 }
    }

    /// The consumer's librdkafka properties; the benchmark gives them to its baseline too.
    package var consumerProperties: [String: String] {
        connection.properties(with: [
            "group.id": groupID,
            "group.instance.id": groupInstanceID,
            "enable.auto.commit": "false",
            "enable.auto.offset.store": "false",
            "isolation.level": "read_committed",
            "auto.offset.reset": start.rawValue,
            "partition.assignment.strategy": "range",
            "enable.partition.eof": "true",
            "session.timeout.ms": String(sessionTimeout.milliseconds),
            "heartbeat.interval.ms": String(heartbeatInterval.milliseconds),
            "max.poll.interval.ms": String(maximumPollInterval.milliseconds),
            "queued.max.messages.kbytes": String(prefetchBytes >> 10),
            // A full prefetch queue is looked at again after this; 2.0.2 uses the error back-off for it.
            "fetch.error.backoff.ms": "20",
            "allow.auto.create.topics": "false",
        ])
    }

    /// Consumer properties that older versions of the library lack: a full prefetch queue is looked at again soon.
    package static let newerConsumerProperties = ["fetch.queue.backoff.ms": "20"]
    /// Producer properties that older versions of the library lack: the back-off does not grow far.
    package static let newerProducerProperties = ["retry.backoff.max.ms": "100"]

    /// The transactional producer's librdkafka properties; the benchmark gives them to its baseline too.
    package var producerProperties: [String: String] {
        connection.properties(with: [
            "transactional.id": transactionalID,
            "enable.idempotence": "true",
            "transaction.timeout.ms": String(transactionTimeout.milliseconds),
            "message.timeout.ms": String(messageTimeout.milliseconds),
            // The broker answers CONCURRENT_TRANSACTIONS while the last markers are written; the default of 100 ms
            // costs most of the throughput of small transactions.
            "retry.backoff.ms": "5",
            "linger.ms": String(linger.milliseconds),
            "message.max.bytes": String(maximumRecordBytes),
            "partitioner": "murmur2",
            // Successes too: one that names no place is none (``ClientContext/Delivery/doubt``).
            "delivery.report.only.error": "false",
            "allow.auto.create.topics": "false",
            "queue.buffering.max.kbytes": String(max(32 << 10, maximumRecordBytes >> 9)),
        ])
    }
}
