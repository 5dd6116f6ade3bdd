/// `host:port` as text, split and checked; an IPv6 host stands in brackets.
package struct SocketAddressText: Sendable, Hashable {
    /// Host name or address, without brackets.
    package let host: String
    /// Port; 0 lets the system choose.
    package let port: UInt16

    /// Splits `text`; nil when it is no host and port.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let digits = text[text.index(after: colon)...]
        // `UInt16` alone would take a sign as well.
        guard let port = UInt16(digits), digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            return nil
        }
        guard !host.isEmpty else { return nil }
        self.host = String(host)
        self.port = port
    }
}
