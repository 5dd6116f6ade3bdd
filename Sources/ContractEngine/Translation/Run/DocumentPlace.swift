internal import Core

/// Single places of a scanned document.
enum DocumentPlace {
    /// The token at `pointer`; nil when nothing is there.
    static func token(at pointer: String, _ document: [UInt8], _ tape: JSONTape) -> JSONToken? {
        guard tape.count > 0, let tokens = PointerText.tokens(pointer) else { return nil }
        var index = 0
        for name in tokens {
            guard tape[index].kind == .object else { return nil }
            var member = index + 1
            let end = Int(tape[index].link)
            while member < end, JSONText.string(document.span, tape[member]) != name {
                member = tape.indexAfter(member + 1)
            }
            guard member < end else { return nil }
            index = member + 1
        }
        return tape[index]
    }

    /// The text at `pointer`; nil when no string or number is there.
    static func text(at pointer: String, _ document: [UInt8], _ tape: JSONTape) -> String? {
        guard let token = token(at: pointer, document, tape), token.kind == .string || token.kind == .number else {
            return nil
        }
        return JSONText.string(document.span, token)
    }
}
