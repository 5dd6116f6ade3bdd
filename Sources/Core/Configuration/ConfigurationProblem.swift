/// One fault of the configuration or of a file that it names.
package struct ConfigurationProblem: Error, Sendable, Hashable {
    /// Path of the file.
    package let file: String
    /// Where in the file: keys joined by dots, `keys.city-trading.key`; empty for the file as a whole.
    package let key: String
    /// Stable code.
    package let code: Code
    /// What is wrong, for a person; never a secret.
    package let message: BilingualText
    /// Where in the text of the file; nil when the file is not there or the fault is about no place in it.
    package var place: TextPlace?

    /// The closed list of configuration faults; raw values are an interface
    /// (docs/specs/configuration.md).
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// The file is not there or cannot be read.
        case fileUnreadable = "file_unreadable"
        /// The file is not the JSON that is expected.
        case notJSON = "not_json"
        /// A key without which nothing can start.
        case missing
        /// A key that nothing reads, probably misspelt.
        case unknownKey = "unknown_key"
        /// A value of another JSON type.
        case wrongType = "wrong_type"
        /// A value of the right type and still not allowed.
        case invalid
        /// Something that must be unique occurs twice.
        case duplicate
        /// A name refers to nothing.
        case dangling
        /// The separation of trading from supervision is broken.
        case separation
        /// A data set has no declared treatment.
        case untreated
        /// A signature that is missing where one is required, or does not verify under the pinned key.
        case signature
        /// Something older than what has been seen already.
        case rollback
    }

    /// A fault at `key` of `file`.
    package init(
        _ code: Code,
        file: String,
        key: String = "",
        place: TextPlace? = nil,
        zh: String,
        en: String
    ) {
        self.file = file
        self.key = key
        self.code = code
        self.place = place
        self.message = BilingualText(zh: zh, en: en)
    }
}
