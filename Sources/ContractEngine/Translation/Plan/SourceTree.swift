internal import Core

/// The places of a document that a plan reads, as a tree over the names of members.
struct SourceTree: Sendable {
    /// One place.
    struct Node: Sendable {
        var table: FieldTable
        /// Nodes of the members in ``table``, by their numbers.
        var children: [Int]
        /// Slot of the value; -1 when no row reads it.
        var slot = -1
        /// List to which the value is added; -1 when it is no element of an array.
        var list = -1
        /// Node of the elements; -1 when no row looks into them.
        var element = -1
        /// Lists that take one entry for every element.
        var lists: [Int] = []
        /// True when reading leaves alone whatever stands here.
        var isIgnored = false
        /// True for the object whose other members are passed on.
        var isBody = false
        /// RFC 6901, `*` for elements.
        var pointer: String
    }

    let nodes: [Node]
    let slotCount: Int
    let listCount: Int
}
