import Core

/// The CloudEvents attributes of an event that Hutong itself writes, as Kafka headers in binary mode.
enum EventHeaders {
    /// Those of the event `id` of `type`, whose body is JSON; `time` is RFC 3339.
    static func of(_ type: String, id: String, time: String) -> [RecordHeader] {
        [
            RecordHeader("ce_specversion", "1.0"), RecordHeader("ce_id", id), RecordHeader("ce_source", "/hutong"),
            RecordHeader("ce_type", type), RecordHeader("ce_time", time),
            RecordHeader("content-type", "application/json"),
        ]
    }
}
