/// The revocation lists in an export of an LDAP directory (LDIF, RFC 2849).
///
/// Authorities publish lists in directories under the attributes of RFC 4523 §2; `ldapsearch` and every directory's own tools
/// write them as base64. Nothing is looked up anywhere: a value that stands elsewhere (`:<`) is not followed.
enum DirectoryExport {
    /// The attributes of RFC 4523 §2 that hold lists, in small letters.
    private static let attributes: Set<String> = [
        "certificaterevocationlist", "authorityrevocationlist", "deltarevocationlist",
    ]

    /// The lists of `bytes` in order, each in DER and not looked into; nil when no attribute of that sort is there.
    ///
    /// A value that is no base64 stands for itself, so that whoever verifies it can say which one is of no use.
    static func lists(in bytes: [UInt8]) -> [[UInt8]]? {
        var lists: [[UInt8]] = []
        var rest = bytes[...]
        var line: [UInt8] = []
        while let physical = nextLine(&rest) {
            // A line that begins with a space continues the one before (RFC 2849 note 2).
            if physical.first == 0x20 {
                line += physical.dropFirst()
                continue
            }
            take(line, into: &lists)
            line = Array(physical)
        }
        take(line, into: &lists)
        return lists.isEmpty ? nil : lists
    }

    private static func nextLine(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard !rest.isEmpty else { return nil }
        let end = rest.firstIndex(of: 0x0a) ?? rest.endIndex
        let line = rest[rest.startIndex..<end]
        rest = rest[min(end + 1, rest.endIndex)...]
        return line.last == 0x0d ? line.dropLast() : line
    }

    private static func take(_ line: [UInt8], into lists: inout [[UInt8]]) {
        guard line.first != UInt8(ascii: "#"), let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return }
        // Options such as `;binary` belong to the description, not to the name.
        let name = line[..<colon].prefix { $0 != UInt8(ascii: ";") }
        guard name.count <= 64, attributes.contains(String(decoding: name, as: UTF8.self).lowercased()) else { return }
        let value = line[(colon + 1)...]
        guard value.first == UInt8(ascii: ":") else {
            lists.append(Array(value))
            return
        }
        let encoded = Array(value.dropFirst().drop { $0 == 0x20 })
        lists.append(Base64.decode(encoded, limit: RevocationList.maximumLength) ?? encoded)
    }
}
