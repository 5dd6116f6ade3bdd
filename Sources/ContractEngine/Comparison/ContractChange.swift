package import Core

/// One difference between two contracts, in words.
package struct ContractChange: Sendable, Hashable {
    /// What part of the contract differs.
    package enum Part: String, CaseIterable, Sendable, Hashable {
        /// What stands at the head: version, title, key, period.
        case head
        /// How a profile reads values.
        case option
        /// A row of the field table.
        case field
        /// A code list or the policy of an identifier rule.
        case list
        /// A record rule.
        case rule
        /// A rule about other records.
        case registration
    }

    /// What part of the contract differs.
    package let part: Part
    /// Name of the field, id of the rule, id of the list, or key.
    package let subject: String
    /// What changed.
    package let message: BilingualText

    /// A difference of `subject`.
    init(_ part: Part, _ subject: String, zh: String, en: String) {
        self.part = part
        self.subject = subject
        message = BilingualText(zh: zh, en: en)
    }
}
