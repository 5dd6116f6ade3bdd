/// The fields of a request in Kafka's protocol, in the forms of before KIP-482.
struct WireBytes {
    private(set) var bytes: [UInt8] = []

    mutating func int8(_ value: Int8) { bytes.append(UInt8(bitPattern: value)) }
    mutating func int16(_ value: Int16) { append(UInt64(UInt16(bitPattern: value)), 2) }
    mutating func int32(_ value: Int32) { append(UInt64(UInt32(bitPattern: value)), 4) }
    mutating func int64(_ value: Int64) { append(UInt64(bitPattern: value), 8) }
    mutating func bool(_ value: Bool) { int8(value ? 1 : 0) }

    /// A string, or null.
    mutating func string(_ value: String?) {
        guard let value else { return int16(-1) }
        int16(Int16(value.utf8.count))
        bytes += Array(value.utf8)
    }

    /// An array whose elements `body` writes.
    mutating func array<Element>(_ elements: [Element], _ body: (inout WireBytes, Element) -> Void) {
        int32(Int32(elements.count))
        for element in elements { body(&self, element) }
    }

    private mutating func append(_ value: UInt64, _ width: Int) {
        for place in stride(from: width - 1, through: 0, by: -1) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * place)))
        }
    }
}
