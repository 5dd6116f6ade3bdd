import COpenSSL
import Core

/// A private key that signs.
///
/// `@unchecked Sendable`: any thread may sign with it; the handle never changes after `init`, and every signature uses
/// a context of its own.
@safe
package final class SigningKey: @unchecked Sendable {
    private let pointer: OpaquePointer
    /// What sort of key it is.
    package let kind: PublicKeyKind

    /// Takes over `pointer`.
    init(adopting pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
        let told = unsafe PublicKeyKind(of: pointer)
        // The provider of a token does not tell everything; the public half, read by OpenSSL's own, does.
        if case .other = told, let info = unsafe DEREncoding.bytes({ unsafe i2d_PUBKEY(pointer, $0) }),
            let plain = PublicKey(info: info)
        {
            kind = plain.kind
        } else {
            kind = told
        }
        LibraryErrors.clear()
    }

    deinit {
        // The only reference; OpenSSL wipes the private number.
        unsafe EVP_PKEY_free(pointer)
    }

    /// Reads a key that is not encrypted from a file; see ``KeyMaterial`` for the others.
    ///
    /// - Parameter allowsLoosePermissions: accept a file that group or others can read; for throw-away keys.
    /// - Throws: ``TrustFailure`` when the file cannot be read, is open to others, or holds no such key.
    package static func load(
        contentsOfFile path: String,
        allowsLoosePermissions: Bool = false
    ) throws(TrustFailure) -> SigningKey {
        try KeyMaterial.load(.file(path), allowsLoosePermissions: allowsLoosePermissions).key
    }

    /// Reads a key that is not encrypted from PEM text (PKCS#8).
    package static func key(pem: String) throws(TrustFailure) -> SigningKey {
        try KeyFileReader(
            SecretBytes(copyingFile: pem),
            origin: BilingualText(zh: "PEM 文本", en: "the PEM text"),
            passphrase: nil
        ).material().key
    }

    /// Makes a new key.
    package static func generate(_ kind: KeyKind) throws(TrustFailure) -> SigningKey {
        LibraryErrors.clear()
        let name =
            switch kind {
            case .p256, .p384, .p521: "EC"
            case .rsa2048, .rsa3072, .rsa4096, .rsa1024: "RSA"
            case .sm2: "SM2"
            }
        var made: OpaquePointer?
        if let context = unsafe Handle<KeyContextKind>(adopting: EVP_PKEY_CTX_new_from_name(nil, name, nil)) {
            // On success `made` is a reference of our own.
            unsafe context.withPointer { context in
                guard unsafe EVP_PKEY_keygen_init(context) == 1, unsafe configure(context, for: kind) else { return }
                _ = unsafe EVP_PKEY_generate(context, &made)
            }
        }
        guard let made = unsafe made else {
            throw TrustFailure(library: "making a key \(kind.rawValue): \(LibraryErrors.drain())")
        }
        return unsafe SigningKey(adopting: made)
    }

    private static func configure(_ context: OpaquePointer, for kind: KeyKind) -> Bool {
        switch kind {
        case .p256: unsafe EVP_PKEY_CTX_set_group_name(context, "P-256") == 1
        case .p384: unsafe EVP_PKEY_CTX_set_group_name(context, "P-384") == 1
        case .p521: unsafe EVP_PKEY_CTX_set_group_name(context, "P-521") == 1
        case .rsa2048: unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2048) == 1
        case .rsa3072: unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, 3072) == 1
        case .rsa4096: unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, 4096) == 1
        case .rsa1024: unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, 1024) == 1
        case .sm2: true
        }
    }

    /// The key as PEM text (PKCS#8, unencrypted), for keys that live in memory or in a throw-away directory.
    package func pem() throws(TrustFailure) -> String {
        // The text is copied out of OpenSSL's buffer, which is wiped.
        try unsafe KeyFileWriter(self, passphrase: nil).withPEM { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Writes the key as PEM (PKCS#8) to `path`, readable by its owner alone from the first byte on.
    ///
    /// - Parameters:
    ///   - passphrase: encrypts the key; nil leaves it plain.
    ///   - replaces: puts it into the place of an existing file.
    /// - Throws: ``TrustFailure`` of kind `exists` when something is there that is not to be replaced, of kind `unreadable`
    ///   when the file cannot be written.
    package func write(
        toFile path: String,
        passphrase: SecretBytes? = nil,
        replaces: Bool = false
    ) throws(TrustFailure) {
        try KeyFileWriter(self, passphrase: passphrase).write(to: path, replaces: replaces)
    }

    /// SubjectPublicKeyInfo of the public half, in DER.
    package func publicKeyInfo() throws(TrustFailure) -> [UInt8] {
        guard let encoded = unsafe DEREncoding.bytes({ unsafe i2d_PUBKEY(pointer, $0) }) else {
            throw TrustFailure(library: "encoding a public key: \(LibraryErrors.drain())")
        }
        return encoded
    }

    /// What the public half is known by: `sha-256:` and the SHA-256 of its SubjectPublicKeyInfo in DER, hexadecimal.
    package func publicKeyDigest() throws(TrustFailure) -> String {
        PayloadDigest(.sha256, of: try publicKeyInfo()).text
    }

    /// Signs `message` after `scheme`.
    func signature(over message: [UInt8], _ scheme: SignatureScheme) throws(TrustFailure) -> [UInt8] {
        guard scheme.fits(kind) else {
            throw TrustFailure(
                .mismatch,
                zh: "密钥为 \(kind.name)，不能用于所要求的算法",
                en: "the key is \(kind.name), which does not go with the algorithm asked for"
            )
        }
        LibraryErrors.clear()
        guard let digest = unsafe Handle<DigestContextKind>(adopting: EVP_MD_CTX_new()) else {
            throw TrustFailure(library: "EVP_MD_CTX_new: \(LibraryErrors.drain())")
        }
        let signature: [UInt8]? = unsafe digest.withPointer { digest in
            var context: OpaquePointer?
            // The operation context belongs to `digest`.
            guard
                unsafe scheme.method.withPointer({
                    unsafe EVP_DigestSignInit(digest, &context, $0, nil, pointer) == 1
                }),
                let context = unsafe context, unsafe SigningKey.configure(context, for: scheme)
            else { return nil }
            var length = 0
            guard unsafe EVP_DigestSign(digest, nil, &length, message, message.count) == 1, length > 0 else {
                return nil
            }
            var bytes = [UInt8](repeating: 0, count: length)
            guard unsafe EVP_DigestSign(digest, &bytes, &length, message, message.count) == 1 else { return nil }
            return Array(bytes.prefix(length))
        }
        guard let signature else { throw TrustFailure(library: "signing: \(LibraryErrors.drain())") }
        return signature
    }

    /// Tells an initialised signing operation what `scheme` asks for.
    static func configure(_ context: OpaquePointer, for scheme: SignatureScheme) -> Bool {
        switch scheme {
        case .ecdsa: return true
        case .sm2(let id): return unsafe EVP_PKEY_CTX_set1_id(context, id, Int32(id.count)) == 1
        case .rsaPKCS1: return unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1
        case .rsaPSS(_, let salt):
            return unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
                && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, Int32(clamping: salt)) == 1
        }
    }

    /// True when `certificate` holds the public half of this key.
    package func matches(_ certificate: Certificate) -> Bool {
        unsafe certificate.withPointer { unsafe X509_check_private_key($0, pointer) == 1 }
    }

    /// Lends the handle for the duration of `body`, which must neither keep nor change it.
    func withPointer<Result: ~Copyable, Failure: Error>(
        _ body: (OpaquePointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        defer { withExtendedLifetime(self) {} }
        return try unsafe body(pointer)
    }
}
