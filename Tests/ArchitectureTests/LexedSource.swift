/// Swift source with its parts told apart: what is code, what is comment; contents of string literals are neither.
///
/// Both texts have the lines of the original, with blanks in place of everything that is not theirs. Interpolations
/// are code. Bare regex literals are not known; the project writes none.
struct LexedSource {
    let code: [String]
    let comments: [String]

    private enum Context {
        /// Code; inside an interpolation with the number of open parentheses.
        case code(openParentheses: Int?)
        case string(hashes: Int, isMultiline: Bool)
    }

    init(_ text: String) {
        let bytes = Array(text.utf8)
        let space: UInt8 = 0x20
        var code = [UInt8](repeating: space, count: bytes.count)
        var comments = code
        for (index, byte) in bytes.enumerated() where byte == 0x0A {
            code[index] = byte
            comments[index] = byte
        }
        var contexts: [Context] = [.code(openParentheses: nil)]
        var index = 0

        func at(_ position: Int) -> UInt8 { position < bytes.count ? bytes[position] : 0 }
        func starts(_ token: String, at position: Int, hashes: Int = 0) -> Bool {
            guard position < bytes.count, bytes[position] == token.utf8.first else { return false }
            return bytes[position...].starts(
                with: Array(token.utf8) + Array(repeating: UInt8(ascii: "#"), count: hashes)
            )
        }
        func hashes(at position: Int) -> Int {
            var end = position
            while at(end) == UInt8(ascii: "#") { end += 1 }
            return end - position
        }

        while index < bytes.count {
            switch contexts[contexts.count - 1] {
            case .code(let open):
                if starts("//", at: index) {
                    while index < bytes.count, bytes[index] != 0x0A {
                        comments[index] = bytes[index]
                        index += 1
                    }
                } else if starts("/*", at: index) {
                    var depth = 0
                    repeat {
                        let step = starts("/*", at: index) || starts("*/", at: index) ? 2 : 1
                        if starts("/*", at: index) { depth += 1 }
                        if starts("*/", at: index) { depth -= 1 }
                        for _ in 0..<step where index < bytes.count {
                            comments[index] = bytes[index]
                            index += 1
                        }
                    } while depth > 0 && index < bytes.count
                } else if at(index + hashes(at: index)) == UInt8(ascii: "\"") {
                    let count = hashes(at: index)
                    let isMultiline = starts("\"\"\"", at: index + count)
                    code[index + count] = UInt8(ascii: "\"")
                    index += count + (isMultiline ? 3 : 1)
                    contexts.append(.string(hashes: count, isMultiline: isMultiline))
                } else {
                    let byte = bytes[index]
                    code[index] = byte
                    index += 1
                    guard let open else { continue }
                    if byte == UInt8(ascii: "(") { contexts[contexts.count - 1] = .code(openParentheses: open + 1) }
                    if byte == UInt8(ascii: ")") {
                        contexts[contexts.count - 1] = .code(openParentheses: open - 1)
                        if open == 1 { contexts.removeLast() }
                    }
                }
            case .string(let count, let isMultiline):
                let isEscape = starts("\\", at: index, hashes: count)
                if isEscape, at(index + 1 + count) == UInt8(ascii: "(") {
                    index += 1 + count
                    code[index] = bytes[index]
                    index += 1
                    contexts.append(.code(openParentheses: 1))
                } else if isEscape {
                    index += 2 + count
                } else if starts(isMultiline ? "\"\"\"" : "\"", at: index, hashes: count) {
                    code[index] = UInt8(ascii: "\"")
                    index += (isMultiline ? 3 : 1) + count
                    contexts.removeLast()
                } else {
                    if bytes[index] == 0x0A, !isMultiline { contexts.removeLast() }
                    index += 1
                }
            }
        }
        self.code = Self.lines(code)
        self.comments = Self.lines(comments)
    }

    private static func lines(_ bytes: [UInt8]) -> [String] {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }
}
