/// The targets of `Package.swift`, read from its text: one element of the list `targets:` for each.
struct Manifest {
    struct Target: Hashable {
        let name: String
        let dependencies: Set<String>
        let isTest: Bool
        let isSystemLibrary: Bool
    }

    let targets: [Target]
    /// Text with comments taken out.
    private let code: String

    init(_ text: String) {
        let lexed = LexedSource(text)
        // Names stand in strings, so the comments alone are taken out, line by line.
        code = zip(text.split(separator: "\n", omittingEmptySubsequences: false), lexed.comments)
            .map { line, comment in
                let start = comment.prefix { $0 == " " }.count
                return comment.allSatisfy { $0 == " " } ? String(line) : String(line.prefix(start))
            }.joined(separator: "\n")
        var targets: [Target] = []
        for element in Self.elements(of: "targets:", in: code) {
            let strings = Self.strings(in: element)
            guard let name = strings.first else { continue }
            let list = element.firstIndex(of: "[").map { String(element[$0...].prefix { $0 != "]" }) } ?? ""
            let isSystemLibrary = element.contains("systemLibrary")
            targets.append(
                Target(
                    name: name,
                    dependencies: isSystemLibrary ? [] : Set(Self.strings(in: list)),
                    isTest: element.hasPrefix("tests") || element.hasPrefix(".testTarget"),
                    isSystemLibrary: isSystemLibrary
                )
            )
        }
        self.targets = targets
    }

    /// What would bring foreign code into the build.
    var violations: [Violation] {
        let words = [".package(", ".binaryTarget(", "url:", "://", ".product(", "unsafeFlags"]
        return words.filter(code.contains).map {
            Violation(path: "Package.swift", line: 0, reason: "\($0) brings in something from outside")
        }
    }

    /// The top-level elements of the list after `label`.
    private static func elements(of label: String, in text: String) -> [String] {
        guard let start = text.ranges(of: label).last?.upperBound else { return [] }
        var depth = 0
        var element = ""
        var elements: [String] = []
        for character in text[start...] {
            if "([".contains(character) { depth += 1 }
            if ")]".contains(character) { depth -= 1 }
            if depth == 0 && character == "]" { break }
            if depth == 1 && character == "," {
                elements.append(element)
                element = ""
            } else if depth > 1 || (depth == 1 && !" \n[".contains(character)) {
                element.append(character)
            }
        }
        return (elements + [element]).filter { !$0.isEmpty }
    }

    private static func strings(in text: String) -> [String] {
        let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
        return stride(from: 1, to: parts.count, by: 2).map { String(parts[$0]) }
    }
}
