import COpenSSL
import Core

/// Reads a private key by URI through OpenSSL's key stores (`OSSL_STORE`): a token behind a PKCS#11 provider, or a file.
struct KeyStoreReader {
    /// Most objects of a store that are looked at.
    private static let limit = 64

    private let uri: String
    private let passphrase: SecretSource?
    private let origin: BilingualText

    /// A reader of `uri`.
    init(uri: String, passphrase: SecretSource?) {
        self.uri = uri
        self.passphrase = passphrase
        let name = KeyLocation.withoutSecrets(uri)
        origin = BilingualText(zh: "密钥 \(name) ", en: "the key \(name)")
    }

    /// The first key and the certificates that the store gives. A store may ask in ways of its own; the passphrase is read
    /// before it is opened, since a token counts every attempt without the right PIN.
    func material() throws(TrustFailure) -> KeyMaterial {
        _ = KeyStoreReader.terminalIsLeftAlone
        let request = PassphraseRequest(try secret())
        if let found = attempt(request) { return found }
        let refusal = LibraryRefusal()
        guard request.wasMade else {
            throw TrustFailure(
                .malformed,
                zh: "\(origin.zh)不可用：\(refusal.text)；其方案所需的 provider 须列于配置 openssl.providers",
                en: "\(origin.en) cannot be used: \(refusal.text); the provider that its scheme needs must be among "
                    + "openssl.providers of the configuration"
            )
        }
        guard let passphrase else { throw KeyFileReader.passphraseMissing(origin) }
        guard !refusal.isEmpty else {
            throw TrustFailure(
                .malformed,
                zh: "密钥库已打开，其中没有\(origin.zh)",
                en: "the key store was opened and does not hold \(origin.en)"
            )
        }
        throw KeyFileReader.notOpened(origin, passphrase, refusal)
    }

    private func secret() throws(TrustFailure) -> SecretBytes? {
        guard let passphrase else { return nil }
        return try passphrase.read()
    }

    /// A provider that gets no PIN by the callback would ask the terminal by OpenSSL's default method; from here on that one
    /// cannot be opened. False when it could not be replaced.
    private static let terminalIsLeftAlone: Bool = {
        // The method lives until the process ends; the function has no context.
        guard let method = unsafe UI_create_method("none"), unsafe UI_method_set_opener(method, { _ in 0 }) == 0 else {
            return false
        }
        unsafe UI_set_default_method(method)
        return true
    }()

    private func attempt(_ request: PassphraseRequest) -> KeyMaterial? {
        LibraryErrors.clear()
        return unsafe request.withCallback { callback, context in
            // The method and the store live until the end of this closure; the request outlives both.
            guard let method = unsafe UI_UTIL_wrap_read_pem_callback(callback, 0) else { return nil }
            defer { unsafe UI_destroy_method(method) }
            guard let store = unsafe OSSL_STORE_open(uri, method, context, nil, nil) else { return nil }
            defer { _ = unsafe OSSL_STORE_close(store) }
            var key: SigningKey?
            var certificates: [Certificate] = []
            for _ in 0..<KeyStoreReader.limit {
                guard unsafe OSSL_STORE_eof(store) == 0, unsafe OSSL_STORE_error(store) == 0 else { break }
                guard let object = unsafe OSSL_STORE_load(store) else { continue }
                defer { unsafe OSSL_STORE_INFO_free(object) }
                switch unsafe OSSL_STORE_INFO_get_type(object) {
                case OSSL_STORE_INFO_PKEY:
                    // A reference of our own, which the key takes over.
                    guard key == nil, let found = unsafe OSSL_STORE_INFO_get1_PKEY(object) else { continue }
                    key = unsafe SigningKey(adopting: found)
                case OSSL_STORE_INFO_CERT:
                    let handle = unsafe Handle<CertificateHandleKind>(adopting: OSSL_STORE_INFO_get1_CERT(object))
                    if let handle, let found = Certificate(copying: handle) { certificates.append(found) }
                default:
                    continue
                }
            }
            guard let key else { return nil }
            LibraryErrors.clear()
            return KeyMaterial(key: key, certificates: certificates)
        }
    }
}
