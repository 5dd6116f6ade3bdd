import COpenSSL

/// How one kind of C object is given back to OpenSSL.
protocol HandleKind {
    /// Gives back `pointer`, which nobody uses afterwards.
    static func release(_ pointer: OpaquePointer)
}

// Each `release` is called once, from the deinit of the one owner of the pointer.

/// `EVP_PKEY_CTX`: an operation with a key.
enum KeyContextKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe EVP_PKEY_CTX_free(pointer) }
}

/// `EVP_MD_CTX`: a running digest.
enum DigestContextKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe EVP_MD_CTX_free(pointer) }
}

/// `X509`: a certificate.
enum CertificateHandleKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe X509_free(pointer) }
}

/// `X509_STORE_CTX`: one chain verification.
enum StoreContextKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe X509_STORE_CTX_free(pointer) }
}

/// `BIO`: OpenSSL's view of a buffer.
enum BufferKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { _ = unsafe BIO_free(pointer) }
}

/// `CMS_ContentInfo`: a CMS document.
enum MessageKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe CMS_ContentInfo_free(pointer) }
}

/// `EVP_CIPHER_CTX`: a running cipher.
enum CipherContextKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe EVP_CIPHER_CTX_free(pointer) }
}

/// `X509_REQ`: a certification request.
enum RequestKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe X509_REQ_free(pointer) }
}

/// `X509_CRL`: a revocation list.
enum RevocationListHandleKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe X509_CRL_free(pointer) }
}

/// `X509_NAME`: a distinguished name.
enum NameHandleKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe X509_NAME_free(pointer) }
}

/// `OCSP_RESPONSE`: an answer of a status responder, as it travels.
enum OCSPResponseKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe OCSP_RESPONSE_free(pointer) }
}

/// `OCSP_BASICRESP`: what such an answer holds.
enum OCSPBasicResponseKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe OCSP_BASICRESP_free(pointer) }
}

/// `OCSP_REQUEST`: a question to a status responder.
enum OCSPRequestKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe OCSP_REQUEST_free(pointer) }
}

/// `X509_STORE`: certificates at which a path may end.
enum StoreKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe X509_STORE_free(pointer) }
}

/// `STACK_OF(X509)` whose certificates belong to somebody else.
enum CertificateStackKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe hutong_X509_stack_release(pointer) }
}

/// `STACK_OF(X509_CRL)` with its lists.
enum RevocationListStackKind: HandleKind {
    static func release(_ pointer: OpaquePointer) { unsafe hutong_CRL_stack_free(pointer) }
}
