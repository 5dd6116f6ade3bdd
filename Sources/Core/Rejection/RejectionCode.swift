/// The one closed list of reasons for which a record is refused or remarked upon.
///
/// The raw value is an interface: it stands on receipts, in quarantine, in metrics and in
/// `docs/specs/rejection-codes.md`, which a test compares with this list. A code is never renamed or reused.
package enum RejectionCode: String, CaseIterable, Sendable, Hashable {
    // Envelope: CloudEvents 1.0, Kafka protocol binding.
    case payloadTooLarge = "payload_too_large"
    case attributeMissing = "attribute_missing"
    case attributeInvalid = "attribute_invalid"
    case keyMismatch = "key_mismatch"
    case contentTypeUnsupported = "content_type_unsupported"
    case clockSkew = "clock_skew"
    case appendTimeMissing = "append_time_missing"

    // Trust: signature, certificate, identity.
    case signatureMissing = "signature_missing"
    case signatureMalformed = "signature_malformed"
    case signatureInvalid = "signature_invalid"
    case algorithmRefused = "algorithm_refused"
    case certificateUnknown = "certificate_unknown"
    case certificateAuthorityUnknown = "certificate_authority_unknown"
    case certificateNotValid = "certificate_not_valid"
    case certificateUsage = "certificate_usage"
    case certificateIdentity = "certificate_identity"
    case signatureBudget = "signature_budget"
    case timestampInvalid = "timestamp_invalid"
    case certificateRevoked = "certificate_revoked"
    case revocationUnavailable = "revocation_unavailable"

    // Policy: who may send what to whom.
    case platformUnknown = "platform_unknown"
    case platformNotCertified = "platform_not_certified"
    case sourceMismatch = "source_mismatch"
    case datasetUnknown = "dataset_unknown"
    case flowForbidden = "flow_forbidden"
    case notReleased = "not_released"
    case publicationRestricted = "publication_restricted"
    case profileMismatch = "profile_mismatch"

    // Ciphertext: content encrypted for its recipient.
    case ciphertextForbidden = "ciphertext_forbidden"
    case ciphertextRecipient = "ciphertext_recipient"
    case ciphertextMalformed = "ciphertext_malformed"
    case ciphertextAlgorithm = "ciphertext_algorithm"

    // Redrive: a refused submission that is to be judged once more.
    case redriveGone = "redrive_gone"
    case redriveMismatch = "redrive_mismatch"

    // JSON: RFC 8259.
    case jsonSyntax = "json_syntax"
    case jsonEncoding = "json_encoding"
    case jsonDuplicateKey = "json_duplicate_key"
    case jsonTooDeep = "json_too_deep"
    case jsonNumberTooLong = "json_number_too_long"

    // Contract: one field.
    case recordNotObject = "record_not_object"
    case fieldUnknown = "field_unknown"
    case fieldMissing = "field_missing"
    case fieldType = "field_type"
    case fieldLength = "field_length"
    case fieldNumber = "field_number"
    case fieldDate = "field_date"
    case fieldCode = "field_code"
    case fieldIdentifier = "field_identifier"
    case codeListAbsent = "code_list_absent"
    case fieldPlaceholder = "field_placeholder"
    case fieldTruncated = "field_truncated"
    case fieldText = "field_text"
    case contractNotValid = "contract_not_valid"

    // Contract: the record as a whole.
    case ruleRequired = "rule_required"
    case ruleForbidden = "rule_forbidden"
    case ruleComparison = "rule_comparison"
    case rulePrefix = "rule_prefix"
    case ruleAmount = "rule_amount"
    case ruleClock = "rule_clock"
    case bodyMismatch = "body_mismatch"
    case bodyForbidden = "body_forbidden"
    case approverSignatureInvalid = "approver_signature_invalid"

    // Registration: the record among the others of its case.
    case dataKeyExists = "data_key_exists"
    case dataKeyUnknown = "data_key_unknown"
    case notOwner = "not_owner"
    case parentMissing = "parent_missing"
    case codeTaken = "code_taken"
    case codeChanged = "code_changed"
    case idReused = "id_reused"
    case duplicate
    case superseded
    case caseClosed = "case_closed"
    case notAcknowledged = "not_acknowledged"

    // Dialects: documents that are not in the national form.
    case dialectMismatch = "dialect_mismatch"
    case translationFailed = "translation_failed"
    case xmlSyntax = "xml_syntax"

    /// True when the same record, unchanged and under the same id, may be accepted later.
    package var isRetryable: Bool {
        switch self {
        case .notReleased, .signatureBudget, .revocationUnavailable, .appendTimeMissing, .parentMissing: true
        default: false
        }
    }
}
