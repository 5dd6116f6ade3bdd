import COpenSSL
internal import Core
import Foundation

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
    private init(adopting pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
        kind = unsafe PublicKeyKind(of: pointer)
    }

    deinit {
        // The only reference; OpenSSL wipes the private number.
        unsafe EVP_PKEY_free(pointer)
    }

    /// Reads an unencrypted key in PEM (PKCS#8) from a file.
    ///
    /// - Parameter allowsLoosePermissions: accept a file that group or others can read; for throw-away keys.
    /// - Throws: ``TrustFailure`` when the file cannot be read, is open to others, or holds no such key.
    package static func load(
        contentsOfFile path: String,
        allowsLoosePermissions: Bool = false
    ) throws(TrustFailure) -> SigningKey {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path) else {
            throw TrustFailure(.unreadable, zh: "无法读取密钥文件 \(path)", en: "the key file \(path) cannot be read")
        }
        let permissions = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        guard allowsLoosePermissions || permissions & 0o077 == 0 else {
            let mode = String(permissions & 0o777, radix: 8)
            throw TrustFailure(
                .loosePermissions,
                zh: "密钥文件 \(path) 的权限为 \(mode)，他人可读；请执行 chmod 600 \(path)",
                en: "the key file \(path) has mode \(mode): group or others may read it; run chmod 600 \(path)"
            )
        }
        guard var data = FileManager.default.contents(atPath: path), data.count <= 64 << 10 else {
            throw TrustFailure(.unreadable, zh: "无法读取密钥文件 \(path)", en: "the key file \(path) cannot be read")
        }
        defer { data.resetBytes(in: 0..<data.count) }
        return try key(pem: data, origin: BilingualText(zh: "密钥文件 \(path) ", en: "the key file \(path)"))
    }

    /// Reads an unencrypted key from PEM text (PKCS#8).
    package static func key(pem: String) throws(TrustFailure) -> SigningKey {
        try key(pem: Data(pem.utf8), origin: BilingualText(zh: "PEM 文本", en: "the PEM text"))
    }

    private static func key(pem: Data, origin: BilingualText) throws(TrustFailure) -> SigningKey {
        LibraryErrors.clear()
        // The bytes live during the call. The callback gives no passphrase, so that OpenSSL never asks a terminal.
        let parsed = unsafe pem.withUnsafeBytes { bytes -> OpaquePointer? in
            guard
                let buffer = unsafe Handle<BufferKind>(
                    adopting: BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count))
                )
            else { return nil }
            return unsafe buffer.withPointer { buffer in
                unsafe PEM_read_bio_PrivateKey(buffer, nil, { _, _, _, _ in -1 }, nil)
            }
        }
        guard let parsed = unsafe parsed else {
            let reason = LibraryErrors.drain()
            throw TrustFailure(
                .malformed,
                zh: "\(origin.zh)中没有未加密的 PEM 私钥：\(reason)",
                en: "\(origin.en) holds no unencrypted private key in PEM: \(reason)"
            )
        }
        LibraryErrors.clear()
        return unsafe SigningKey(adopting: parsed)
    }

    /// Makes a new key.
    package static func generate(_ kind: KeyKind) throws(TrustFailure) -> SigningKey {
        LibraryErrors.clear()
        let name =
            switch kind {
            case .p256, .p384, .p521: "EC"
            case .rsa2048, .rsa1024: "RSA"
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
        case .rsa1024: unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, 1024) == 1
        case .sm2: true
        }
    }

    /// The key as PEM text (PKCS#8, unencrypted).
    package func pem() throws(TrustFailure) -> String {
        LibraryErrors.clear()
        guard let buffer = unsafe Handle<BufferKind>(adopting: BIO_new(BIO_s_secmem())) else {
            throw TrustFailure(library: "BIO_new: \(LibraryErrors.drain())")
        }
        let text: String? = unsafe buffer.withPointer { buffer in
            guard unsafe PEM_write_bio_PKCS8PrivateKey(buffer, pointer, nil, nil, 0, nil, nil) == 1 else { return nil }
            var start: UnsafeMutablePointer<CChar>?
            let length = unsafe hutong_BIO_memory(buffer, &start)
            guard let start = unsafe start, length > 0 else { return nil }
            // The memory belongs to the BIO, which lives until this closure returns.
            return unsafe String(
                decoding: UnsafeRawBufferPointer(start: start, count: Int(length)),
                as: UTF8.self
            )
        }
        guard let text else { throw TrustFailure(library: "writing a key: \(LibraryErrors.drain())") }
        return text
    }

    /// Writes the key as PEM to `path`, readable by its owner alone.
    package func write(toFile path: String) throws(TrustFailure) {
        let text = try pem()
        let made = FileManager.default.createFile(
            atPath: path,
            contents: Data(text.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard made else {
            throw TrustFailure(.unreadable, zh: "无法写出密钥文件 \(path)", en: "the key file \(path) cannot be written")
        }
    }

    /// SubjectPublicKeyInfo of the public half, in DER.
    package func publicKeyInfo() throws(TrustFailure) -> [UInt8] {
        guard let encoded = unsafe DEREncoding.bytes({ unsafe i2d_PUBKEY(pointer, $0) }) else {
            throw TrustFailure(library: "encoding a public key: \(LibraryErrors.drain())")
        }
        return encoded
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
