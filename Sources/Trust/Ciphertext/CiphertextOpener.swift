import COpenSSL
import Core

/// Opens ciphertext with the recipient's key: the recipient's side, on its own machine. The gateway has no such key.
package struct CiphertextOpener: Sendable {
    private let key: SigningKey

    /// An opener with `key`, the private half of the certificate that the content was encrypted for.
    package init(_ key: SigningKey) {
        self.key = key
    }

    /// The content of `der`.
    ///
    /// - Throws: ``TrustFailure`` of kind `malformed` when `der` is no ciphertext that Hutong passes on, of kind `mismatch`
    ///   when the key does not open it.
    package func open(_ der: [UInt8]) throws(TrustFailure) -> [UInt8] {
        let document: CiphertextDocument
        do throws(CiphertextFault) {
            document = try CiphertextDocument(der)
        } catch {
            throw TrustFailure(.malformed, zh: error.problem.message.zh, en: error.problem.message.en)
        }
        let content =
            document.family == .international ? open(international: der) : NationalCiphertext.open(der, with: key)
        LibraryErrors.clear()
        guard let content else {
            throw TrustFailure(
                .mismatch,
                zh: "此密钥（\(key.kind.name)）打不开该密文",
                en: "this key (\(key.kind.name)) does not open the ciphertext"
            )
        }
        return content
    }

    private func open(international der: [UInt8]) -> [UInt8]? {
        LibraryErrors.clear()
        // The bytes live during the call; OpenSSL copies what it keeps.
        let parsed = unsafe der.withUnsafeBufferPointer { buffer -> OpaquePointer? in
            var cursor = buffer.baseAddress
            return unsafe d2i_CMS_ContentInfo(nil, &cursor, buffer.count)
        }
        guard let document = unsafe Handle<MessageKind>(adopting: parsed),
            let target = unsafe Handle<BufferKind>(adopting: BIO_new(BIO_s_mem()))
        else { return nil }
        let isOpen = unsafe document.withPointer { document in
            unsafe key.withPointer { key in
                unsafe target.withPointer { target in
                    // Without a certificate every recipient of the sort of the key is tried.
                    unsafe CMS_decrypt(document, key, nil, nil, target, UInt32(CMS_BINARY)) == 1
                }
            }
        }
        guard isOpen else { return nil }
        return unsafe target.withPointer { target in
            var start: UnsafeMutablePointer<CChar>?
            let length = unsafe hutong_BIO_memory(target, &start)
            guard let start = unsafe start, length > 0 else { return nil }
            // The memory belongs to the BIO, which lives until this closure returns.
            return unsafe Array(UnsafeRawBufferPointer(start: start, count: Int(length)))
        }
    }
}
