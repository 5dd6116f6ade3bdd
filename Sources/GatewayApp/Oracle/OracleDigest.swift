package import Core
import Pipeline
import Trust

/// Digests by which the oracle remembers a million records: the first 64 bits of a SHA-256.
package enum OracleDigest {
    /// Of `bytes`; nil counts as none.
    package static func of(_ bytes: [UInt8]?) -> UInt64 {
        let bytes = bytes ?? []
        return PayloadDigest.words(of: bytes.span).high
    }

    /// Of a whole record: key, headers in order, payload, each with its length, so that nothing can be moved between
    /// them. Headers that Hutong adds do not count, but for those in `own`.
    package static func of(
        key: [UInt8]?,
        headers: [RecordHeader],
        value: [UInt8]?,
        own: Set<String> = []
    ) -> UInt64 {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(512 + (value?.count ?? 0))
        append(key, to: &bytes)
        for header in headers where !isOwn(header.name) || own.contains(header.name) {
            append(Array(header.name.utf8), to: &bytes)
            append(header.value, to: &bytes)
        }
        append(value, to: &bytes)
        return of(bytes)
    }

    /// Sixteen hexadecimal digits.
    package static func text(_ digest: UInt64) -> String {
        Hexadecimal.encode(digest)
    }

    private static func isOwn(_ name: String) -> Bool { name.hasPrefix(RecordHeaderName.prefix) }

    private static func append(_ part: [UInt8]?, to bytes: inout [UInt8]) {
        // A null and nothing at all are two things.
        let length = part.map { UInt32(clamping: $0.count) + 1 } ?? 0
        for shift in [24, 16, 8, 0] as [UInt32] { bytes.append(UInt8(truncatingIfNeeded: length >> shift)) }
        bytes += part ?? []
    }
}
