/// Names of files and types, and words that have no place in a source.
enum NamingRules {
    private static let kinds: Set<String> = ["struct", "class", "enum", "actor", "protocol", "typealias"]
    private static let drawers = ["Manager", "Helper", "Helpers", "Util", "Utils", "Utility", "Utilities", "Impl"]

    struct Declaration: Hashable {
        let line: Int
        let kind: String
        let name: String
        let isShared: Bool
        let isTopLevel: Bool
        /// What stands behind the colon: superclass and protocols.
        let inherited: [String]
    }

    /// Types and extensions of a file.
    static func declarations(in file: SourceFile) -> [Declaration] {
        var depth = 0
        var found: [Declaration] = []
        for (line, text) in file.code {
            let words = text.split { !($0.isLetter || $0.isNumber || "_.@".contains($0)) }.map(String.init)
            if let position = words.firstIndex(where: { kinds.contains($0) || $0 == "extension" }),
                position + 1 < words.count, words[..<position].allSatisfy(isModifier),
                !isMemberOfClass(words[position + 1])
            {
                let isHidden = words[..<position].contains { $0 == "private" || $0 == "fileprivate" }
                let isShared = words[..<position].contains { $0 == "package" || $0 == "public" }
                if !isHidden {
                    found.append(
                        Declaration(
                            line: line,
                            kind: words[position],
                            name: words[position + 1],
                            isShared: isShared,
                            isTopLevel: depth == 0,
                            inherited: inherited(text)
                        )
                    )
                }
            }
            depth += text.count { $0 == "{" } - text.count { $0 == "}" }
        }
        return found
    }

    /// The names behind the colon of a declaration's line, generic parameters left out.
    private static func inherited(_ text: String) -> [String] {
        var depth = 0
        let plain = text.filter { character in
            if character == "<" { depth += 1 }
            defer { if character == ">" { depth -= 1 } }
            return depth == 0
        }
        guard let colon = plain.firstIndex(of: ":") else { return [] }
        return plain[plain.index(after: colon)...].prefix { $0 != "{" }.split(separator: ",")
            .compactMap { $0.split(separator: " ").first.map(String.init) }
    }

    /// A file is named after its type, or after the type it extends and the purpose; it shares one type.
    static func fileNameViolations(in file: SourceFile) -> [Violation] {
        guard file.baseName != "main" else { return [] }
        let top = declarations(in: file).filter(\.isTopLevel)
        let types = top.filter { $0.kind != "extension" }
        if let plus = file.baseName.firstIndex(of: "+") {
            let extended = String(file.baseName[..<plus])
            let isExtension = top.contains {
                $0.kind == "extension" && $0.name.hasSuffix(extended)
            }
            let strangers = types.filter(\.isShared).map {
                file.violation($0.line, "\($0.name) belongs into a file of its own")
            }
            return strangers + (isExtension ? [] : [file.violation(0, "no extension of \(extended) in this file")])
        }
        var found: [Violation] = []
        if !top.isEmpty, !types.contains(where: { $0.name == file.baseName }) {
            found.append(file.violation(0, "declares \(top.map(\.name).joined(separator: ", ")), not \(file.baseName)"))
        }
        found += types.filter { $0.isShared && $0.name != file.baseName }.map {
            file.violation($0.line, "\($0.name) belongs into a file of its own")
        }
        return found
    }

    /// Names that say nothing about what a type is.
    static func drawerViolations(in file: SourceFile) -> [Violation] {
        let types = declarations(in: file).filter { $0.kind != "extension" }.map { ($0.line, $0.name) }
        let folders = file.path.split(separator: "/").dropLast().map { (0, String($0)) }
        return (types + folders + [(0, file.baseName)]).compactMap { line, name in
            drawers.contains { name.hasSuffix($0) || name.hasPrefix($0 + "+") }
                ? file.violation(line, "\(name) does not say what it is") : nil
        }
    }

    /// Notes about work that is not done.
    static func noteViolations(in file: SourceFile) -> [Violation] {
        file.lexed.comments.enumerated().compactMap { index, comment in
            let words = TrapRules.words(of: comment)
            let found = ["TODO", "FIXME", "XXX", "HACK"].first(where: words.contains)
            return found.map { file.violation(index + 1, "\($0): do it or write an issue") }
        }
    }

    private static func isModifier(_ word: String) -> Bool {
        word.hasPrefix("@")
            || [
                "package", "public", "internal", "final", "private", "fileprivate", "indirect",
                "nonisolated", "unsafe", "unchecked",
            ].contains(word)
    }

    /// `class func` and `class var` declare no class.
    private static func isMemberOfClass(_ next: String) -> Bool {
        next == "func" || next == "var" || next == "let"
    }
}
