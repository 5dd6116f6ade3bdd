package import Trust

/// Where the key for fields that are shown by `digest` comes from.
package enum MaskingSource: Sendable, Hashable {
    /// The configuration does not say.
    case unsaid
    /// The processes of this configuration deliver nothing and have no key.
    case off
    /// One line of hexadecimal digits.
    case secret(SecretSource)
}
