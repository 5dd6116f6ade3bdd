import COpenSSL

/// A bare public key. Used on one thread.
@safe
final class PublicKey {
    private let pointer: OpaquePointer
    /// What sort of key it is.
    let kind: PublicKeyKind

    /// Reads SubjectPublicKeyInfo in DER (RFC 5280 §4.1); nothing may follow it. Nil for anything else.
    init?(info: [UInt8]) {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        // The bytes live during the call; OpenSSL copies what it keeps.
        let parsed = unsafe info.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var cursor = buffer.baseAddress
            let end = unsafe buffer.baseAddress.map { unsafe $0 + buffer.count }
            guard let parsed = unsafe d2i_PUBKEY(nil, &cursor, buffer.count) else { return nil }
            guard unsafe cursor == end else {
                unsafe EVP_PKEY_free(parsed)
                return nil
            }
            return unsafe parsed
        }
        guard let parsed = unsafe parsed else { return nil }
        unsafe pointer = unsafe parsed
        kind = unsafe PublicKeyKind(of: parsed)
    }

    deinit {
        // The only reference that `init` made.
        unsafe EVP_PKEY_free(pointer)
    }

    /// A verifier of signatures under this key; nil when the key is not of the sort `scheme` needs.
    func makeVerifier(_ scheme: SignatureScheme) -> KeyVerifier? {
        defer { withExtendedLifetime(self) {} }
        // The verifier takes a reference of its own.
        return unsafe KeyVerifier(scheme, key: pointer)
    }
}
