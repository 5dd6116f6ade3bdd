/// Appends JSON to a byte buffer, compact, in the order of the calls.
///
/// The writer sets commas and colons; that containers are closed and members have keys is the caller's part.
package struct JSONWriter: Sendable {
    /// What has been written.
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    /// A writer with room for `capacity` bytes.
    package init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    /// What has been written, as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Forgets what was written and keeps the room.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    /// `{`
    package mutating func beginObject() { begin(0x7b) }
    /// `}`
    package mutating func endObject() { end(0x7d) }
    /// `[`
    package mutating func beginArray() { begin(0x5b) }
    /// `]`
    package mutating func endArray() { end(0x5d) }

    /// The name of the next member.
    package mutating func key(_ name: String) {
        separate()
        append(quoted: name)
        bytes.append(0x3a)
        needsComma = false
    }

    /// The name of the next member, quoted and with its colon: for names that are written again and again.
    package mutating func key(prepared name: [UInt8]) {
        separate()
        bytes.append(contentsOf: name)
        needsComma = false
    }

    /// A string.
    package mutating func string(_ value: String) {
        separate()
        append(quoted: value)
    }

    /// A string, or null.
    package mutating func string(_ value: String?) {
        if let value { string(value) } else { null() }
    }

    /// A string that stands in UTF-8 already, or null.
    package mutating func string(utf8 value: [UInt8]?) {
        guard let value else { return null() }
        separate()
        bytes.append(0x22)
        let text = value.span
        if JSONWriter.firstEscape(text, from: 0) == text.count {
            bytes.append(contentsOf: value)
        } else {
            append(escaping: text)
        }
        bytes.append(0x22)
    }

    /// An integer; not generic, which would cost more than the digits.
    package mutating func integer(_ value: Int) {
        separate()
        bytes.append(contentsOf: String(value).utf8)
    }

    /// An integer.
    package mutating func integer(_ value: some BinaryInteger) {
        separate()
        bytes.append(contentsOf: String(value).utf8)
    }

    /// A decimal fraction with at most `places` digits after the point, 9 at most; null when it is not finite or
    /// too large to be exact.
    ///
    /// For measurements in reports. Amounts of records never pass through a `Double`.
    package mutating func number(_ value: Double, places: Int = 3) {
        var unit: Int64 = 1
        for _ in 0..<max(0, min(places, 9)) { unit *= 10 }
        let scaled = value * Double(unit)
        // Below 2^53 the sum fits an Int64; the comparison is false for what is not finite.
        guard scaled.magnitude < 9_007_199_254_740_992 else { return null() }
        let whole = Int64(scaled + (scaled < 0 ? -0.5 : 0.5))
        let (quotient, remainder) = whole.magnitude.quotientAndRemainder(dividingBy: unit.magnitude)
        var text = (whole < 0 ? "-" : "") + String(quotient)
        if remainder != 0 {
            var fraction = String(String(remainder + unit.magnitude).dropFirst())
            while fraction.last == "0" { fraction.removeLast() }
            text += "." + fraction
        }
        separate()
        bytes.append(contentsOf: text.utf8)
    }

    /// `true` or `false`.
    package mutating func bool(_ value: Bool) {
        raw(value ? "true" : "false")
    }

    /// `null`
    package mutating func null() {
        raw("null")
    }

    /// A finished JSON value, taken over as it is.
    package mutating func raw(_ value: String) {
        separate()
        bytes.append(contentsOf: value.utf8)
    }

    /// A finished JSON value, or finished members of an object, taken over as they are.
    package mutating func raw(_ value: [UInt8]) {
        separate()
        bytes.append(contentsOf: value)
    }

    /// A finished JSON value: the bytes of `range`, taken over as they are.
    package mutating func raw(_ source: [UInt8], _ range: Range<Int>) {
        separate()
        bytes.append(contentsOf: source[range])
    }

    /// Member `name` with a string.
    package mutating func member(_ name: String, _ value: String) {
        key(name)
        string(value)
    }

    /// Member `name` with a string or null.
    package mutating func member(_ name: String, _ value: String?) {
        key(name)
        string(value)
    }

    /// Member `name` with an integer.
    package mutating func member(_ name: String, _ value: Int) {
        key(name)
        integer(value)
    }

    /// Member `name` with an integer.
    package mutating func member(_ name: String, _ value: some BinaryInteger) {
        key(name)
        integer(value)
    }

    /// Member `name` with a truth value.
    package mutating func member(_ name: String, _ value: Bool) {
        key(name)
        bool(value)
    }

    private mutating func separate() {
        if needsComma { bytes.append(0x2c) }
        needsComma = true
    }

    private mutating func begin(_ bracket: UInt8) {
        separate()
        bytes.append(bracket)
        needsComma = false
    }

    private mutating func end(_ bracket: UInt8) {
        bytes.append(bracket)
        needsComma = true
    }

    /// Quotation mark, reverse solidus and control characters are escaped (RFC 8259 §7), nothing else.
    private mutating func append(quoted value: String) {
        bytes.append(0x22)
        let text = value.utf8Span.span
        if JSONWriter.firstEscape(text, from: 0) == text.count {
            bytes.append(contentsOf: value.utf8)
        } else {
            append(escaping: text)
        }
        bytes.append(0x22)
    }

    private mutating func append(escaping text: Span<UInt8>) {
        var plain = 0..<JSONWriter.firstEscape(text, from: 0)
        while true {
            for index in plain { bytes.append(text[index]) }
            guard plain.upperBound < text.count else { break }
            append(escaped: text[plain.upperBound])
            let next = plain.upperBound + 1
            plain = next..<JSONWriter.firstEscape(text, from: next)
        }
    }

    private mutating func append(escaped byte: UInt8) {
        bytes.append(0x5c)
        switch byte {
        case 0x22, 0x5c: bytes.append(byte)
        case 0x0a: bytes.append(0x6e)
        case 0x0d: bytes.append(0x72)
        case 0x09: bytes.append(0x74)
        default:
            bytes.append(contentsOf: "u00".utf8)
            bytes.append(0x30 + byte >> 4)
            bytes.append(byte & 0xf < 10 ? 0x30 + byte & 0xf : 0x57 + byte & 0xf)
        }
    }

    /// The index of the first byte from `start` on that has to be escaped; the end of `text` when there is none.
    private static func firstEscape(_ text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index + 8 <= text.count, !WordLoad.needsEscape(WordLoad.word(text, index)) { index += 8 }
        while index < text.count, !needsEscape(text[index]) { index += 1 }
        return index
    }

    private static func needsEscape(_ byte: UInt8) -> Bool { byte < 0x20 || byte == 0x22 || byte == 0x5c }
}
