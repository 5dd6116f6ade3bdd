/// A Kafka record header: a name and bytes, or a name and null.
package struct RecordHeader: Sendable, Hashable {
    /// Name, as sent; header names may repeat in Kafka.
    package let name: String
    /// Value; nil is Kafka's null.
    package let value: [UInt8]?

    /// A header of bytes.
    package init(_ name: String, bytes: [UInt8]?) {
        self.name = name
        self.value = bytes
    }

    /// A header of UTF-8 text.
    package init(_ name: String, _ text: String) {
        self.name = name
        self.value = Array(text.utf8)
    }
}
