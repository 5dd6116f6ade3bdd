import COpenSSL

/// EnvelopedData of GM/T 0010 with SM4-CBC under SM2: OpenSSL has the algorithms, and its CMS does not know the structure.
enum NationalCiphertext {
    private static let keyLength = 16

    /// `content` encrypted under a key of its own, which is encrypted for each of `certificates`.
    static func encrypt(_ content: [UInt8], for certificates: [Certificate]) throws(TrustFailure) -> [UInt8] {
        guard let key = SecretBytes(random: keyLength), let vector = SecretBytes(random: keyLength) else {
            throw TrustFailure(library: "RAND_bytes: \(LibraryErrors.drain())")
        }
        var recipients: [[UInt8]] = []
        for certificate in certificates {
            guard let issuer = certificate.issuerName, let serial = certificate.serialNumber,
                let encrypted = unsafe certificate.withPointer({ unsafe transported(key, to: X509_get0_pubkey($0)) })
            else { throw TrustFailure(library: "encrypting for \(certificate.subject): \(LibraryErrors.drain())") }
            recipients.append(
                DERWriter.sequence(
                    DERWriter.integer(1),
                    DERWriter.sequence(issuer, serial),
                    DERWriter.sequence(DERWriter.objectIdentifier(OID.sm2Encryption)),
                    DERWriter.element(.octetString, encrypted)
                )
            )
        }
        let iv = vector.copied
        guard let ciphertext = cipher(content, key, iv, isEncrypting: true) else {
            throw TrustFailure(library: "SM4-CBC: \(LibraryErrors.drain())")
        }
        let info = DERWriter.sequence(
            DERWriter.objectIdentifier(OID.nationalData),
            DERWriter.sequence(DERWriter.objectIdentifier(OID.sm4CBC), DERWriter.element(.octetString, iv)),
            DERWriter.element(.implicit0, ciphertext)
        )
        return DERWriter.sequence(
            DERWriter.objectIdentifier(OID.nationalEnvelopedData),
            DERWriter.element(.context0, DERWriter.sequence(DERWriter.integer(1), DERWriter.set(recipients), info))
        )
    }

    /// The content of `der`, which ``CiphertextDocument`` has taken apart before; nil when `key` opens none of its keys.
    static func open(_ der: [UInt8], with key: SigningKey) -> [UInt8]? {
        var rest = der[...]
        guard let outer = DERElement(takenFrom: &rest),
            let wrapped = DERElement.elements(outer.content, limit: 2)?.last,
            let document = DERElement.elements(wrapped.content, limit: 1)?.first,
            let fields = DERElement.elements(document.content, limit: 3), fields.count == 3,
            let info = DERElement.elements(fields[2].content, limit: 3), info.count == 3,
            let vector = CiphertextAlgorithm.parts(info[1])?.parameters,
            let recipients = DERElement.elements(fields[1].content, limit: CiphertextDocument.maximumReaders)
        else { return nil }
        for recipient in recipients {
            guard let encrypted = DERElement.elements(recipient.content, limit: 4)?.last,
                let secret = unsafe key.withPointer({ unsafe received(Array(encrypted.content), with: $0) })
            else { continue }
            return cipher(Array(info[2].content), secret, Array(vector.content), isEncrypting: false)
        }
        return nil
    }

    /// `secret` encrypted with SM2 under the public `key`, as GM/T 0009 encodes it.
    private static func transported(_ secret: SecretBytes, to key: OpaquePointer?) -> [UInt8]? {
        LibraryErrors.clear()
        guard let context = unsafe Handle<KeyContextKind>(adopting: EVP_PKEY_CTX_new_from_pkey(nil, key, nil)) else {
            return nil
        }
        return unsafe context.withPointer { context in
            unsafe secret.withBytes { bytes in
                let input = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
                var length = 0
                // OpenSSL tells how much room it needs, then fills at most that.
                guard unsafe EVP_PKEY_encrypt_init(context) == 1,
                    unsafe EVP_PKEY_encrypt(context, nil, &length, input, bytes.count) == 1, (1...1024).contains(length)
                else { return nil }
                var encrypted = [UInt8](repeating: 0, count: length)
                guard unsafe EVP_PKEY_encrypt(context, &encrypted, &length, input, bytes.count) == 1 else { return nil }
                return Array(encrypted.prefix(length))
            }
        }
    }

    /// The secret that was encrypted for `key`; nil when it was not, or is no key of SM4.
    private static func received(_ encrypted: [UInt8], with key: OpaquePointer) -> SecretBytes? {
        LibraryErrors.clear()
        guard let context = unsafe Handle<KeyContextKind>(adopting: EVP_PKEY_CTX_new_from_pkey(nil, key, nil)) else {
            return nil
        }
        return unsafe context.withPointer { context in
            guard unsafe EVP_PKEY_decrypt_init(context) == 1 else { return nil }
            let secret = unsafe SecretBytes(limit: 1024) { target in
                var length = target.count
                let output = unsafe target.baseAddress?.assumingMemoryBound(to: UInt8.self)
                // OpenSSL writes at most `length` bytes.
                let isOpen = unsafe EVP_PKEY_decrypt(context, output, &length, encrypted, encrypted.count) == 1
                return isOpen ? length : nil
            }
            guard let secret, secret.count == keyLength else { return nil }
            return secret
        }
    }

    /// `input` through SM4-CBC with the padding of PKCS#7; nil when the library refuses or the padding is wrong.
    private static func cipher(_ input: [UInt8], _ key: SecretBytes, _ vector: [UInt8], isEncrypting: Bool) -> [UInt8]?
    {
        LibraryErrors.clear()
        guard vector.count == keyLength, input.count < Int(Int32.max) - keyLength,
            let context = unsafe Handle<CipherContextKind>(adopting: EVP_CIPHER_CTX_new())
        else { return nil }
        return unsafe context.withPointer { context in
            let isReady = unsafe key.withBytes { bytes in
                let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: UInt8.self)
                return unsafe EVP_CipherInit_ex(context, EVP_sm4_cbc(), nil, start, vector, isEncrypting ? 1 : 0) == 1
            }
            guard isReady else { return nil }
            // A block more than the input suffices for either direction.
            var output = [UInt8](repeating: 0, count: input.count + keyLength)
            var written: Int32 = 0
            guard unsafe EVP_CipherUpdate(context, &output, &written, input, Int32(input.count)) == 1 else {
                return nil
            }
            var last: Int32 = 0
            let isDone = unsafe output.withUnsafeMutableBufferPointer { target in
                unsafe EVP_CipherFinal_ex(context, target.baseAddress?.advanced(by: Int(written)), &last) == 1
            }
            return isDone ? Array(output.prefix(Int(written + last))) : nil
        }
    }
}

extension SecretBytes {
    /// `count` random bytes; nil when the library has none.
    fileprivate convenience init?(random count: Int) {
        unsafe self.init(limit: count) { target in
            // OpenSSL fills what is lent.
            unsafe RAND_bytes(target.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(target.count)) == 1
                ? target.count : nil
        }
    }

    /// The bytes as they are, for what is no secret after all.
    fileprivate var copied: [UInt8] { unsafe withBytes { unsafe Array($0) } }
}
