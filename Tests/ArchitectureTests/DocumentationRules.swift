/// What has to be written beside a declaration.
enum DocumentationRules {
    private static let introducers: Set<String> = [
        "func", "var", "let", "init", "subscript", "struct", "class", "enum", "actor", "protocol", "typealias",
        "associatedtype", "macro",
    ]
    private static let modifiers: Set<String> = [
        "static", "final", "override", "mutating", "nonmutating", "convenience", "required", "lazy", "weak", "unowned",
        "indirect", "dynamic", "nonisolated", "isolated", "consuming", "borrowing", "open", "prefix", "postfix",
        "infix",
        "private", "fileprivate", "internal", "package", "public", "class", "distributed", "unsafe", "set",
    ]

    /// `package` and `public` declarations, and members of `package` and `public` protocols, without `///` above.
    ///
    /// What implements a requirement of a protocol of this package inherits the documentation written there.
    static func violations(in file: SourceFile, inheriting: Requirements = Requirements([])) -> [Violation] {
        var found: [Violation] = []
        var protocolDepth: Int?
        var depth = 0
        var type = ""
        let types = NamingRules.declarations(in: file)
        for (line, text) in file.code {
            if let opened = types.last(where: { $0.line == line && $0.isTopLevel }) { type = opened.name }
            let words = declaration(text)
            let access = words.first { $0 == "package" || $0 == "public" }
            let kind = words.last
            let isMember = protocolDepth == depth && kind != nil
            if kind != nil, access != nil || isMember, !isDocumented(line, in: file),
                !inheriting.cover(memberName(text), of: type)
            {
                found.append(file.violation(line, "no doc comment: \(text.drop { $0 == " " })"))
            }
            if kind == "protocol", access != nil { protocolDepth = depth + 1 }
            depth += text.count { $0 == "{" } - text.count { $0 == "}" }
            if let inside = protocolDepth, depth < inside { protocolDepth = nil }
        }
        return found
    }

    /// The name that a line declares: the word after `func`, `var`, `let` and the like.
    static func memberName(_ text: String) -> String {
        let words = TrapRules.words(of: text)
        guard let position = words.firstIndex(where: { introducers.contains($0) && $0 != "class" }) else { return "" }
        return position + 1 < words.count && words[position] != "init" ? words[position + 1] : words[position]
    }

    /// `@unchecked Sendable` without a sentence that names it, `nonisolated(unsafe)` without a comment.
    static func sendableViolations(in file: SourceFile) -> [Violation] {
        file.code.compactMap { line, text in
            if text.contains("@unchecked Sendable"),
                !commentAbove(line, in: file).contains(where: { $0.contains("@unchecked Sendable") })
            {
                return file.violation(line, "no sentence says who may touch it and what enforces that")
            }
            if text.contains("nonisolated(unsafe)"), commentAbove(line, in: file).isEmpty {
                return file.violation(line, "no sentence says who may touch it and what enforces that")
            }
            return nil
        }
    }

    /// The modifiers and the introducer at the beginning of a line, or nothing when it declares nothing.
    private static func declaration(_ text: String) -> [String] {
        var rest = text.drop { $0 == " " }
        var words: [String] = []
        while true {
            // Attributes and the argument of a modifier, such as `private(set)`, are stepped over.
            if rest.hasPrefix("@") {
                rest = rest.dropFirst().drop { $0.isLetter || $0 == "_" }
                rest = droppingArgument(rest).drop { $0 == " " }
                continue
            }
            let word = String(rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" })
            let after = rest.dropFirst(word.count)
            if introducers.contains(word), !(word == "class" && isFollowedByDeclaration(after)) {
                let isUse = word == "init" && !(after.first.map { "(?<!".contains($0) } ?? false)
                return isUse ? [] : words + [word]
            }
            guard modifiers.contains(word) else { return [] }
            words.append(word)
            rest = droppingArgument(after).drop { $0 == " " }
        }
    }

    private static func isFollowedByDeclaration(_ rest: Substring) -> Bool {
        let next = String(rest.drop { $0 == " " }.prefix { $0.isLetter })
        return introducers.contains(next) || modifiers.contains(next)
    }

    private static func droppingArgument(_ rest: Substring) -> Substring {
        guard rest.hasPrefix("(") else { return rest }
        return rest.drop { $0 != ")" }.dropFirst()
    }

    private static func isDocumented(_ line: Int, in file: SourceFile) -> Bool {
        commentAbove(line, in: file).contains { $0.hasPrefix("///") }
    }

    /// The comment lines directly above a declaration, attributes and conditions between them stepped over.
    private static func commentAbove(_ line: Int, in file: SourceFile) -> [String] {
        var found: [String] = []
        var index = line - 2
        while index >= 0 {
            let comment = String(file.lexed.comments[index].drop { $0 == " " })
            let code = file.lexed.code[index].drop { $0 == " " }
            if code.isEmpty, comment.hasPrefix("//") {
                found.append(comment)
            } else if !(code.hasPrefix("@") || code.hasPrefix("#if")) || code.contains("{") {
                break
            }
            index -= 1
        }
        return found
    }
}
