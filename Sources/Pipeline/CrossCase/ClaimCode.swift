import Trust

/// The name of a value that reaches beyond its case, and what is said of it: 61 bits of a digest and the kind in the
/// three lowest.
///
/// The lowest bit is clear, which tells it from a code within a case (``RelationName/code(_:of:)``): the register keeps
/// both in one list. There is no sender and no case in it, or two records of two cases would never meet.
struct ClaimCode: RawRepresentable, Hashable, Sendable {
    let rawValue: UInt64

    /// A code that was written down before; nil for a code within a case, and for anything else.
    init?(rawValue: UInt64) {
        guard ClaimKind(rawValue: rawValue & 7) != nil else { return nil }
        self.rawValue = rawValue
    }

    /// The name of what `values` of `fields` of `dataset` are, said as `kind`.
    ///
    /// A parent that is needed and one that is there have one name but for the kind: both are named by the parent's data
    /// set and fields.
    init(_ kind: ClaimKind, dataset: String, fields: [String], values: [String]) {
        // Values come from a payload and may hold anything: their lengths keep them apart.
        let text = values.map { "\($0.utf8.count):\($0)" }.joined()
        let name = EntryKey("x", kind == .code ? "u" : "p", dataset, fields.joined(separator: ","), text)
        rawValue = name.high & ~7 | kind.rawValue
    }

    /// What is said of the value.
    var kind: ClaimKind { ClaimKind(rawValue: rawValue & 7) ?? .code }

    /// Sixteen hexadecimal digits.
    var text: String { Hexadecimal.encode(rawValue) }

    /// The same value, said as `kind`.
    func said(as kind: ClaimKind) -> ClaimCode { ClaimCode(rawValue & ~7 | kind.rawValue) }

    private init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }
}
