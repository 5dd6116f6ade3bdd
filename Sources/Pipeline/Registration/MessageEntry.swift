/// What the register remembers of one message id: which bytes came under it and what was decided; 24 bytes beside its
/// key.
struct MessageEntry: BitwiseCopyable, Sendable, Equatable {
    /// What tells messages under one id apart (``Relation/content``).
    let digest: UInt64
    /// Number of its case.
    private(set) var caseNumber: UInt32
    /// The next message of the case; ``RecordEntry/none`` at the end.
    var next = RecordEntry.none
    /// The codes of the refusal; none for an accepted message.
    private(set) var refusal: RelationCodes
    /// True when a later message was accepted in its place.
    private(set) var isCorrected: Bool

    init(digest: UInt64, caseNumber: UInt32, refusal: RelationCodes, isCorrected: Bool = false) {
        self.digest = digest
        self.caseNumber = caseNumber
        self.refusal = refusal
        self.isCorrected = isCorrected
    }

    /// True for a message that registration never saw: admission refused it, or it was never sent.
    var isUnseen: Bool { digest == MessageEntry.unseen }

    /// The digest of a message that was never seen.
    static let unseen: UInt64 = 0

    /// The same message, in whose place another one came.
    var corrected: MessageEntry {
        var entry = self
        entry.isCorrected = true
        return entry
    }

    /// The same message after another judgement.
    func judgedAnew(_ refusal: RelationCodes) -> MessageEntry {
        var entry = self
        entry.refusal = refusal
        return entry
    }

    /// The same message where its case has another number.
    func moved(to caseNumber: UInt32) -> MessageEntry {
        var entry = self
        entry.caseNumber = caseNumber
        return entry
    }
}
