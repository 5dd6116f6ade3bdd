import COpenSSL

/// Verifies many signatures under one key with one scheme; made once per signer and reused, because setting up a
/// verification costs as much as a tenth of an RSA verification.
///
/// Not Sendable: it belongs to the thread of its ``SignatureVerifier``.
@safe
final class KeyVerifier {
    private let scheme: SignatureScheme
    /// For all but SM2: an operation that was initialised with key, padding and digest and takes digest after digest.
    private let operation: OpaquePointer?
    /// A reused digest context.
    private let digest: OpaquePointer
    private let method: DigestMethod
    /// For SM2: a verification begun under key and distinguishing id, of which every message gets a copy. What SM2 hashes
    /// before a message (GB/T 32918.2 §5.5) is the same for all, and OpenSSL has it in there already.
    private let begun: OpaquePointer?

    /// A verifier for `key`, which is borrowed and referenced; nil when key and scheme do not go together.
    init?(_ scheme: SignatureScheme, key: OpaquePointer) {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        guard unsafe scheme.fits(PublicKeyKind(of: key)), let digest = unsafe EVP_MD_CTX_new() else { return nil }
        let method = scheme.method
        var operation: OpaquePointer?
        var begun: OpaquePointer?
        switch scheme {
        case .sm2(let id): unsafe begun = unsafe KeyVerifier.begin(key, id: id, method)
        case .ecdsa, .rsaPKCS1, .rsaPSS: unsafe operation = unsafe KeyVerifier.operation(key, for: scheme, method)
        }
        guard unsafe operation != nil || begun != nil else {
            unsafe EVP_MD_CTX_free(digest)
            return nil
        }
        self.scheme = scheme
        self.method = method
        unsafe self.begun = unsafe begun
        unsafe self.operation = unsafe operation
        unsafe self.digest = unsafe digest
    }

    deinit {
        // Each that there is was made once in `init`.
        unsafe EVP_PKEY_CTX_free(operation)
        unsafe EVP_MD_CTX_free(digest)
        unsafe EVP_MD_CTX_free(begun)
    }

    /// True when `signature` over `message` verifies.
    func isValid(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        if scheme.isDER, !SignatureEncoding.isStrict(signature) { return false }
        let isValid = isValidValue(signature, over: message)
        // Only a refusal leaves anything in the queue of errors, whose clearing is dear beside an RSA verification.
        if !isValid { LibraryErrors.clear() }
        return isValid
    }

    private func isValidValue(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        if case .sm2 = scheme { return isValidSM2(signature, over: message) }
        // The digest buffer has room for every digest; inputs live during the calls.
        return unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Int(EVP_MAX_MD_SIZE)) { target in
            var length: UInt32 = 0
            let digested = unsafe message.withUnsafeBytes { input in
                unsafe method.withPointer { unsafe EVP_DigestInit_ex2(digest, $0, nil) } == 1
                    && EVP_DigestUpdate(digest, input.baseAddress, input.count) == 1
                    && EVP_DigestFinal_ex(digest, target.baseAddress, &length) == 1
            }
            guard digested, let operation = unsafe operation else { return false }
            return unsafe EVP_PKEY_verify(
                operation,
                signature,
                signature.count,
                target.baseAddress,
                Int(length)
            ) == 1
        }
    }

    private func isValidSM2(_ signature: [UInt8], over message: [UInt8]) -> Bool {
        guard let begun = unsafe begun else { return false }
        // The copy references the key; the original stays as it is for the next message.
        return unsafe EVP_MD_CTX_copy_ex(digest, begun) == 1
            && EVP_DigestVerifyUpdate(digest, message, message.count) == 1
            && EVP_DigestVerifyFinal(digest, signature, signature.count) == 1
    }

    /// A verification under `key`, which is borrowed and referenced, and the distinguishing id `id`, before any message;
    /// nil when the library cannot begin one. The caller frees it.
    private static func begin(_ key: OpaquePointer, id: [UInt8], _ method: DigestMethod) -> OpaquePointer? {
        guard let begun = unsafe EVP_MD_CTX_new() else { return nil }
        var context: OpaquePointer?
        // The context belongs to `begun`; the id is copied. An empty message has the library hash what precedes all.
        guard unsafe method.withPointer({ unsafe EVP_DigestVerifyInit(begun, &context, $0, nil, key) }) == 1,
            unsafe EVP_PKEY_CTX_set1_id(context, id, Int32(id.count)) == 1,
            unsafe EVP_DigestVerifyUpdate(begun, id, 0) == 1
        else {
            unsafe EVP_MD_CTX_free(begun)
            return nil
        }
        return unsafe begun
    }

    /// An operation under `key`, which is borrowed and referenced; nil when the library cannot prepare one. The caller frees
    /// it.
    private static func operation(
        _ key: OpaquePointer,
        for scheme: SignatureScheme,
        _ method: DigestMethod
    ) -> OpaquePointer? {
        guard let operation = unsafe EVP_PKEY_CTX_new_from_pkey(nil, key, nil) else { return nil }
        guard unsafe EVP_PKEY_verify_init(operation) == 1, unsafe configure(operation, for: scheme, method) else {
            unsafe EVP_PKEY_CTX_free(operation)
            return nil
        }
        return unsafe operation
    }

    private static func configure(
        _ operation: OpaquePointer,
        for scheme: SignatureScheme,
        _ method: DigestMethod
    ) -> Bool {
        switch scheme {
        // Its digest is not one of the message alone: see `begin`.
        case .sm2: return false
        case .ecdsa: return unsafe method.withPointer { unsafe EVP_PKEY_CTX_set_signature_md(operation, $0) } == 1
        case .rsaPKCS1:
            return unsafe EVP_PKEY_CTX_set_rsa_padding(operation, RSA_PKCS1_PADDING) == 1
                && method.withPointer { unsafe EVP_PKEY_CTX_set_signature_md(operation, $0) } == 1
        case .rsaPSS(_, let salt):
            guard let length = Int32(exactly: salt), length >= 0 else { return false }
            return unsafe EVP_PKEY_CTX_set_rsa_padding(operation, RSA_PKCS1_PSS_PADDING) == 1
                && method.withPointer { unsafe EVP_PKEY_CTX_set_signature_md(operation, $0) } == 1
                && method.withPointer { unsafe EVP_PKEY_CTX_set_rsa_mgf1_md(operation, $0) } == 1
                && EVP_PKEY_CTX_set_rsa_pss_saltlen(operation, length) == 1
        }
    }
}
