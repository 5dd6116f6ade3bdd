/// The key with which `publish` and `sign` sign for one platform.
package struct SigningKeySettings: Sendable, Hashable {
    /// File of the private key, PEM.
    package var key: String
    /// File of its certificate, PEM.
    package var certificate: String
    /// Form of the signature: `raw`, `cms` or `batch`.
    package var form: String
    /// Algorithm; nil takes what suits the key.
    package var algorithm: String?

    /// All values, with the documented defaults.
    package init(
        key: String,
        certificate: String,
        form: String,
        algorithm: String? = nil
    ) {
        self.key = key
        self.certificate = certificate
        self.form = form
        self.algorithm = algorithm
    }
}
