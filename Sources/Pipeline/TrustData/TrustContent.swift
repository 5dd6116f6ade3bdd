/// One content of the topic `trust`, put together from its pieces: still unverified.
package struct TrustContent: Sendable {
    /// Where it stands.
    package let key: TrustRecordKey
    /// What is said about it.
    package let manifest: TrustManifest
    /// Its bytes; their SHA-256 is that of the manifest.
    package let bytes: [UInt8]

    /// `bytes` under `key` as `manifest` describes them.
    package init(key: TrustRecordKey, manifest: TrustManifest, bytes: [UInt8]) {
        self.key = key
        self.manifest = manifest
        self.bytes = bytes
    }
}
