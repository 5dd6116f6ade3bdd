/// `host:port` as text, split and checked; an IPv6 host stands in brackets.
package struct SocketAddressText: Sendable, Hashable {
    /// Host name or address, without brackets.
    package let host: String
    /// Port; 0 lets the system choose.
    package let port: UInt16

    /// Splits `text`; nil when it is no host and port.
    package init?(_ text: String) {
        guard let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]) else {
            return nil
        }
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
