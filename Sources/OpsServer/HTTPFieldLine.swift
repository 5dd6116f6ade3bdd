/// One line of a head after the request line: a field, or the empty line that ends the head (RFC 9112 §5).
enum HTTPFieldLine {
    case unfinished
    case refused(HTTPRefusal)
    /// A field: its name in lower case, and its value without surrounding blanks.
    case field(name: String, value: String)
    case end

    /// Reads one line with its end.
    static func read(_ bytes: Span<UInt8>, _ cursor: inout HTTPHeadCursor) -> HTTPFieldLine {
        guard let first = cursor.peek(bytes) else { return .unfinished }
        if first == HTTPByte.carriageReturn {
            return lineEnd(bytes, &cursor) ?? .end
        }
        let name = cursor.take(bytes, while: HTTPByte.isToken)
        guard let afterName = cursor.peek(bytes) else { return .unfinished }
        // A blank before the colon, or at the start of the line (a folded field), is a way to smuggle; refused.
        guard !name.isEmpty, afterName == 0x3A else { return .refused(.malformed) }
        cursor.position += 1
        let value = cursor.take(bytes, while: HTTPByte.isFieldValue)
        guard let afterValue = cursor.peek(bytes) else { return .unfinished }
        guard afterValue == HTTPByte.carriageReturn else { return .refused(.malformed) }
        if let stop = lineEnd(bytes, &cursor) { return stop }
        return .field(
            name: HTTPByte.text(bytes, name).lowercased(),
            value: trimmed(bytes, value)
        )
    }

    /// Takes CR LF; nil when it stood there.
    private static func lineEnd(_ bytes: Span<UInt8>, _ cursor: inout HTTPHeadCursor) -> HTTPFieldLine? {
        cursor.position += 1
        guard let second = cursor.peek(bytes) else { return .unfinished }
        guard second == HTTPByte.lineFeed else { return .refused(.malformed) }
        cursor.position += 1
        return nil
    }

    private static func trimmed(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
        func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        var range = range
        while let first = range.first, isBlank(bytes[first]) { range = range.dropFirst() }
        while let last = range.last, isBlank(bytes[last]) { range = range.dropLast() }
        return HTTPByte.text(bytes, range)
    }
}
