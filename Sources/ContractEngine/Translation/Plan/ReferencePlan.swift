/// Where a value is read from.
enum ReferencePlan: Sendable, Hashable {
    /// A member of the source document.
    case slot(Int)
    /// A member of each element of arrays in the source document.
    case list(Int)
    /// A title field, which a national record may also hold as a member.
    case title(TitleField, slot: Int?)
    /// The item of the n-th field of the `each` around.
    case item(Int)
}
