package import Core

/// One thing wrong with a trust list: in which file, under which key, and in words.
package struct TrustListProblem: Error, Sendable, Hashable {
    /// What kind of fault; stable.
    package enum Code: String, Sendable, Hashable {
        /// The file cannot be read.
        case fileUnreadable = "file_unreadable"
        /// The text is no JSON object.
        case notJSON = "not_json"
        /// A key that must be there is not.
        case keyMissing = "key_missing"
        /// A key that is not known.
        case keyUnknown = "key_unknown"
        /// A value of the wrong type or form.
        case valueInvalid = "value_invalid"
        /// A certificate that cannot be read or may not be an anchor.
        case certificateInvalid = "certificate_invalid"
    }

    /// The file in which it stands.
    package let file: String
    /// Where in the file, for example `authorities[0].status`.
    package let key: String
    /// What kind of fault.
    package let code: Code
    /// What is wrong, for a person.
    package let message: BilingualText
}
