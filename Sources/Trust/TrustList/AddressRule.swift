/// What counts as the address of revocation data.
enum AddressRule {
    private static let maximumLength = 1024

    /// True when `text` is printable ASCII without spaces, begins with one of `schemes` and names a host.
    static func isAddress(_ text: String, schemes: [String]) -> Bool {
        guard text.utf8.count <= maximumLength, text.utf8.allSatisfy({ 0x21...0x7e ~= $0 }),
            let scheme = schemes.first(where: text.hasPrefix)
        else { return false }
        let host = text.utf8.dropFirst(scheme.utf8.count).prefix { $0 != UInt8(ascii: "/") }
        return !host.isEmpty
    }
}
