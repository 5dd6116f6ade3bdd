package import Core

/// The operands of a command: what stands on the line beside the options.
package struct OperandDeclaration: Sendable {
    /// Name in the synopsis, for example `FILE`.
    package let placeholder: String
    /// How many may be given.
    package let count: ClosedRange<Int>
    /// What they are.
    package let help: BilingualText

    /// Declares operands.
    package init(_ placeholder: String, count: ClosedRange<Int>, zh: String, en: String) {
        self.placeholder = placeholder
        self.count = count
        self.help = BilingualText(zh: zh, en: en)
    }

    /// The operands as the help shows them: `FILE`, `[FILE]`, `FILE…`.
    package var synopsis: String {
        let name = count.upperBound > 1 ? "\(placeholder)…" : placeholder
        return count.lowerBound == 0 ? "[\(name)]" : name
    }
}
