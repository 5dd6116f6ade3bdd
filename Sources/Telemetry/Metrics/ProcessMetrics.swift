/// Metrics of the process itself: health, log, operations server, resources, build.
package struct ProcessMetrics: Sendable {
    /// Whether a latch is set.
    package let latch = Gauge(
        "hutong_ready_latch",
        "1 while the latch is set; /ready answers 200 when all are.",
        labels: [LabelName.latch]
    )
    /// Age of a worker's last beat.
    package let heartbeatAge = Gauge(
        "hutong_worker_heartbeat_age_seconds",
        "Time since the worker last came round its loop; /live fails above its limit.",
        labels: [LabelName.worker]
    )
    /// Log events written.
    package let logEvents = Counter(
        "hutong_log_events_total",
        "Log events written.",
        labels: [LabelName.level]
    )
    /// Log events not written.
    package let logEventsDropped = Counter(
        "hutong_log_events_dropped_total",
        "Log events not written: the queue was full, or the event came too often.",
        labels: [LabelName.dropReason]
    )
    /// Answers of the operations server.
    package let opsRequests = Counter(
        "hutong_ops_requests_total",
        "Answers of the operations server.",
        labels: [LabelName.route, LabelName.status]
    )
    /// Connections turned away by the operations server.
    package let opsConnectionsRefused = Counter(
        "hutong_ops_connections_refused_total",
        "Connections that the operations server turned away because all its places were taken."
    )
    /// Resident memory.
    package let residentMemory = Gauge(
        "hutong_process_resident_memory_bytes",
        "Resident memory of the process."
    )
    /// Processor time.
    package let processorTime = Counter(
        "hutong_process_cpu_seconds_total",
        "User and system time of the process."
    )
    /// Start of the process.
    package let startTime = Gauge(
        "hutong_process_start_time_seconds",
        "Start of the process in seconds since 1970."
    )
    /// Versions of the build and of its libraries.
    package let build = Gauge(
        "hutong_build_info",
        "Always 1.",
        labels: [
            Label("version", .open(limit: 4)), Label("swift", .open(limit: 4)),
            Label("librdkafka", .open(limit: 4)), Label("openssl", .open(limit: 4)),
        ]
    )

    func register(in registry: MetricsRegistry) {
        registry.register(latch)
        registry.register(heartbeatAge)
        registry.register(logEvents)
        registry.register(logEventsDropped)
        registry.register(opsRequests)
        registry.register(opsConnectionsRefused)
        registry.register(residentMemory)
        registry.register(processorTime)
        registry.register(startTime)
        registry.register(build)
    }
}
