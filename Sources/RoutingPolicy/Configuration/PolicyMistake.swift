package import Core

/// One mistake in a policy file, as `hutong check` shows it: `{"file","key","code","message"}`.
package struct PolicyMistake: Sendable, Hashable {
    /// What kind of mistake; the raw value is stable.
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// The file cannot be read.
        case fileUnreadable = "file_unreadable"
        /// The file is not JSON.
        case notJSON = "not_json"
        /// A key that must be there is absent.
        case missing
        /// A key that nobody knows; a misspelt key must not pass for an absent one.
        case unknownKey = "unknown_key"
        /// The value is of another JSON type.
        case wrongType = "wrong_type"
        /// The value is of the right type and still not allowed.
        case invalid
        /// Something that must be unique occurs twice.
        case duplicate
        /// A name refers to nothing.
        case dangling
        /// The separation of trading from supervision is broken.
        case separation
        /// A data set has no declared treatment.
        case untreated
    }

    /// Path of the file as it was given.
    package let file: String
    /// Where in the file, for example `platforms[3].code`.
    package let key: String
    /// The kind of mistake.
    package let code: Code
    /// What is wrong, for a person.
    package let message: BilingualText

    /// A mistake at `key` of `file`.
    package init(file: String, key: String, code: Code, zh: String, en: String) {
        self.file = file
        self.key = key
        self.code = code
        self.message = BilingualText(zh: zh, en: en)
    }
}
