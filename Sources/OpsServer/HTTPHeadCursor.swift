/// A position in the bytes of a request head; knows no bytes itself, so that it can be kept beside a span.
struct HTTPHeadCursor {
    /// Index of the next byte.
    var position = 0
    /// Index behind the last byte that may be read.
    let end: Int

    /// Begins at 0.
    init(end: Int) {
        self.end = end
    }

    /// The next byte, or nil at the end; does not move.
    func peek(_ bytes: Span<UInt8>) -> UInt8? {
        position < end ? bytes[position] : nil
    }

    /// Takes bytes while `belongs` holds, at most up to the end.
    mutating func take(_ bytes: Span<UInt8>, while belongs: (UInt8) -> Bool) -> Range<Int> {
        let start = position
        while position < end, belongs(bytes[position]) { position += 1 }
        return start..<position
    }
}
