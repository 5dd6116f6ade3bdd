/// How much of a refused record its quarantine record keeps.
package enum QuarantineForm: String, CaseIterable, Sendable, Hashable {
    /// Key, value and headers byte for byte.
    case full
    /// Headers and the digest of the value: sealed data, or too large to keep.
    case digest
}
