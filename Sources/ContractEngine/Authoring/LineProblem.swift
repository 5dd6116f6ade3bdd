package import Core

/// A remark on one line of a file that a person wrote.
package struct LineProblem: Error, Sendable, Hashable {
    /// Line on which the row begins, from 1; 0 for the file as a whole.
    package let line: Int
    /// What is the matter and what to do about it.
    package let message: BilingualText

    /// A remark on `line`.
    init(_ line: Int, zh: String, en: String) {
        self.line = line
        message = BilingualText(zh: zh, en: en)
    }
}
