import COpenSSL
import Platform

/// Writes a private key as PEM (PKCS#8), plain or encrypted with AES-256-CBC under a key derived by PBKDF2 with
/// HMAC-SHA-256 (RFC 8018).
struct KeyFileWriter {
    /// Iterations of PBKDF2, as the OWASP cheat sheet of 2023 asks for HMAC-SHA-256.
    private static let iterations: Int32 = 600_000

    private let key: SigningKey
    private let passphrase: SecretBytes?

    /// A writer of `key`.
    init(_ key: SigningKey, passphrase: SecretBytes?) {
        self.key = key
        self.passphrase = passphrase
    }

    /// Writes the file; see ``SigningKey/write(toFile:passphrase:replaces:)``.
    func write(to path: String, replaces: Bool) throws(TrustFailure) {
        // The bytes are OpenSSL's and wiped by it; they go to the file without another copy.
        let outcome = try unsafe withPEM { unsafe PrivateFile.write($0, to: path, replaces: replaces) }
        switch outcome {
        case .written:
            return
        case .exists:
            throw TrustFailure(.exists, zh: "\(path) 已存在，不予覆盖", en: "\(path) is there already and is not replaced")
        case .failed(let number):
            let reason = StandardDescriptors.text(of: number)
            throw TrustFailure(
                .unreadable,
                zh: "无法写出密钥文件 \(path)：\(reason)",
                en: "the key file \(path) cannot be written: \(reason)"
            )
        }
    }

    /// Lends the PEM text for the duration of `body`, which must not keep it.
    func withPEM<Result>(_ body: (UnsafeRawBufferPointer) -> Result) throws(TrustFailure) -> Result {
        LibraryErrors.clear()
        // A buffer of secure memory is wiped when it is freed.
        guard let buffer = unsafe Handle<BufferKind>(adopting: BIO_new(BIO_s_secmem())) else {
            throw TrustFailure(library: "BIO_new: \(LibraryErrors.drain())")
        }
        let result: Result? = unsafe buffer.withPointer { buffer in
            guard unsafe encode(into: buffer) else { return nil }
            var start: UnsafeMutablePointer<CChar>?
            let length = unsafe hutong_BIO_memory(buffer, &start)
            guard let start = unsafe start, length > 0 else { return nil }
            // The memory belongs to the BIO, which lives until this closure returns.
            return unsafe body(UnsafeRawBufferPointer(start: start, count: Int(length)))
        }
        guard let result else { throw TrustFailure(library: "writing a key: \(LibraryErrors.drain())") }
        return result
    }

    private func encode(into buffer: OpaquePointer) -> Bool {
        guard let passphrase else {
            return unsafe key.withPointer {
                unsafe PEM_write_bio_PKCS8PrivateKey(buffer, $0, nil, nil, 0, nil, nil) == 1
            }
        }
        // Each structure is freed here unless the next one has taken it over, which `PKCS8_set0_pbe` does with the algorithm.
        guard let plain = unsafe key.withPointer({ unsafe EVP_PKEY2PKCS8($0) }) else { return false }
        defer { unsafe PKCS8_PRIV_KEY_INFO_free(plain) }
        guard
            let algorithm = unsafe PKCS5_pbe2_set_iv(
                EVP_aes_256_cbc(),
                KeyFileWriter.iterations,
                nil,
                16,
                nil,
                NID_hmacWithSHA256
            )
        else { return false }
        let encrypted = unsafe passphrase.withBytes { bytes in
            let text = unsafe bytes.assumingMemoryBound(to: CChar.self).baseAddress
            return unsafe PKCS8_set0_pbe(text, Int32(clamping: bytes.count), plain, algorithm)
        }
        guard let encrypted = unsafe encrypted else {
            unsafe X509_ALGOR_free(algorithm)
            return false
        }
        defer { unsafe X509_SIG_free(encrypted) }
        return unsafe PEM_write_bio_PKCS8(buffer, encrypted) == 1
    }
}
