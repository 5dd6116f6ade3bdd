/// An `http://` address taken apart: the only kind that trust data are fetched from.
///
/// CRLs and OCSP answers carry their own signatures, so the transport need not be trusted (RFC 5280 §8); fetching a list
/// over TLS would need the very lists that are being fetched.
package struct HTTPAddress: Sendable, Hashable {
    /// Longest address that is taken, in bytes.
    static let limit = 1024

    /// The address as it was given.
    package let text: String
    /// Host name or address, an IPv6 address without its brackets.
    package let host: String
    /// Port in digits.
    package let port: String
    /// Path and query; begins with a slash.
    package let path: String

    /// Reads `text`; nil for other schemes, user names, fragments, and whatever is not printable ASCII.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= HTTPAddress.limit, bytes.allSatisfy({ (0x21...0x7e).contains($0) }) else { return nil }
        guard text.prefix(7).lowercased() == "http://" else { return nil }
        let rest = text.dropFirst(7)
        guard !rest.contains("#") else { return nil }
        let authority = rest.prefix { $0 != "/" && $0 != "?" }
        guard !authority.isEmpty, !authority.contains("@") else { return nil }
        let tail = rest.dropFirst(authority.count)
        path = tail.hasPrefix("/") ? String(tail) : "/" + tail
        var name = authority
        var digits: Substring = "80"
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            name = authority[authority.index(after: authority.startIndex)..<end]
            let after = authority[authority.index(after: end)...]
            if !after.isEmpty {
                guard after.hasPrefix(":") else { return nil }
                digits = after.dropFirst()
            }
        } else if let colon = authority.firstIndex(of: ":") {
            name = authority[..<colon]
            digits = authority[authority.index(after: colon)...]
        }
        guard !name.isEmpty, let number = UInt16(digits), number > 0, digits.utf8.allSatisfy({ 0x30...0x39 ~= $0 })
        else { return nil }
        host = String(name)
        port = String(number)
        self.text = text
    }
}
