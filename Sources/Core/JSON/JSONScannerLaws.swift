/// What must hold for the scanner on any bytes; checked by fuzzing and on the committed corpus.
package enum JSONScannerLaws {
    /// Checks the laws on `bytes`.
    ///
    /// - Returns: the law that is broken, or nil.
    package static func violation(by bytes: [UInt8]) -> String? {
        var tape = JSONTape()
        if let failure = tape.scan(bytes.span) {
            guard failure.offset >= 0, failure.offset <= bytes.count else { return "the failure lies outside the text" }
            guard failure.line >= 1, failure.column >= 1 else { return "line and column begin at 1" }
            guard failure.pointer.utf8.count <= JSONPointer.maximumLength else { return "the pointer is unbounded" }
            return tape.count == 0 ? nil : "a refused text leaves a tape"
        }
        if let broken = nesting(tape, bytes) { return broken }
        return rewriting(bytes)
    }

    /// An accepted tape is well nested: links lead to the end of their container, keys and values alternate.
    private static func nesting(_ tape: JSONTape, _ bytes: [UInt8]) -> String? {
        guard tape.count > 0, tape.indexAfter(0) == tape.count else { return "the tape is not one value" }
        for index in 0..<tape.count {
            let token = tape[index]
            guard token.start <= token.end, Int(token.end) <= bytes.count else {
                return "a token lies outside the text"
            }
            if token.kind == .string, JSONText.string(bytes.span, token).unicodeScalars.count != Int(token.link) {
                return "a length in scalars is wrong"
            }
            guard token.isContainer else { continue }
            var child = index + 1
            while child < Int(token.link) {
                if token.kind == .object {
                    guard tape[child].kind == .key else { return "a member without a key" }
                    child += 1
                }
                guard child < tape.count, tape[child].kind != .key else { return "a key without a value" }
                guard tape[child].start >= token.start, tape[child].end <= token.end else {
                    return "a value leaves home"
                }
                child = tape.indexAfter(child)
            }
            guard child == Int(token.link) else { return "a container ends inside a value" }
        }
        return nil
    }

    /// What was accepted and is written again is accepted, and means the same.
    private static func rewriting(_ bytes: [UInt8]) -> String? {
        guard let node = try? JSONNode.parse(bytes) else { return "a text is accepted once and refused once" }
        var writer = JSONWriter()
        node.write(to: &writer)
        // Control characters take up to six times their room when they are escaped.
        guard let again = try? JSONNode.parse(writer.bytes, limits: JSONLimits(size: 8 << 20)) else {
            return "what the writer wrote is refused"
        }
        return again == node ? nil : "what the writer wrote means something else"
    }
}
