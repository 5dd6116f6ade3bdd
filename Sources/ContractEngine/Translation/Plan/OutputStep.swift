/// One step of the output, in its order.
enum OutputStep: Sendable {
    /// Opens a block.
    case open(Int)
    /// Closes a block.
    case close(Int)
    /// Writes the first of these rows that has a value.
    case rows([Int])
    /// Writes a list.
    case each(Int)
    /// Writes the members that nobody knows and that are passed on.
    case extras
}
