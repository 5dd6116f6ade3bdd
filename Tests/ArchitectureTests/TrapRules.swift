/// Constructs that end the process on a value nobody expected, and the marks of unsafe code.
enum TrapRules {
    private static let words = ["fatalError(", "preconditionFailure(", "try!", "as!"]
    /// Allowed for an invariant of our own, when a comment on the line or directly above names it.
    private static let explained = "preconditionFailure("

    /// `fatalError`, `preconditionFailure`, `try!`, `as!`, force unwraps and implicitly unwrapped types.
    static func violations(in file: SourceFile) -> [Violation] {
        file.code.flatMap { line, text -> [Violation] in
            let named = words.filter { contains(text, $0) && !($0 == explained && hasComment(line, in: file)) }
            var found = named.map { file.violation(line, "\($0) ends the process") }
            if named.isEmpty, hasForceUnwrap(text) { found.append(file.violation(line, "force unwrap")) }
            return found
        }
    }

    /// `unsafe` outside the targets that touch C.
    static func unsafeViolations(in file: SourceFile) -> [Violation] {
        let mayTouchMemory = ["Trust", "Bus", "Platform"].contains(file.target) || file.target.hasPrefix("Fuzz")
        guard !mayTouchMemory else { return [] }
        return file.code.compactMap { line, text in
            words(of: text).contains("unsafe") ? file.violation(line, "unsafe outside Trust, Bus and Platform") : nil
        }
    }

    private static func hasComment(_ line: Int, in file: SourceFile) -> Bool {
        file.lexed.comments[max(line - 2, 0)..<line].contains { $0.contains("//") }
    }

    /// An exclamation mark directly behind a value or a type: not `!=`, not the prefix operator.
    static func hasForceUnwrap(_ code: String) -> Bool {
        let bytes = Array(code.utf8)
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "!") && index > 0 {
            let before = bytes[index - 1]
            let after = index + 1 < bytes.count ? bytes[index + 1] : 0
            let afterThat = index + 2 < bytes.count ? bytes[index + 2] : 0
            let endsValue =
                isIdentifier(before)
                || [
                    UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: ">"),
                    UInt8(ascii: "\""), UInt8(ascii: "?"), UInt8(ascii: "!"), UInt8(ascii: "`"),
                ].contains(before)
            let isComparison = after == UInt8(ascii: "=") && afterThat != UInt8(ascii: "=")
            if endsValue && !isComparison { return true }
        }
        return false
    }

    private static func isIdentifier(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "_") || byte >= 0x80 || (byte >= 0x30 && byte <= 0x39)
            || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
    }

    /// True when `word` stands in `text` and is not the end of a longer name.
    private static func contains(_ text: String, _ word: String) -> Bool {
        text.ranges(of: word).contains { range in
            range.lowerBound == text.startIndex
                || !isIdentifier(text[..<range.lowerBound].utf8.last ?? 0)
        }
    }

    /// The identifiers and keywords in a line.
    static func words(of text: String) -> [String] {
        text.utf8.split { !isIdentifier($0) }.compactMap { String($0) }
    }
}
