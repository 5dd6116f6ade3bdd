package import Core
package import Pipeline
import Trust

/// Trust data in one file, for networks that no fetcher reaches (docs/specs/configuration.md §4).
///
/// A line `hutong-trust-bundle 1`, a line of JSON that lists the contents, the contents one behind the other, and behind them
/// to the end of the file a detached CMS signature in DER over everything before it. The signature says who put the bundle
/// together; what counts is each content's own.
package struct TrustBundle: Sendable {
    /// One content.
    package struct Part: Sendable, Hashable {
        /// `list`, `crl` or `ocsp`.
        package let kind: String
        /// Where and when it was got, and of a list its signature.
        package let manifest: TrustManifest
        /// The bytes.
        package let bytes: [UInt8]

        /// A content.
        package init(kind: String, manifest: TrustManifest, bytes: [UInt8]) {
            self.kind = kind
            self.manifest = manifest
            self.bytes = bytes
        }
    }

    /// Largest bundle that is read, in bytes.
    package static let maximumLength = 512 << 20
    /// The first line, which tells a bundle from any other file.
    package static let firstLine = Array("hutong-trust-bundle 1\n".utf8)
    private static let maximumContents = 16 << 20

    /// When it was put together.
    package let made: Instant
    /// The contents in order; the list, where there is one, is the first.
    package let parts: [Part]
    /// Everything that is signed.
    package let signed: [UInt8]
    /// The detached signature; empty before ``sealed(with:)``.
    package let signature: [UInt8]

    /// A bundle of `parts`, unsigned.
    package init(_ parts: [Part], made: Instant) {
        var writer = JSONWriter()
        writer.beginObject()
        writer.member("made", made.rfc3339)
        writer.key("contents")
        writer.beginArray()
        for part in parts {
            writer.beginObject()
            writer.member("kind", part.kind)
            writer.key("manifest")
            writer.raw(String(decoding: part.manifest.value, as: UTF8.self))
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
        self.made = made
        self.parts = parts
        signed = TrustBundle.firstLine + writer.bytes + [0x0a] + parts.flatMap(\.bytes)
        signature = []
    }

    private init(_ bundle: TrustBundle, signature: [UInt8]) {
        made = bundle.made
        parts = bundle.parts
        signed = bundle.signed
        self.signature = signature
    }

    private init(made: Instant, parts: [Part], signed: [UInt8], signature: [UInt8]) {
        self.made = made
        self.parts = parts
        self.signed = signed
        self.signature = signature
    }

    /// The same bundle with `signature` over ``signed``.
    package func sealed(with signature: [UInt8]) -> TrustBundle { TrustBundle(self, signature: signature) }

    /// The file.
    package var file: [UInt8] { signed + signature }

    /// True when `bytes` begin as a bundle does.
    package static func isBundle(_ bytes: [UInt8]) -> Bool { bytes.starts(with: firstLine) }

    /// Reads a file; nothing about it is verified, but that each content has the digest that is stated.
    ///
    /// - Returns: nil for what is no bundle, is cut short, or states too much.
    package static func parse(_ file: [UInt8]) -> TrustBundle? {
        guard file.count <= maximumLength, isBundle(file) else { return nil }
        let start = firstLine.count
        guard let end = file[start...].firstIndex(of: 0x0a), end - start <= maximumContents,
            let node = try? JSONNode.parse(Array(file[start..<end]), limits: JSONLimits(size: maximumContents)),
            let made = node["made"]?.text.flatMap({ Instant(rfc3339: $0) }),
            case .array(let contents)? = node["contents"]
        else { return nil }
        var parts: [Part] = []
        var position = end + 1
        for content in contents {
            guard let kind = content["kind"]?.text, ["list", "crl", "ocsp"].contains(kind),
                let manifest = content["manifest"].flatMap(manifest), file.count - position >= manifest.length
            else { return nil }
            let bytes = Array(file[position..<(position + manifest.length)])
            guard PayloadDigest(.sha256, of: bytes) == manifest.digest else { return nil }
            parts.append(Part(kind: kind, manifest: manifest, bytes: bytes))
            position += manifest.length
        }
        return TrustBundle(
            made: made,
            parts: parts,
            signed: Array(file[..<position]),
            signature: Array(file[position...])
        )
    }

    private static func manifest(_ node: JSONNode) -> TrustManifest? {
        var writer = JSONWriter()
        node.write(to: &writer)
        return TrustManifest(writer.bytes)
    }
}
