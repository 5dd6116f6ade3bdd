import COpenSSL
package import Core

/// Encrypts content for the certificates of one recipient, as a sender does (docs/specs/envelope.md §10): AES-256-GCM under
/// RSAES-OAEP or ephemeral ECDH, or SM4-CBC under SM2 in the structure of GM/T 0010.
package struct CiphertextWriter: Sendable {
    private let certificates: [Certificate]

    /// A writer for everyone who has the key of one of `certificates`.
    ///
    /// - Throws: ``TrustFailure`` of kind `mismatch` when there is none, one is not for encryption, or their keys are of
    ///   sorts that no one structure holds.
    package init(_ certificates: [Certificate]) throws(TrustFailure) {
        guard !certificates.isEmpty, certificates.count <= CiphertextDocument.maximumReaders else {
            throw TrustFailure(
                .mismatch,
                zh: "须有 1 至 \(CiphertextDocument.maximumReaders) 张加密证书",
                en: "there must be 1 to \(CiphertextDocument.maximumReaders) certificates to encrypt for"
            )
        }
        for certificate in certificates where !certificate.mayEncrypt {
            throw TrustFailure(
                .mismatch,
                zh: "证书 \(certificate.subject) 不用于加密",
                en: "the certificate \(certificate.subject) is not for encryption"
            )
        }
        guard Set(certificates.map { $0.publicKey == .sm2 }).count == 1 else {
            throw TrustFailure(
                .mismatch,
                zh: "SM2 证书与其他证书不能用于同一密文",
                en: "content cannot be encrypted for SM2 and for other keys at once"
            )
        }
        self.certificates = certificates
    }

    /// What the media type of the ciphertext says.
    package var form: ContentForm { isNational ? .enveloped : .authenticated }

    private var isNational: Bool { certificates.contains { $0.publicKey == .sm2 } }

    /// `content` encrypted, in DER.
    ///
    /// - Throws: ``TrustFailure`` when the library refuses: it lacks an algorithm, or a key is of a sort that encrypts nothing.
    package func encrypt(_ content: [UInt8]) throws(TrustFailure) -> [UInt8] {
        guard !content.isEmpty else {
            throw TrustFailure(.malformed, zh: "没有可加密的内容", en: "there is nothing to encrypt")
        }
        return isNational
            ? try NationalCiphertext.encrypt(content, for: certificates) : try encryptInternationally(content)
    }

    private func encryptInternationally(_ content: [UInt8]) throws(TrustFailure) -> [UInt8] {
        LibraryErrors.clear()
        // Without content for now: recipients come first. No certificate and no attribute is written.
        let flags = UInt32(CMS_PARTIAL | CMS_BINARY)
        guard
            let document = unsafe Handle<MessageKind>(
                adopting: CMS_encrypt(nil, nil, EVP_aes_256_gcm(), flags)
            )
        else { throw TrustFailure(library: "CMS_encrypt: \(LibraryErrors.drain())") }
        for certificate in certificates {
            let isAdded = unsafe document.withPointer { document in
                unsafe certificate.withPointer {
                    unsafe CiphertextWriter.add($0, of: certificate.publicKey, to: document)
                }
            }
            guard isAdded else {
                throw TrustFailure(
                    library:
                        "encrypting for \(certificate.subject) (\(certificate.publicKey.name)): \(LibraryErrors.drain())"
                )
            }
        }
        let der: [UInt8]? = unsafe content.withUnsafeBytes { bytes in
            // The buffer borrows the bytes, which live during the call.
            guard
                let buffer = unsafe Handle<BufferKind>(
                    adopting: BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count))
                )
            else { return nil }
            return unsafe document.withPointer { document in
                guard unsafe buffer.withPointer({ unsafe CMS_final(document, $0, nil, flags) == 1 }) else { return nil }
                return unsafe DEREncoding.bytes(limit: 4 << 20) { unsafe i2d_CMS_ContentInfo(document, $0) }
            }
        }
        guard let der else { throw TrustFailure(library: "CMS_final: \(LibraryErrors.drain())") }
        LibraryErrors.clear()
        return der
    }

    /// Adds a recipient; its operation with the key belongs to the document.
    private static func add(_ certificate: OpaquePointer, of kind: PublicKeyKind, to document: OpaquePointer) -> Bool {
        guard
            let recipient = unsafe CMS_add1_recipient_cert(document, certificate, UInt32(CMS_KEY_PARAM | CMS_BINARY)),
            let context = unsafe CMS_RecipientInfo_get0_pkey_ctx(recipient)
        else { return false }
        switch kind {
        case .rsa:
            return unsafe EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) > 0
                && EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) > 0
        case .p256, .p384, .p521:
            return unsafe EVP_PKEY_CTX_set_ecdh_kdf_md(context, EVP_sha256()) > 0
        case .rsaPSS, .sm2, .other:
            return false
        }
    }
}
