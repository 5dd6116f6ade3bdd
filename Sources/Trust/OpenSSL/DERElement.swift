/// One DER element (X.690 §10.1): tag and content, with a definite length in its shortest form.
///
/// Only what must be looked at before or beside OpenSSL is read with it: the frame of a CMS document and the two integers of
/// a signature. It takes bytes apart and never recurses.
struct DERElement {
    /// The tag octet; tags of more than one octet are not read.
    let tag: UInt8
    /// The whole element, tag and length included.
    let encoded: ArraySlice<UInt8>
    /// Its content.
    let content: ArraySlice<UInt8>

    /// Takes the first element off `bytes`; nil when there is none of that form, and `bytes` is then unchanged.
    init?(takenFrom bytes: inout ArraySlice<UInt8>) {
        guard bytes.count >= 2 else { return nil }
        let start = bytes.startIndex
        let tag = bytes[start]
        guard tag & 0x1f != 0x1f else { return nil }
        var length = Int(bytes[start + 1])
        var header = 2
        if length >= 0x80 {
            let octets = length & 0x7f
            // 0 octets is the indefinite form; 4 suffice for everything that is accepted at all.
            guard (1...4).contains(octets), bytes.count >= 2 + octets else { return nil }
            length = bytes[(start + 2)..<(start + 2 + octets)].reduce(0) { $0 << 8 | Int($1) }
            header += octets
            guard length >= 0x80, octets == 1 || length >> (8 * (octets - 1)) > 0 else { return nil }
        }
        guard bytes.count - header >= length else { return nil }
        self.tag = tag
        encoded = bytes[start..<(start + header + length)]
        content = encoded[(start + header)...]
        bytes = bytes[(start + header + length)...]
    }

    /// The elements of `content`, at most `limit`; nil when it does not consist of such elements alone.
    static func elements(_ content: ArraySlice<UInt8>, limit: Int) -> [DERElement]? {
        var rest = content
        var elements: [DERElement] = []
        while !rest.isEmpty {
            guard elements.count < limit, let element = DERElement(takenFrom: &rest) else { return nil }
            elements.append(element)
        }
        return elements
    }
}
