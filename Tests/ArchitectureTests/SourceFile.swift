/// One Swift file of the package.
struct SourceFile {
    /// Path from the package's root.
    let path: String
    let text: String
    let lexed: LexedSource

    init(path: String, text: String) {
        self.path = path
        self.text = text
        lexed = LexedSource(text)
    }

    /// The folder below `Sources` or `Tests`: the target.
    var target: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    /// Name without folder and extension.
    var baseName: String {
        let name = path.split(separator: "/").last ?? ""
        return name.hasSuffix(".swift") ? String(name.dropLast(6)) : String(name)
    }

    var lineCount: Int {
        text.split(separator: "\n", omittingEmptySubsequences: false).count - (text.hasSuffix("\n") ? 1 : 0)
    }

    /// Lines of code with their numbers from 1, strings and comments blanked.
    var code: [(line: Int, text: String)] {
        lexed.code.enumerated().map { (line: $0.offset + 1, text: $0.element) }
    }

    func violation(_ line: Int, _ reason: String) -> Violation {
        Violation(path: path, line: line, reason: reason)
    }
}
