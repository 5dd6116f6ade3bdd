/// What the register remembers of one message id: which bytes came under it and what was decided; 24 bytes beside its
/// key.
struct MessageEntry: BitwiseCopyable, Sendable, Equatable {
    /// What tells messages under one id apart (``AdmittedSubmission/digest``).
    let digest: UInt64
    /// Number of its case.
    let caseNumber: UInt32
    /// The next message of the case; ``RecordEntry/none`` at the end.
    var next: UInt32
    /// The codes of the refusal; none for an accepted message.
    let refusal: RelationCodes

    /// The same message after another judgement.
    func judgedAnew(_ refusal: RelationCodes) -> MessageEntry {
        MessageEntry(digest: digest, caseNumber: caseNumber, next: next, refusal: refusal)
    }
}
