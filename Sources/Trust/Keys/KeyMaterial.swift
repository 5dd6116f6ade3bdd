internal import Core
import Platform

/// A private key and the certificates that stood beside it.
package struct KeyMaterial: Sendable {
    /// The key.
    package let key: SigningKey
    /// The certificate of the key: the first one beside it that holds its public half.
    package let certificate: Certificate?

    /// A key and what was found with it.
    init(key: SigningKey, certificates: [Certificate]) {
        self.key = key
        certificate = certificates.first(where: key.matches)
    }

    /// Loads a key.
    ///
    /// - Parameters:
    ///   - location: a file (PEM, PKCS#8 or PKCS#12, told by its content) or a URI for OpenSSL's key stores.
    ///   - passphrase: where the passphrase comes from; read only when the key is encrypted.
    ///   - allowsLoosePermissions: accept a file that group or others can read; for throw-away keys.
    /// - Throws: ``TrustFailure`` when there is no such key, others can read it, or the passphrase is not its own.
    package static func load(
        _ location: KeyLocation,
        passphrase: SecretSource? = nil,
        allowsLoosePermissions: Bool = false
    ) throws(TrustFailure) -> KeyMaterial {
        switch location {
        case .file(let path):
            let content = try fileContent(path, allowsLoosePermissions: allowsLoosePermissions)
            return try KeyFileReader(
                content,
                origin: BilingualText(zh: "密钥文件 \(path) ", en: "the key file \(path)"),
                passphrase: passphrase
            ).material()
        case .uri(let uri):
            if let path = location.path, !allowsLoosePermissions { try checkPermissions(of: path) }
            return try KeyStoreReader(uri: uri, passphrase: passphrase).material()
        }
    }

    private static func fileContent(
        _ path: String,
        allowsLoosePermissions: Bool
    ) throws(TrustFailure) -> SecretBytes {
        guard let file = OpenedFile(path: path) else { throw unreadable(path) }
        guard allowsLoosePermissions || file.permissions & 0o077 == 0 else { throw loose(path, file.permissions) }
        guard let content = SecretBytes(of: file, limit: SecretBytes.fileLimit) else { throw unreadable(path) }
        return content
    }

    private static func checkPermissions(of path: String) throws(TrustFailure) {
        guard let file = OpenedFile(path: path) else { throw unreadable(path) }
        guard file.permissions & 0o077 == 0 else { throw loose(path, file.permissions) }
    }

    private static func unreadable(_ path: String) -> TrustFailure {
        TrustFailure(.unreadable, zh: "无法读取密钥文件 \(path)", en: "the key file \(path) cannot be read")
    }

    private static func loose(_ path: String, _ permissions: UInt32) -> TrustFailure {
        TrustFailure.loose(path, permissions, what: BilingualText(zh: "密钥文件", en: "the key file"))
    }
}
