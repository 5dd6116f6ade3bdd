/// The fields of an answer in Kafka's protocol; beyond the end everything is 0, empty or null.
struct WireReader {
    private let bytes: [UInt8]
    private var place = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func int8() -> Int8 { Int8(truncatingIfNeeded: take(1)) }
    mutating func int16() -> Int16 { Int16(truncatingIfNeeded: take(2)) }
    mutating func int32() -> Int32 { Int32(truncatingIfNeeded: take(4)) }
    mutating func int64() -> Int64 { Int64(bitPattern: take(8)) }

    /// A string; nil for null.
    mutating func string() -> String? {
        let count = Int(int16())
        return count < 0 ? nil : String(decoding: slice(count), as: UTF8.self)
    }

    /// Bytes behind a length of four bytes, passed over.
    mutating func skipBytes() { _ = slice(max(0, Int(int32()))) }

    /// An array, null as empty, whose elements `body` reads.
    mutating func array<Element>(_ body: (inout WireReader) -> Element) -> [Element] {
        let count = Int(int32())
        return count > 0 ? (0..<count).map { _ in body(&self) } : []
    }

    private mutating func slice(_ count: Int) -> ArraySlice<UInt8> {
        let end = min(bytes.count, place + count)
        defer { place = end }
        return bytes[place..<end]
    }

    private mutating func take(_ width: Int) -> UInt64 { slice(width).reduce(0) { $0 << 8 | UInt64($1) } }
}
