import Core

/// The codes for which registration refuses for good, as bits in the order of ``all``.
struct RelationCodes: OptionSet, Sendable, Hashable {
    let rawValue: UInt16

    /// The codes that have a bit. New ones go to the end: the bits stand in `case.<plane>`.
    static let all: [RejectionCode] = [
        .dataKeyExists, .dataKeyUnknown, .notOwner, .codeTaken, .codeChanged, .superseded, .caseClosed,
    ]

    init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    init(_ codes: some Sequence<RejectionCode>) {
        var bits: UInt16 = 0
        for code in codes { if let place = RelationCodes.all.firstIndex(of: code) { bits |= 1 << UInt16(place) } }
        rawValue = bits
    }

    /// The codes in the order of ``all``.
    var codes: [RejectionCode] {
        RelationCodes.all.enumerated().filter { rawValue & (1 << UInt16($0.offset)) != 0 }.map(\.element)
    }
}
