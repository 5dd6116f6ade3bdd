package import Core
package import Trust

/// What the topic `trust` says about one content: how to put it together, when and where it was got.
///
/// Nothing here is trusted: a digest says that the pieces belong together, not that the content is true.
package struct TrustManifest: Sendable, Hashable {
    /// Longest content that is shared, in bytes. The largest CRLs in use have some tens of megabytes.
    package static let maximumLength = 32 << 20
    /// Longest piece, in bytes: half of the smallest record size that a broker has by default.
    package static let chunkLength = 512 << 10
    /// Longest value of a manifest that is read, in bytes.
    static let maximumValue = 64 << 10
    /// Longest signature of a list, in bytes.
    static let maximumSignature = 32 << 10

    /// SHA-256 of the content.
    package let digest: PayloadDigest
    /// Bytes of the content.
    package let length: Int
    /// When it was got.
    package let fetched: Instant
    /// Where it was got: a URL of the list, or the name of the file that was imported. For people only.
    package let source: String
    /// The detached signature of a trust list; nil for all other contents, which carry their own.
    package let signature: [UInt8]?

    /// Describes `content`.
    package init(of content: [UInt8], fetched: Instant, source: String, signature: [UInt8]? = nil) {
        digest = PayloadDigest(.sha256, of: content)
        length = content.count
        self.fetched = fetched
        self.source = String(source.prefix(512))
        self.signature = signature
    }

    /// Number of pieces: at least one, also of an empty content.
    package var chunks: Int { max(1, (length + TrustManifest.chunkLength - 1) / TrustManifest.chunkLength) }

    /// Reads the value of a manifest record; nil when it is none, or names a content that is too large.
    package init?(_ value: [UInt8]) {
        guard value.count <= TrustManifest.maximumValue, let node = try? JSONNode.parse(value),
            let text = node["digest"]?.text, text.utf8.count == 8 + 64, text.utf8.starts(with: "sha-256:".utf8),
            let bytes = Hexadecimal.decode(text.utf8.dropFirst(8), acceptingUpperCase: false),
            let digest = PayloadDigest(.sha256, bytes: bytes),
            case .number(let digits)? = node["length"], let length = Int(digits),
            (0...TrustManifest.maximumLength).contains(length),
            case .number(let pieces)? = node["chunks"],
            let fetched = node["fetched"]?.text.flatMap({ Instant(rfc3339: $0) }),
            let source = node["source"]?.text
        else { return nil }
        self.digest = digest
        self.length = length
        self.fetched = fetched
        self.source = String(source.prefix(512))
        switch node["signature"] {
        case nil, .null?:
            signature = nil
        case .string(let text)?:
            guard let bytes = Base64.decode(Array(text.utf8), limit: TrustManifest.maximumSignature) else { return nil }
            signature = bytes
        default:
            return nil
        }
        guard Int(pieces) == chunks else { return nil }
    }

    /// The value of the manifest record.
    package var value: [UInt8] {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("digest", digest.text)
        writer.member("length", length)
        writer.member("chunks", chunks)
        writer.member("fetched", fetched.rfc3339)
        writer.member("source", source)
        if let signature { writer.member("signature", Base64.encode(signature)) }
        writer.endObject()
        return writer.bytes
    }
}
