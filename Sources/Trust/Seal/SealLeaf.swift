import Core

/// The text of one sealed record: what a leaf of the transaction's tree is made of (docs/specs/seal.md §3).
///
/// ```
/// "@topic": deliver.fujian-water
/// "@key": E3501000001000001001
/// "ce_specversion": 1.0
/// …
/// "@value": sha-256=:<base64>:
/// ```
/// Each byte of topic, key, headers and value decides about it, and no two records have the same text: a line ends with
/// a line feed, which nothing that stands in it unencoded can hold.
enum SealLeaf {
    /// The text for a record; the seal's own headers are left out wherever they stand.
    static func text(topic: String, key: [UInt8]?, headers: ArraySlice<RecordHeader>, value: [UInt8]?) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(1024)
        append("\"@topic\": ", to: &text)
        append(value: Array(topic.utf8), to: &text)
        append("\n\"@key\": ", to: &text)
        append(value: key, to: &text)
        for header in headers where header.name != SealHeader.statement && header.name != SealHeader.path {
            append("\n\"", to: &text)
            append(name: header, to: &text)
            append("\": ", to: &text)
            append(value: header.value, to: &text)
        }
        append("\n\"@value\": ", to: &text)
        if let value {
            append("sha-256=:", to: &text)
            append(PayloadDigest(.sha256, of: value).base64, to: &text)
        }
        // Null is a colon alone; an encoded value always has two.
        append(":", to: &text)
        return text
    }

    private static func append(name header: RecordHeader, to text: inout [UInt8]) {
        let bytes = header.foreignName ?? Array(header.name.utf8)
        if !bytes.isEmpty, bytes.allSatisfy(isNameByte) {
            text.append(contentsOf: bytes)
        } else {
            append(encoded: bytes, to: &text)
        }
    }

    private static func append(value bytes: [UInt8]?, to text: inout [UInt8]) {
        guard let bytes else { return text.append(colon) }
        if bytes.first != colon, bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) {
            text.append(contentsOf: bytes)
        } else {
            append(encoded: bytes, to: &text)
        }
    }

    private static func append(encoded bytes: [UInt8], to text: inout [UInt8]) {
        text.append(colon)
        text.append(contentsOf: Base64.encode(bytes).utf8)
        text.append(colon)
    }

    private static func append(_ ascii: String, to text: inout [UInt8]) {
        text.append(contentsOf: ascii.utf8)
    }

    /// Letters, digits, `-`, `.` and `_`: what a header's name may hold without being encoded.
    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f: true
        default: false
        }
    }

    private static let colon = UInt8(ascii: ":")
}
