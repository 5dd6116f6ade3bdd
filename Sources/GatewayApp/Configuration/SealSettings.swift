package import Trust

/// The key with which the gateway seals what leaves the exchange.
package struct SealSettings: Sendable, Hashable {
    /// Id of the gateway, as the trust list names it.
    package var id: String
    /// Where the private key is: a file (PEM, PKCS#8, PKCS#12) or a URI.
    package var key: KeyLocation
    /// File of its certificate, PEM; nil takes the one that stands beside the key.
    package var certificate: String?
    /// Where the passphrase of the key comes from; nil when it has none.
    package var passphrase: SecretSource?

    /// All values.
    package init(id: String, key: KeyLocation, certificate: String? = nil, passphrase: SecretSource? = nil) {
        self.id = id
        self.key = key
        self.certificate = certificate
        self.passphrase = passphrase
    }
}
