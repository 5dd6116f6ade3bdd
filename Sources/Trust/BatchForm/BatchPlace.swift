import Core

/// The headers `ce_sigbatch` and `ce_sigpath` of one record: its place in a tree and what the sender says of the tree.
/// Nothing of it is verified.
struct BatchPlace {
    /// Longest text of `created` in bytes.
    static let maximumTimeLength = 64
    /// Longest `ce_sigbatch` in bytes.
    static let maximumLength = 256

    /// The signer's time, as it was written.
    let created: String
    /// ``created`` as an instant.
    let time: Instant
    /// Root of the tree, 32 bytes.
    let root: [UInt8]
    /// Count, index and sibling hashes.
    let path: MerklePath

    /// Reads `count=1024;index=17;created=…;root=<base64>` and the base64 of the path, nil where the header is absent: each
    /// part once, in this order, numbers without leading zeros, so that there is one text for each place.
    init?(_ text: [UInt8], path encoded: [UInt8]?) {
        guard text.count <= BatchPlace.maximumLength else { return nil }
        var rest = text[...]
        guard let count = BatchPlace.value("count", takenFrom: &rest).flatMap(BatchPlace.number),
            let index = BatchPlace.value("index", takenFrom: &rest).flatMap(BatchPlace.number),
            let created = BatchPlace.value("created", takenFrom: &rest),
            created.count <= BatchPlace.maximumTimeLength,
            created.allSatisfy({ (0x21..<0x7f).contains($0) }),
            let time = Instant(rfc3339: String(decoding: created, as: UTF8.self)),
            let root = BatchPlace.value("root", takenFrom: &rest).flatMap({
                Base64.decode($0.span, limit: MerkleHasher.size)
            }), root.count == MerkleHasher.size, rest.isEmpty, text.last != BatchPlace.semicolon
        else { return nil }
        // An empty path is said by leaving the header out.
        guard encoded?.isEmpty != true,
            let siblings = encoded.map({ Base64.decode($0, limit: 16 * MerkleHasher.size) }) ?? [],
            let path = MerklePath(count: count, index: index, siblings: siblings)
        else { return nil }
        self.created = String(decoding: created, as: UTF8.self)
        self.time = time
        self.root = root
        self.path = path
    }

    private static let semicolon = UInt8(ascii: ";")

    /// The value of the part `name=…` at the beginning of `text`, which goes with the semicolon behind it; nil when another
    /// part stands there, or none, or an empty one.
    private static func value(_ name: String, takenFrom text: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let end = text.firstIndex(of: semicolon) ?? text.endIndex
        let part = text[..<end]
        let prefix = name.utf8
        guard part.count > prefix.count + 1, part.starts(with: prefix),
            part[part.startIndex + prefix.count] == UInt8(ascii: "=")
        else { return nil }
        text = text[min(end + 1, text.endIndex)...]
        return part.dropFirst(prefix.count + 1)
    }

    /// A decimal number of up to five digits without leading zeros.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard (1...5).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            digits.count == 1 || digits.first != 0x30
        else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// The value of `ce_sigbatch` for a place.
    static func text(count: Int, index: Int, created: String, root: [UInt8]) -> String {
        "count=\(count);index=\(index);created=\(created);root=\(Base64.encode(root))"
    }
}
