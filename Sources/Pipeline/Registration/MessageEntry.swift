/// What the register remembers of one message id: which bytes came under it and what was decided; 24 bytes beside its
/// key.
struct MessageEntry: BitwiseCopyable, Sendable, Equatable {
    /// What tells messages under one id apart (``AdmittedSubmission/digest``).
    let digest: UInt64
    /// Number of its case.
    private(set) var caseNumber: UInt32
    /// The next message of the case; ``RecordEntry/none`` at the end.
    var next = RecordEntry.none
    /// The codes of the refusal; none for an accepted message.
    private(set) var refusal: RelationCodes

    init(digest: UInt64, caseNumber: UInt32, refusal: RelationCodes) {
        self.digest = digest
        self.caseNumber = caseNumber
        self.refusal = refusal
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
