package import Core

/// A verb of the command with everything it accepts; parser, help and shell completion are made from it.
package struct CommandDeclaration: Sendable {
    /// The words that name it, one or two: `validate`, `contract lint`.
    package let path: [String]
    /// What it does, in one line.
    package let summary: BilingualText
    /// What else a user should know, in lines.
    package let discussion: BilingualText?
    /// Its operands; nil when it takes none.
    package let operands: OperandDeclaration?
    /// Its own options, in the order of the help.
    package let ownOptions: [OptionDeclaration]

    /// Declares the verb `path`.
    package init(
        _ path: String...,
        zh: String,
        en: String,
        discussion: BilingualText? = nil,
        operands: OperandDeclaration? = nil,
        options: [OptionDeclaration] = []
    ) {
        self.path = path
        self.summary = BilingualText(zh: zh, en: en)
        self.discussion = discussion
        self.operands = operands
        self.ownOptions = options
    }

    /// The words of the verb as typed.
    package var name: String { path.joined(separator: " ") }

    /// Its own options and those that every verb understands.
    package var options: [OptionDeclaration] {
        ownOptions + [.language, .format, .showHelp]
    }
}
