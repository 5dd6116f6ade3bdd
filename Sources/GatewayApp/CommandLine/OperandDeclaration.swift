package import Core

/// The operands of a command: what stands on the line beside the options.
package struct OperandDeclaration: Sendable {
    /// Name in the synopsis: `FILE`, in Chinese 文件.
    package let placeholder: BilingualText
    /// How many may be given.
    package let count: ClosedRange<Int>
    /// What they are.
    package let help: BilingualText

    /// The placeholder of operands that are files.
    package static let file = BilingualText(zh: "文件", en: "FILE")

    /// Declares operands.
    package init(_ placeholder: BilingualText, count: ClosedRange<Int>, zh: String, en: String) {
        self.placeholder = placeholder
        self.count = count
        self.help = BilingualText(zh: zh, en: en)
    }

    /// The operands as the help shows them: `FILE`, `[FILE]`, `FILE…`.
    package func synopsis(in language: Language) -> String {
        let placeholder = placeholder.text(in: language)
        let name = count.upperBound > 1 ? "\(placeholder)…" : placeholder
        return count.lowerBound == 0 ? "[\(name)]" : name
    }
}
