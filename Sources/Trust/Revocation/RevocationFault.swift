package import Core

/// Why revocation data were not taken into the book.
package struct RevocationFault: Error, Sendable, Hashable {
    /// The kinds of fault; the raw value is stable and stands in logs and metrics.
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// Larger than is read.
        case tooLarge = "too_large"
        /// Not one well-formed list or answer with nothing behind it.
        case malformed
        /// The responder answered with an error.
        case responderError = "responder_error"
        /// No certificate of the trust list has the name of the issuer.
        case issuerUnknown = "issuer_unknown"
        /// The signature does not verify under the key of any listed certificate of that name, or of a responder that
        /// one of them authorised.
        case signatureInvalid = "signature_invalid"
        /// Signed with an algorithm that is not accepted.
        case algorithmRefused = "algorithm_refused"
        /// Its thisUpdate lies in the future.
        case notYetValid = "not_yet_valid"
        /// It says no nextUpdate and the authority has no budget, so nobody knows how long it holds.
        case endless
        /// It covers only some reasons, attribute certificates or certificates of other issuers.
        case scopeUnsupported = "scope_unsupported"
        /// It is older than what is known already.
        case rollback
        /// The nonce is not the one that was asked for.
        case nonceMismatch = "nonce_mismatch"
    }

    /// The kind.
    package let code: Code
    /// What is wrong, with issuer, number and dates, for a person.
    package let message: BilingualText

    /// A fault of kind `code`.
    init(_ code: Code, zh: String, en: String) {
        self.code = code
        message = BilingualText(zh: zh, en: en)
    }
}
