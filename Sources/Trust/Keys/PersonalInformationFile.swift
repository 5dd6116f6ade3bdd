import COpenSSL
import Core

/// A PKCS#12 file (RFC 7292): a key with its certificates under one passphrase.
///
/// Noncopyable owner of the parsed structure; used on one thread.
@safe
struct PersonalInformationFile: ~Copyable {
    private let pointer: OpaquePointer
    private let origin: BilingualText

    /// Parses `content`; nil when it is no PKCS#12 at all.
    init?(_ content: SecretBytes, origin: BilingualText) throws(TrustFailure) {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        // The content lives during the call; OpenSSL copies what it keeps.
        let parsed = unsafe content.withBytes { bytes -> OpaquePointer? in
            var cursor = unsafe bytes.assumingMemoryBound(to: UInt8.self).baseAddress
            return unsafe d2i_PKCS12(nil, &cursor, bytes.count)
        }
        guard let parsed = unsafe parsed else { return nil }
        unsafe pointer = unsafe parsed
        self.origin = origin
    }

    deinit {
        // The only reference, made in `init`.
        unsafe PKCS12_free(pointer)
    }

    /// The key and its certificates.
    consuming func material(_ passphrase: SecretSource?) throws(TrustFailure) -> KeyMaterial {
        guard let passphrase else {
            // Some tools write files without a passphrase, as no bytes or as an empty text.
            let none = SecretBytes(copying: "")
            guard case .yes = macFits(none) else { throw KeyFileReader.passphraseMissing(origin) }
            return try contents(none, from: nil)
        }
        let secret = try passphrase.read()
        switch macFits(secret) {
        case .yes: return try contents(secret, from: passphrase)
        case .no(let refusal): throw KeyFileReader.notOpened(origin, passphrase, refusal)
        }
    }

    private enum Fit {
        case yes
        case no(LibraryRefusal)
    }

    /// Whether the passphrase is that of the file's MAC; without a MAC only decryption can tell.
    private func macFits(_ secret: SecretBytes) -> Fit {
        LibraryErrors.clear()
        guard unsafe PKCS12_mac_present(pointer) == 1 else { return .yes }
        // The passphrase is lent for the call.
        let fits = unsafe secret.withBytes { bytes in
            let text = unsafe bytes.assumingMemoryBound(to: CChar.self).baseAddress
            return unsafe PKCS12_verify_mac(pointer, text, Int32(clamping: bytes.count)) == 1
        }
        return fits ? .yes : .no(LibraryRefusal())
    }

    private func contents(_ secret: SecretBytes, from source: SecretSource?) throws(TrustFailure) -> KeyMaterial {
        LibraryErrors.clear()
        var key: OpaquePointer?
        var certificate: OpaquePointer?
        var others: OpaquePointer?
        // The text is terminated by a zero behind its last byte. What is found is ours.
        let isParsed = unsafe secret.withBytes { bytes in
            let text = unsafe bytes.assumingMemoryBound(to: CChar.self).baseAddress
            return unsafe PKCS12_parse(pointer, text, &key, &certificate, &others) == 1
        }
        // Each of the three is freed by its one owner, on every path.
        let leaf = unsafe Handle<CertificateHandleKind>(adopting: certificate)
        defer { unsafe hutong_X509_stack_pop_free(others) }
        guard isParsed else {
            let refusal = LibraryRefusal()
            guard let source else {
                throw TrustFailure(
                    .malformed,
                    zh: "\(origin.zh)不是可读的 PKCS#12：\(refusal.text)",
                    en: "\(origin.en) is no PKCS#12 that can be read: \(refusal.text)"
                )
            }
            throw KeyFileReader.notOpened(origin, source, refusal)
        }
        LibraryErrors.clear()
        guard let key = unsafe key else {
            throw TrustFailure(
                .malformed,
                zh: "\(origin.zh)（PKCS#12）中没有私钥",
                en: "\(origin.en) (PKCS#12) holds no private key"
            )
        }
        let owned = unsafe SigningKey(adopting: key)
        var certificates: [Certificate] = []
        if let leaf, let found = Certificate(copying: leaf) { certificates.append(found) }
        return KeyMaterial(key: owned, certificates: certificates)
    }
}
