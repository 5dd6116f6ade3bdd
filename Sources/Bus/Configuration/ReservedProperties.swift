/// The librdkafka properties on which exactly-once, order and bounds depend; a configuration may not pass them through.
enum ReservedProperties {
    /// True when Hutong sets `key` itself, or when it would load or fake something.
    static func contains(_ key: String) -> Bool {
        names.contains(key) || key.hasPrefix("test.mock.") || key.hasSuffix("_cb") || key.hasPrefix("ut_")
    }

    /// Those that have a name of their own; docs/specs/configuration.schema.json lists the same.
    static let names: Set<String> = [
        // Identity.
        "bootstrap.servers", "metadata.broker.list", "client.id", "group.id", "group.instance.id", "transactional.id",
        // Exactly once and order.
        "enable.idempotence", "enable.gapless.guarantee", "isolation.level", "acks", "request.required.acks",
        "max.in.flight", "max.in.flight.requests.per.connection", "retries", "message.send.max.retries", "partitioner",
        "partitioner_cb", "msg_order_cmp", "produce.offset.report", "delivery.report.only.error",
        "transaction.timeout.ms", "message.timeout.ms", "delivery.timeout.ms", "retry.backoff.ms", "linger.ms",
        "queue.buffering.max.ms", "message.max.bytes", "allow.auto.create.topics", "queuing.strategy",
        // Offsets and membership.
        "enable.auto.commit", "auto.commit.enable", "auto.commit.interval.ms", "enable.auto.offset.store",
        "auto.offset.reset", "offset.store.method", "enable.partition.eof", "partition.assignment.strategy",
        "group.protocol", "group.protocol.type", "group.remote.assignor", "session.timeout.ms",
        "max.poll.interval.ms",
        // Bounds on memory.
        "queued.min.messages", "queued.max.messages.kbytes", "queue.buffering.max.messages",
        "queue.buffering.max.kbytes", "batch.num.messages", "batch.size",
        // Callbacks, code from elsewhere, compound settings.
        "opaque", "default_topic_conf", "interceptors", "plugin.library.paths", "enabled_events",
        "statistics.interval.ms", "socket.nagle.disable",
    ]
}
