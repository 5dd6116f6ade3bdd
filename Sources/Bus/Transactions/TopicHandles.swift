/// Topic handles, one per record of a batch, borrowed from ``OutputTopics`` for the length of one commit.
///
/// `@safe`: the pointers are only used by ``TransactionalProducer``, which owns the topics they come from.
@safe struct TopicHandles {
    /// The handles in the order of the records.
    private(set) var pointers: [OpaquePointer] = unsafe []

    /// Room for `capacity` handles.
    init(capacity: Int) {
        unsafe pointers.reserveCapacity(capacity)
    }

    /// Adds a handle.
    mutating func append(_ pointer: OpaquePointer) {
        unsafe pointers.append(pointer)
    }

    /// Adds the last handle once more: neighbouring records often go to one topic.
    mutating func repeatLast() {
        guard let last = unsafe pointers.last else { return }
        unsafe pointers.append(last)
    }
}
