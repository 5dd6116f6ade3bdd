internal import CRDKafka
internal import Core

/// Owner of a `rd_kafka_topic_partition_list_t`.
///
/// `@safe`: the pointer never leaves except inside ``withPointer(_:)``, and is freed once, when the owner ends.
@safe struct PartitionList: ~Copyable {
    private let pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>

    /// An empty list with room for `capacity` partitions.
    init(capacity: Int) {
        // The library aborts the process when memory ends, it never returns null.
        unsafe pointer = rd_kafka_topic_partition_list_new(Int32(clamping: capacity))
    }

    /// A list of `partitions` without offsets.
    init(_ partitions: some Collection<TopicPartition>) {
        self.init(capacity: partitions.count)
        for partition in partitions { add(partition) }
    }

    /// A list of `offsets` to resume at.
    init(_ offsets: [TopicPartition: Int64]) {
        self.init(capacity: offsets.count)
        for (partition, offset) in offsets { add(partition, offset: offset) }
    }

    /// Takes over a list that the library handed out to be destroyed by its caller.
    init(adopting pointer: UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) {
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        // The owner is noncopyable: this is the only reference.
        unsafe rd_kafka_topic_partition_list_destroy(pointer)
    }

    /// Adds a partition, with the offset to use where one is meant.
    func add(_ partition: TopicPartition, offset: Int64? = nil) {
        // The library copies the name; the element it returns lies in our list, which outlives this statement.
        let element = unsafe rd_kafka_topic_partition_list_add(pointer, partition.topic, partition.partition)
        if let offset { unsafe element?.pointee.offset = offset }
    }

    /// Adds a topic to subscribe to.
    func add(topic: String) {
        // The library copies the name and ignores the partition of a subscription.
        _ = unsafe rd_kafka_topic_partition_list_add(
            pointer,
            topic,
            hutong_rdkafka_unassigned_partition()
        )
    }

    /// The list's elements with their offsets and error codes.
    var elements: [Element] {
        unsafe Self.elements(of: UnsafePointer(pointer))
    }

    /// Copies the elements of a list that the library owns; `list` must be valid during the call.
    static func elements(of list: UnsafePointer<rd_kafka_topic_partition_list_t>) -> [Element] {
        // `elems` points at `cnt` initialised elements, each with a terminated name.
        unsafe UnsafeBufferPointer(start: list.pointee.elems, count: Int(list.pointee.cnt)).map { element in
            Element(
                partition: TopicPartition(unsafe String(cString: element.topic), unsafe element.partition),
                offset: unsafe element.offset,
                error: unsafe element.err.rawValue
            )
        }
    }

    /// Lends the pointer for one call of the library.
    func withPointer<Result>(
        _ body: (UnsafeMutablePointer<rd_kafka_topic_partition_list_t>) -> Result
    ) -> Result {
        unsafe body(pointer)
    }

    /// One entry of a list.
    struct Element: Sendable {
        /// Topic and partition.
        let partition: TopicPartition
        /// Offset; negative values are the library's logical offsets.
        let offset: Int64
        /// Error of this partition, 0 for none.
        let error: Int32
    }
}
