/// Why a certificate was revoked (RFC 5280 §5.3.1), by the names of that document.
package enum RevocationReason: UInt8, Sendable, Hashable, CaseIterable {
    case unspecified = 0
    case keyCompromise = 1
    case cACompromise = 2
    case affiliationChanged = 3
    case superseded = 4
    case cessationOfOperation = 5
    case certificateHold = 6
    case removeFromCRL = 8
    case privilegeWithdrawn = 9
    case aACompromise = 10

    /// Name of the value in RFC 5280, for example `keyCompromise`.
    package var name: String { "\(self)" }
}
