package import Trust

/// The keys of the topic `trust` (docs/specs/topics.md §10).
package enum TrustRecordKey: Sendable, Hashable {
    /// The signed trust list.
    case list
    /// One CRL or one OCSP answer, under ``RevocationItem/key``, the name of what it speaks about.
    case item(TrustItemKind, slot: String)
    /// A piece of the content with this digest.
    case chunk(PayloadDigest, index: Int)
    /// A certificate for which an OCSP answer is wanted.
    case want(CertificateThumbprint)
    /// What the last attempt at a source came to, under the digest of its address.
    case source(PayloadDigest)

    /// Longest key that is looked at, in bytes.
    private static let limit = 128

    /// Reads a key; nil for anything that is none of these.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count <= TrustRecordKey.limit, let text = String(validating: bytes, as: UTF8.self) else {
            return nil
        }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case ("list", 1):
            self = .list
        case ("chunk", 3):
            guard let digest = TrustRecordKey.digest(parts[1]), let index = Int(parts[2]), index >= 0,
                String(index) == parts[2]
            else { return nil }
            self = .chunk(digest, index: index)
        case ("want", 2):
            guard let digest = TrustRecordKey.digest(parts[1]), let thumbprint = CertificateThumbprint(digest.bytes)
            else { return nil }
            self = .want(thumbprint)
        case ("source", 2):
            guard let digest = TrustRecordKey.digest(parts[1]) else { return nil }
            self = .source(digest)
        case (let word?, 2):
            guard let kind = TrustItemKind(rawValue: String(word)), parts[1].utf8.count == 32,
                Hexadecimal.decode(parts[1].utf8, acceptingUpperCase: false) != nil
            else { return nil }
            self = .item(kind, slot: String(parts[1]))
        default:
            return nil
        }
    }

    /// The key as it stands in the topic.
    package var bytes: [UInt8] { Array(text.utf8) }

    /// The key as text.
    package var text: String {
        switch self {
        case .list: "list"
        case .item(let kind, let slot): "\(kind.rawValue)/\(slot)"
        case .chunk(let digest, let index): "chunk/\(digest.hex)/\(index)"
        case .want(let thumbprint): "want/\(Hexadecimal.encode(thumbprint.bytes))"
        case .source(let digest): "source/\(digest.hex)"
        }
    }

    private static func digest(_ text: Substring) -> PayloadDigest? {
        guard text.utf8.count == 64, let bytes = Hexadecimal.decode(text.utf8, acceptingUpperCase: false) else {
            return nil
        }
        return PayloadDigest(.sha256, bytes: bytes)
    }
}
