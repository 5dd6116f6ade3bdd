import COpenSSL

/// A digest algorithm fetched once from OpenSSL's provider; a fetch per digest would cost more than a short digest.
///
/// `@unchecked Sendable`: any thread may use it; the fetched method is immutable and never given back.
@safe
final class DigestMethod: @unchecked Sendable {
    /// Nil when the provider does not offer the algorithm (a library built without SM3).
    private let method: OpaquePointer?
    /// Digest length in bytes.
    let size: Int

    /// SHA-256.
    static let sha256 = DigestMethod("SHA256", size: 32)
    /// SHA-384.
    static let sha384 = DigestMethod("SHA384", size: 48)
    /// SHA-512.
    static let sha512 = DigestMethod("SHA512", size: 64)
    /// SM3.
    static let sm3 = DigestMethod("SM3", size: 32)
    /// SHA-1: names issuers in OCSP (RFC 6960 §4.1.1), where a collision gains nothing, and signs nothing here.
    static let sha1 = DigestMethod("SHA1", size: 20)

    private init(_ name: String, size: Int) {
        self.size = size
        // Without a context argument the default library context is used; the method is kept for good.
        unsafe method = unsafe EVP_MD_fetch(nil, name, nil)
        LibraryErrors.clear()
    }

    /// The method for a payload digest.
    static func named(_ algorithm: PayloadDigest.Algorithm) -> DigestMethod {
        switch algorithm {
        case .sha256: sha256
        case .sm3: sm3
        }
    }

    /// The method for the hashes of an OCSP CertID, by OpenSSL's number of the algorithm; nil for others.
    static func certificateID(_ number: Int32) -> DigestMethod? {
        switch number {
        case NID_sha1: sha1
        case NID_sha256: sha256
        case NID_sha384: sha384
        case NID_sha512: sha512
        case NID_sm3: sm3
        default: nil
        }
    }

    /// The digest of `bytes`; empty when the library lacks the algorithm, which then equals no digest.
    func digest(_ bytes: [UInt8]) -> [UInt8] {
        // The target has room for the digest of this method; the input lives during the call. Only a failure leaves anything
        // in the queue of errors.
        return unsafe [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { target, count in
            var written: UInt32 = 0
            let done = unsafe bytes.withUnsafeBytes { input in
                unsafe EVP_Digest(input.baseAddress, input.count, target.baseAddress, &written, method, nil)
            }
            if done != 1 { LibraryErrors.clear() }
            count = done == 1 ? Int(written) : 0
        }
    }

    /// The first 16 bytes of the digest of `bytes` as two numbers, the first byte the most significant; zeros when the library
    /// lacks the algorithm.
    func words(_ bytes: Span<UInt8>) -> (UInt64, UInt64) {
        // The target has room for the digest of any method; input and target live during the call.
        unsafe withUnsafeTemporaryAllocation(byteCount: Int(EVP_MAX_MD_SIZE), alignment: 8) { target in
            var written: UInt32 = 0
            let done = unsafe bytes.withUnsafeBytes { input in
                unsafe EVP_Digest(
                    input.baseAddress,
                    input.count,
                    target.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    &written,
                    method,
                    nil
                )
            }
            guard done == 1, written >= 16 else {
                LibraryErrors.clear()
                return (0, 0)
            }
            return unsafe (
                UInt64(bigEndian: target.load(as: UInt64.self)),
                UInt64(bigEndian: target.load(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    /// Lends the method to a call of OpenSSL; nil when the library lacks it.
    func withPointer<Result>(_ body: (OpaquePointer?) -> Result) -> Result {
        unsafe body(method)
    }
}
