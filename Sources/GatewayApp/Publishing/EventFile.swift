package import Core

/// A signed event in a file: what `hutong sign` writes, `hutong verify` checks and `hutong publish` sends as it is.
///
/// `{"key": "…", "headers": {"ce_id": "…", …}, "data_base64": "…"|null}`; the payload stands in base64 because the
/// signature covers its exact bytes.
package struct EventFile: Sendable, Hashable {
    /// Kafka key, the case.
    package let key: String
    /// All headers, those of the signature included, in order.
    package let headers: [RecordHeader]
    /// The payload; nil for a delete.
    package let payload: [UInt8]?

    /// A signed event.
    package init(key: String, headers: [RecordHeader], payload: [UInt8]?) {
        self.key = key
        self.headers = headers
        self.payload = payload
    }

    /// Reads a file's bytes; nil when they are no signed event.
    package init?(_ bytes: [UInt8]) {
        guard let node = try? JSONNode.parse(bytes, limits: JSONLimits(size: 16 << 20)),
            let key = node["key"]?.text, case .object(let members)? = node["headers"], let data = node["data_base64"]
        else { return nil }
        var headers: [RecordHeader] = []
        for member in members {
            guard let text = member.value.text else { return nil }
            headers.append(RecordHeader(member.name, text))
        }
        switch data {
        case .null: payload = nil
        case .string(let text):
            guard let decoded = Base64Text.decode(text) else { return nil }
            payload = decoded
        default: return nil
        }
        self.key = key
        self.headers = headers
    }

    /// The file's JSON.
    package var json: [UInt8] {
        var writer = JSONWriter(capacity: (payload?.count ?? 0) * 4 / 3 + 2048)
        writer.beginObject()
        writer.member("key", key)
        writer.key("headers")
        EventFile.write(headers, to: &writer)
        writer.member("data_base64", payload.map(Base64Text.encode))
        writer.endObject()
        return writer.bytes
    }

    /// `headers` as a JSON object of texts.
    static func write(_ headers: [RecordHeader], to writer: inout JSONWriter) {
        writer.beginObject()
        for header in headers { writer.member(header.name, header.value.map { String(decoding: $0, as: UTF8.self) }) }
        writer.endObject()
    }
}
