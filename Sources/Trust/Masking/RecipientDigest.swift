import Core

/// What one recipient is shown in place of values (docs/specs/masking.md): `hm1:<key id>:<32 hexadecimal digits>`, the
/// first half of an HMAC under a key that is derived for this recipient alone.
package struct RecipientDigest: ValueDigest {
    /// Bytes of the code that are shown; half of it, the least that RFC 2104 §5 allows.
    private static let shown = 16

    private let key: SecretBytes
    private let prefix: String
    private let recipient: String

    init(key: SecretBytes, keyID: String, recipient: String) {
        self.key = key
        prefix = "hm1:\(keyID):"
        self.recipient = recipient
    }

    /// The text in place of `value`, nil when the library refuses.
    package func text(of value: String, in domain: String) -> String? {
        // The value comes last: whatever it holds, no other words make the same message.
        MessageCode.of(MaskingKey.message("hutong-mask-value", recipient, domain, value), under: key).map {
            Hexadecimal.encode($0.prefix(RecipientDigest.shown), behind: prefix)
        }
    }
}
