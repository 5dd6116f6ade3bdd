package import Core

/// One mistake in the files of a contract edition.
package struct ContractProblem: Sendable, Hashable {
    /// Path of the file, relative to the directory that was loaded.
    package let file: String
    /// Where in the file, for example `fields[3].length`; empty for the file as a whole.
    package let key: String
    /// What is wrong.
    package let message: BilingualText

    /// A mistake at `key` of `file`.
    package init(file: String, key: String, message: BilingualText) {
        self.file = file
        self.key = key
        self.message = message
    }
}
