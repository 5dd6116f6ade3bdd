/// The key with which the gateway seals what leaves the exchange.
package struct SealSettings: Sendable, Hashable {
    /// Id of the gateway, as the trust list names it.
    package var id: String
    /// File of the private key, PEM.
    package var key: String
    /// File of its certificate, PEM.
    package var certificate: String

    /// All values.
    package init(id: String, key: String, certificate: String) {
        self.id = id
        self.key = key
        self.certificate = certificate
    }
}
