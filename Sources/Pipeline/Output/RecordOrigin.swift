import Core

/// Where a record was read, as it stands in headers: `topic/partition/offset`.
enum RecordOrigin {
    static func text(of record: InboundRecord) -> String {
        "\(record.source.topic)/\(record.source.partition)/\(record.offset)"
    }
}
