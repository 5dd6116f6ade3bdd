package import Core

/// Why a record that is valid under one contract can be invalid under another.
package struct BreakingReason: Sendable, Hashable {
    /// What the other contract does not let pass.
    package enum Kind: String, CaseIterable, Sendable, Hashable {
        /// A field that only the first one has.
        case unknown
        /// An absent field.
        case required
        /// A value of another type.
        case type
        /// A text or an item of another length.
        case length
        /// A number with more digits.
        case digits
        /// A value outside the list.
        case list
        /// A value that fails an identifier rule.
        case identifier
        /// A placeholder.
        case placeholder
        /// A record rule.
        case rule
    }

    /// What the other contract does not let pass.
    package let kind: Kind
    /// Id of the rule that can fail, in the words of the other contract.
    package let rule: String
    /// The fields that it looks at.
    package let fields: [String]
    /// In words.
    package let message: BilingualText
    /// A record that is valid under the first contract and fails the rule under the other; nil when none was found.
    /// Without one the record may break; with one it does.
    package var witness: Witness?

    /// A record that shows the reason.
    package struct Witness: Sendable, Hashable {
        /// What the record asks for.
        package let operation: RecordOperation
        /// The record as JSON.
        package let payload: [UInt8]
        /// The members in which it differs from the record it was made of, as a JSON object; `null` for one taken out.
        package let patch: [UInt8]
    }

    /// True when a record shows it.
    package var isCertain: Bool { witness != nil }
}
