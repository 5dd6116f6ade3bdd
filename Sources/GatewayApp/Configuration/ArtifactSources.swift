package import Trust

/// What a configuration names, as far as it could be read: every part is judged even where another is at fault.
package struct ArtifactSources: Sendable {
    /// Path of the configuration, for problems of its keys.
    package var file: String
    /// ``GatewayConfiguration/servicePlatform``.
    package var servicePlatform: String?
    /// ``GatewayConfiguration/contracts``.
    package var contracts: String?
    /// ``GatewayConfiguration/flows``.
    package var flows: String?
    /// ``GatewayConfiguration/registry``.
    package var registry: String?
    /// ``GatewayConfiguration/trustList``.
    package var trustList: String?
    /// ``GatewayConfiguration/trustAuthority``.
    package var trustAuthority: String?
    /// What is wanted of OpenSSL.
    package var openssl = LibrarySettings()
    /// ``GatewayConfiguration/seal``.
    package var seal: SealSettings?
    /// What the configuration says of the key for fields that are shown by `digest`.
    package var masking = MaskingSource.unsaid
    /// ``GatewayConfiguration/keys``.
    package var keys: [String: SigningKeySettings] = [:]
    /// ``GatewayConfiguration/access``.
    package var access = AccessSettings()

    /// The sources of a file of which nothing could be read.
    package init(file: String) {
        self.file = file
    }
}
