/// What must become of one submission.
package struct OracleExpectation: Sendable, Hashable {
    /// True when it must be accepted; a repetition of an accepted message is, too.
    package var isAccepted: Bool
    /// The codes of the errors on its receipt, sorted; empty for an acceptance.
    package var codes: [String]
    /// True when the same message was decided about before: the receipt says `duplicate`, and nothing else happens.
    package var isRepetition: Bool

    /// An expectation.
    package init(isAccepted: Bool, codes: [String] = [], isRepetition: Bool = false) {
        self.isAccepted = isAccepted
        self.codes = codes
        self.isRepetition = isRepetition
    }

    /// An acceptance.
    package static let accepted = OracleExpectation(isAccepted: true)

    /// A refusal for `codes`.
    package static func refused(_ codes: String...) -> OracleExpectation {
        OracleExpectation(isAccepted: false, codes: codes.sorted())
    }

    /// The same verdict again.
    package var repeated: OracleExpectation {
        OracleExpectation(isAccepted: isAccepted, codes: codes, isRepetition: true)
    }

    /// True when it must stand in the ledger and be delivered.
    package var isEntered: Bool { isAccepted && !isRepetition }
    /// True when it must stand in quarantine.
    package var isQuarantined: Bool { !isAccepted && !isRepetition }
    /// True when the receipt must say that the same may be accepted later (docs/specs/rejection-codes.md).
    package var isRetryable: Bool { !isAccepted && codes == ["parent_missing"] }
}
