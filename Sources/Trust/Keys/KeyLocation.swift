/// Where a private key is.
package enum KeyLocation: Sendable, Hashable, CustomStringConvertible {
    /// A file.
    case file(String)
    /// A URI that OpenSSL's key stores understand: `file:…` out of the box, `pkcs11:…` with a provider for it.
    case uri(String)

    /// Reads `text`: a URI when it begins with a scheme (a letter, then at least one letter, digit, `+`, `-` or `.`, then a
    /// colon), else a path.
    ///
    /// - Parameter absolute: makes a relative path absolute.
    package init(_ text: String, absolute: (String) -> String) {
        let scheme = text.utf8.prefix { $0 != UInt8(ascii: ":") }
        let isScheme =
            scheme.count >= 2 && scheme.count < text.utf8.count
            && scheme.first.map(KeyLocation.isLetter) == true
            && scheme.allSatisfy { KeyLocation.isLetter($0) || (0x30...0x39).contains($0) || "+-.".utf8.contains($0) }
        self = isScheme ? .uri(text) : .file(absolute(text))
    }

    /// The file behind a path or a `file:` URI (RFC 8089); nil for other stores.
    package var path: String? {
        switch self {
        case .file(let path): return path
        case .uri(let uri):
            guard uri.hasPrefix("file:") else { return nil }
            let rest = uri.dropFirst(5)
            for authority in ["//localhost/", "///"] where rest.hasPrefix(authority) {
                return "/" + rest.dropFirst(authority.count)
            }
            return String(rest)
        }
    }

    /// The path or URI, without a PIN that a PKCS#11 URI may hold.
    package var description: String {
        switch self {
        case .file(let path): path
        case .uri(let uri): KeyLocation.withoutSecrets(uri)
        }
    }

    /// `pin-value` is an attribute of PKCS#11 URIs (RFC 7512 §2.4).
    static func withoutSecrets(_ uri: String) -> String {
        let pieces = uri.split(separator: "pin-value=", omittingEmptySubsequences: false)
        return pieces.dropFirst().reduce(String(pieces.first ?? "")) { text, piece in
            text + "pin-value=…" + piece.drop { !"&;?".contains($0) }
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7a).contains(byte | 0x20) }
}
