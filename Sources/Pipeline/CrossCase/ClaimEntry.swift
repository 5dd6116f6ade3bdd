/// What the index remembers of one claim; 32 bytes beside its key.
struct ClaimEntry: BitwiseCopyable, Sendable, Equatable {
    /// ``ClaimCode``.
    let code: UInt64
    /// Of a code what tells its case from others; of a need the time at which it is told, in milliseconds since 1970.
    let word: UInt64
    /// Where it stands in its partition of `claims.<plane>`: names, ids and keys are read there when they are to be told.
    let offset: Int64
    /// The claim of the same code that came before, and the one that came after; ``none`` at the ends.
    var older = ClaimEntry.none
    var newer = ClaimEntry.none

    /// No entry.
    static let none = UInt32.max

    init(code: ClaimCode, word: UInt64, offset: Int64) {
        self.code = code.rawValue
        self.word = word
        self.offset = offset
    }

    var kind: ClaimKind { ClaimKind(rawValue: code & 7) ?? .code }
}
