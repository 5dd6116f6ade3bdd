import COpenSSL
import Core

/// Reads a private key and certificates from the content of a file: PEM (PKCS#8, encrypted or not, or one of the older
/// forms), PKCS#8 in DER, PKCS#12.
struct KeyFileReader {
    private let content: SecretBytes
    private let origin: BilingualText
    private let passphrase: SecretSource?

    /// A reader of `content`; `origin` names it in messages.
    init(_ content: SecretBytes, origin: BilingualText, passphrase: SecretSource?) {
        self.content = content
        self.origin = origin
        self.passphrase = passphrase
    }

    /// The key and the certificates beside it.
    func material() throws(TrustFailure) -> KeyMaterial {
        let marker = Array("-----BEGIN ".utf8)
        // The bytes are looked at and not kept.
        let isPEM = unsafe content.withBytes { bytes in
            bytes.indices.contains { unsafe bytes[$0...].starts(with: marker) }
        }
        if isPEM { return try pemMaterial() }
        if let file = try PersonalInformationFile(content, origin: origin) { return try file.material(passphrase) }
        return try KeyMaterial(key: derKey(), certificates: [])
    }

    private func pemMaterial() throws(TrustFailure) -> KeyMaterial {
        // The three are lent for the call.
        let key = try unsafe self.key { buffer, callback, context in
            unsafe PEM_read_bio_PrivateKey(buffer, nil, callback, context)
        }
        return KeyMaterial(key: key, certificates: pemCertificates())
    }

    private func derKey() throws(TrustFailure) -> SigningKey {
        // The three are lent for the call.
        try unsafe self.key { buffer, callback, context in
            if let encrypted = unsafe d2i_PKCS8PrivateKey_bio(buffer, nil, callback, context) {
                return unsafe encrypted
            }
            // Back to the beginning; a reading buffer is reset without loss.
            guard unsafe hutong_BIO_reset(buffer) == 1 else { return nil }
            return unsafe d2i_PrivateKey_bio(buffer, nil)
        }
    }

    /// The key that `read` finds: without a passphrase first, so that the source of one is not touched in vain.
    private func key(
        _ read: (OpaquePointer, PassphraseRequest.Callback, UnsafeMutableRawPointer) -> OpaquePointer?
    ) throws(TrustFailure) -> SigningKey {
        let plain = PassphraseRequest(nil)
        if let key = unsafe attempt(plain, read) { return key }
        let refusal = LibraryRefusal()
        guard plain.wasMade else { throw unreadable(refusal) }
        guard let passphrase else { throw KeyFileReader.passphraseMissing(origin) }
        let request = PassphraseRequest(try passphrase.read())
        if let key = unsafe attempt(request, read) { return key }
        throw KeyFileReader.notOpened(origin, passphrase, LibraryRefusal())
    }

    private func attempt(
        _ request: PassphraseRequest,
        _ read: (OpaquePointer, PassphraseRequest.Callback, UnsafeMutableRawPointer) -> OpaquePointer?
    ) -> SigningKey? {
        LibraryErrors.clear()
        // The content lives during the call, and OpenSSL reads within it.
        let parsed = unsafe content.withBytes { bytes -> OpaquePointer? in
            guard
                let buffer = unsafe Handle<BufferKind>(
                    adopting: BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count))
                )
            else { return nil }
            return unsafe buffer.withPointer { buffer in
                unsafe request.withCallback { unsafe read(buffer, $0, $1) }
            }
        }
        guard let parsed = unsafe parsed else { return nil }
        LibraryErrors.clear()
        return unsafe SigningKey(adopting: parsed)
    }

    /// The certificates in a PEM file, in order; what cannot be read ends them.
    private func pemCertificates() -> [Certificate] {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        // The content lives during the call; each certificate is ours and freed by its handle.
        return unsafe content.withBytes { bytes -> [Certificate] in
            guard
                let buffer = unsafe Handle<BufferKind>(
                    adopting: BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count))
                )
            else { return [] }
            return unsafe buffer.withPointer { buffer in
                var found: [Certificate] = []
                while found.count < 16,
                    let handle = unsafe Handle<CertificateHandleKind>(
                        adopting: PEM_read_bio_X509(buffer, nil, nil, nil)
                    )
                {
                    guard let certificate = Certificate(copying: handle) else { break }
                    found.append(certificate)
                }
                return found
            }
        }
    }

    private func unreadable(_ refusal: LibraryRefusal) -> TrustFailure {
        TrustFailure(
            .malformed,
            zh: "\(origin.zh)中没有可读的私钥（PEM、PKCS#8 或 PKCS#12）：\(refusal.text)",
            en: "\(origin.en) holds no private key that can be read (PEM, PKCS#8 or PKCS#12): \(refusal.text)"
        )
    }

    /// The key is encrypted and nobody says where its passphrase is.
    static func passphraseMissing(_ origin: BilingualText) -> TrustFailure {
        TrustFailure(
            .passphrase,
            zh: "\(origin.zh)已加密，未给出口令来源（fd:N、credential:名称 或 file:路径）",
            en:
                "\(origin.en) is encrypted and no source of its passphrase is given (fd:N, credential:NAME or file:PATH)"
        )
    }

    /// The passphrase does not open the key, or the library lacks the cipher.
    static func notOpened(
        _ origin: BilingualText,
        _ source: SecretSource,
        _ refusal: LibraryRefusal
    ) -> TrustFailure {
        guard !refusal.lacksAlgorithm else {
            return TrustFailure(
                .malformed,
                zh: "\(origin.zh)的加密算法当前不可用；旧式算法须在配置 openssl.providers 中加入 legacy",
                en: "\(origin.en) is encrypted with an algorithm that is not at hand; old ones need 'legacy' among "
                    + "openssl.providers of the configuration"
            )
        }
        return TrustFailure(
            .passphrase,
            zh: "来自 \(source) 的口令不能打开\(origin.zh)",
            en: "the passphrase from \(source) does not open \(origin.en)"
        )
    }
}
