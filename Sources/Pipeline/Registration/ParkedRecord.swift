import Core

/// A record that waits for its parent: where its bytes stand, and until when it may wait.
struct ParkedRecord: Sendable, Hashable {
    /// Its offset in `admitted.<plane>`; the partition is that of the case.
    let offset: Int64
    /// Registry id of its sender.
    let sender: String
    /// The parent that is missing.
    let parent: ParentDemand
    /// Key of the record that it adds, changes or deletes: whatever comes later for the same record waits behind it.
    let record: EntryKey
    /// When it is refused if the parent has not come.
    let deadline: Instant
}
