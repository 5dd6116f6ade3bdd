package import Core
import Pipeline

/// A record of a receipt or delivery topic as `tap` and `receipts` print it.
package enum DeliveredEvent {
    /// The record as one line of JSON: `{"topic","partition","offset","attributes","data"}`.
    ///
    /// Attributes stand under their CloudEvents names, other headers under their own; a repeated header keeps its
    /// first value. Data that is not JSON is given as base64 with `"dataEncoding":"base64"` beside it; ciphertext that was
    /// `opened` as what was in it, with `"opened":true`.
    package static func json(_ record: InboundRecord, opened: [UInt8]? = nil) -> [UInt8] {
        var writer = JSONWriter(capacity: (record.value?.count ?? 0) + 1024)
        writer.beginObject()
        writer.member("topic", record.source.topic)
        writer.member("partition", record.source.partition)
        writer.member("offset", record.offset)
        writer.key("attributes")
        writer.beginObject()
        var seen: Set<String> = []
        for header in record.headers {
            let name = attributeName(header.name)
            guard seen.insert(name).inserted else { continue }
            writer.member(name, header.value.map { String(decoding: $0, as: UTF8.self) })
        }
        writer.endObject()
        write(opened ?? record.value, to: &writer)
        if opened != nil { writer.member("opened", true) }
        writer.endObject()
        return writer.bytes
    }

    /// A few lines for a person; of ciphertext that was not `opened`, for whom it is and how long.
    package static func text(_ record: InboundRecord, opened: [UInt8]? = nil) -> String {
        let attributes = Dictionary(
            record.headers.map { (attributeName($0.name), $0.value.map { String(decoding: $0, as: UTF8.self) } ?? "") }
        ) { first, _ in first }
        let place = RecordPlace(of: record).text
        let shown = ["time", "type", "operation", "datakey", "partitionkey", "hutong-view", "hutong-sender"]
        let facts = shown.compactMap { name in attributes[name].map { "\(name)=\($0)" } }
        if isEncrypted(record), opened == nil, let value = record.value {
            let order = ["encryptedfor", "releasetime"].compactMap { name in attributes[name].map { "\(name)=\($0)" } }
            return "\(place) \(facts.joined(separator: " "))\n  密文 ciphertext "
                + (order + ["bytes=\(value.count)"]).joined(separator: " ")
        }
        let shownData = opened ?? record.value
        let data = shownData.map { String(decoding: JSONCompaction.compact($0) ?? [], as: UTF8.self) } ?? "null"
        return "\(place) \(facts.joined(separator: " "))\n  \(data)"
    }

    /// True when the content is ciphertext, by its media type.
    static func isEncrypted(_ record: InboundRecord) -> Bool {
        let text = record.headers.first { $0.name == AttributeName.contenttype.header }?.value
        return text.flatMap { ContentForm(mediaType: String(decoding: $0, as: UTF8.self)) }?.isEncrypted ?? false
    }

    /// The attribute that `header` carries, or the header's own name.
    static func attributeName(_ header: String) -> String {
        if header == AttributeName.contenttype.header { return AttributeName.contenttype.rawValue }
        return header.hasPrefix("ce_") ? String(header.dropFirst(3)) : header
    }

    private static func write(_ value: [UInt8]?, to writer: inout JSONWriter) {
        writer.key("data")
        guard let value else { return writer.null() }
        if let compact = JSONCompaction.compact(value) {
            writer.raw(compact, 0..<compact.count)
        } else {
            writer.string(Base64Text.encode(value))
            writer.member("dataEncoding", "base64")
        }
    }
}
