/// What is to be told, before the claims that it is about are read.
struct FindingDraft {
    /// Of `claims.<plane>`.
    let partition: Int32
    let name: ClaimName
    let offset: Int64
    /// The claim of another case; nil where something is missing.
    let other: ClaimName?
    let otherOffset: Int64?
}
