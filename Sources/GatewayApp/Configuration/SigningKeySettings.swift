package import Trust

/// The key with which `publish` and `sign` sign for one platform.
package struct SigningKeySettings: Sendable, Hashable {
    /// Where the private key is: a file (PEM, PKCS#8, PKCS#12) or a URI.
    package var key: KeyLocation
    /// File of its certificate, PEM; nil takes the one that stands beside the key.
    package var certificate: String?
    /// Where the passphrase of the key comes from; nil when it has none.
    package var passphrase: SecretSource?
    /// Form of the signature: `raw`, `cms` or `batch`.
    package var form: String
    /// Algorithm; nil takes what suits the key.
    package var algorithm: String?

    /// All values, with the documented defaults.
    package init(
        key: KeyLocation,
        certificate: String? = nil,
        passphrase: SecretSource? = nil,
        form: String = "raw",
        algorithm: String? = nil
    ) {
        self.key = key
        self.certificate = certificate
        self.passphrase = passphrase
        self.form = form
        self.algorithm = algorithm
    }
}
