/// Writes DER (X.690 §10): what CMS needs, and nothing that reads.
enum DERWriter {
    /// The tags in use.
    enum Tag: UInt8 {
        case integer = 0x02
        case octetString = 0x04
        case null = 0x05
        case objectIdentifier = 0x06
        case utf8String = 0x0c
        case printableString = 0x13
        case sequence = 0x30
        case set = 0x31
        case implicit0 = 0x80
        case context0 = 0xa0
        case context1 = 0xa1
        case context2 = 0xa2
        case context4 = 0xa4
    }

    /// An element: tag, shortest definite length, content.
    static func element(_ tag: Tag, _ content: [UInt8]) -> [UInt8] {
        var length = content.count
        if length < 0x80 { return [tag.rawValue, UInt8(length)] + content }
        var octets: [UInt8] = []
        while length > 0 {
            octets.insert(UInt8(truncatingIfNeeded: length), at: 0)
            length >>= 8
        }
        return [tag.rawValue, 0x80 | UInt8(octets.count)] + octets + content
    }

    /// A SEQUENCE of encoded elements.
    static func sequence(_ elements: [UInt8]...) -> [UInt8] {
        element(.sequence, Array(elements.joined()))
    }

    /// A SET OF encoded elements, which DER sorts (X.690 §11.6).
    static func set(_ elements: [[UInt8]]) -> [UInt8] {
        element(.set, Array(elements.sorted { $0.lexicographicallyPrecedes($1) }.joined()))
    }

    /// An INTEGER from 0 to 127.
    static func integer(_ value: UInt8) -> [UInt8] {
        element(.integer, value < 0x80 ? [value] : [0, value])
    }

    /// NULL.
    static let null: [UInt8] = [Tag.null.rawValue, 0]

    /// An OBJECT IDENTIFIER from its dotted form, which comes from ``OID``; arcs that are no numbers are passed over.
    static func objectIdentifier(_ dotted: String) -> [UInt8] {
        let arcs = dotted.split(separator: ".").compactMap { UInt64($0) }
        guard arcs.count >= 2 else { return element(.objectIdentifier, []) }
        var content: [UInt8] = []
        for arc in [arcs[0] * 40 + arcs[1]] + arcs.dropFirst(2) {
            var groups = [UInt8(arc & 0x7f)]
            var rest = arc >> 7
            while rest > 0 {
                groups.insert(UInt8(rest & 0x7f) | 0x80, at: 0)
                rest >>= 7
            }
            content += groups
        }
        return element(.objectIdentifier, content)
    }
}
