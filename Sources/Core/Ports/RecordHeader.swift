/// A Kafka record header: a name and bytes, or a name and null.
package struct RecordHeader: Sendable, Hashable {
    /// Name, as sent; header names may repeat in Kafka. What is not UTF-8 stands as U+FFFD.
    package let name: String
    /// The bytes of a name that is not UTF-8, so that it can be passed on as it came; nil for all others.
    package let foreignName: [UInt8]?
    /// Value; nil is Kafka's null.
    package let value: [UInt8]?

    /// A header of bytes.
    package init(_ name: String, bytes: [UInt8]?) {
        self.name = name
        self.foreignName = nil
        self.value = bytes
    }

    /// A header whose name came as `foreignName`, which need not be UTF-8.
    package init(foreignName: [UInt8], bytes: [UInt8]?) {
        let text = String(decoding: foreignName, as: UTF8.self)
        name = text
        self.foreignName = text.utf8.elementsEqual(foreignName) ? nil : foreignName
        value = bytes
    }

    /// A header of UTF-8 text.
    package init(_ name: String, _ text: String) {
        self.name = name
        self.foreignName = nil
        self.value = Array(text.utf8)
    }
}
