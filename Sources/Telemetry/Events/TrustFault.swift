/// The closed list of reasons for which trust data are not taken.
package enum TrustFault: String, CaseIterable, Sendable, Hashable {
    // Records of the topic.
    case key
    case manifest
    case chunk
    case digest
    case tooMuch = "too_much"
    // The trust list.
    case list
    case listRollback = "list_rollback"
    // CRLs and OCSP answers.
    case tooLarge = "too_large"
    case malformed
    case responderError = "responder_error"
    case issuerUnknown = "issuer_unknown"
    case signatureInvalid = "signature_invalid"
    case algorithmRefused = "algorithm_refused"
    case notYetValid = "not_yet_valid"
    case endless
    case scopeUnsupported = "scope_unsupported"
    case rollback
    case nonceMismatch = "nonce_mismatch"
    /// What another version of this program may say.
    case other
}
