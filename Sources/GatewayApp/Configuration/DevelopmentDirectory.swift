/// The places of `.hutong-dev`, which `hutong dev-broker` writes and `--config dev` reads.
package struct DevelopmentDirectory: Sendable, Hashable {
    /// Absolute path of the directory.
    package let path: String

    /// `.hutong-dev` below `directory`.
    package init(below directory: String) {
        path = FilePath.absolute(".hutong-dev", in: directory)
    }

    /// The configuration file.
    package var configuration: String { path + "/config.json" }
    /// The registry of the demo platforms.
    package var registry: String { path + "/registry.json" }
    /// The trust list of the throw-away CAs.
    package var trustList: String { path + "/trust-list.json" }
    /// Certificate of the recognising authority that signs the trust list.
    package var trustAuthority: String { path + "/trust-authority.pem" }
    /// Its private key: a changed list can be signed again.
    package var trustAuthorityKey: String { path + "/trust-authority.key.pem" }
    /// Private key with which the gateway seals.
    package var gatewayKey: String { path + "/keys/gateway/key.pem" }
    /// Key for fields that are shown by `digest`.
    package var maskingKey: String { path + "/keys/gateway/masking.key" }
    /// Certificate of the gateway.
    package var gatewayCertificate: String { path + "/keys/gateway/cert.pem" }
    /// The running broker's process id and bootstrap address.
    package var lock: String { path + "/broker.json" }
    /// Private key of a platform.
    package func key(of platform: String) -> String { path + "/keys/\(platform).key.pem" }
    /// Certificate of a platform.
    package func certificate(of platform: String) -> String { path + "/keys/\(platform).cert.pem" }
}
