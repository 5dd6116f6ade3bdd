package import Core
package import Trust

/// A record of a topic on one line of JSON with every byte that its seal covers: what `hutong tap --raw` prints and
/// `hutong verify --seal` reads (docs/specs/seal.md §7).
///
/// `{"topic","partition","offset","key","headers":[[name, value], …],"value"}`; key and value are base64 or null, the value of
/// a header is text, null, or `{"base64": …}` where it is no text.
package enum RecordLine {
    /// `record` as a line.
    package static func json(_ record: InboundRecord) -> [UInt8] {
        var writer = JSONWriter(capacity: (record.value?.count ?? 0) * 4 / 3 + 2048)
        writer.beginObject()
        writer.member("topic", record.source.topic)
        writer.member("partition", record.source.partition)
        writer.member("offset", record.offset)
        writer.member("key", record.key.map(Base64Text.encode))
        writer.key("headers")
        writer.beginArray()
        for header in record.headers {
            writer.beginArray()
            writer.string(header.name)
            write(header.value, to: &writer)
            writer.endArray()
        }
        writer.endArray()
        writer.member("value", record.value.map(Base64Text.encode))
        writer.endObject()
        return writer.bytes
    }

    /// Longest line that is read, in bytes: a record of 4 MiB in base64 with its headers.
    package static let limit = 8 << 20

    /// The record on `line`; nil when it is no such line.
    package static func record(_ line: [UInt8]) -> SealedRecord? {
        guard let node = try? JSONNode.parse(line, limits: JSONLimits(size: limit)), let topic = node["topic"]?.text,
            case .array(let entries)? = node["headers"], let key = bytes(node["key"]), let value = bytes(node["value"])
        else { return nil }
        var headers: [RecordHeader] = []
        for entry in entries {
            guard case .array(let pair) = entry, pair.count == 2, let name = pair[0].text else { return nil }
            switch pair[1] {
            case .null: headers.append(RecordHeader(name, bytes: nil))
            case .string(let text): headers.append(RecordHeader(name, text))
            case .object:
                guard case .some(.some(let decoded)) = bytes(pair[1]["base64"]) else { return nil }
                headers.append(RecordHeader(name, bytes: decoded))
            default: return nil
            }
        }
        return SealedRecord(topic: topic, key: key, headers: headers, value: value)
    }

    /// Base64 or null; nil for anything else.
    private static func bytes(_ node: JSONNode?) -> [UInt8]?? {
        switch node {
        case .null?: return .some(nil)
        case .string(let text)?: return Base64Text.decode(text).map { .some($0) }
        default: return nil
        }
    }

    /// Writes the value of a header.
    static func write(_ value: [UInt8]?, to writer: inout JSONWriter) {
        guard let value else { return writer.null() }
        if let text = String(validating: value, as: UTF8.self) { return writer.string(text) }
        writer.beginObject()
        writer.member("base64", Base64Text.encode(value))
        writer.endObject()
    }
}
