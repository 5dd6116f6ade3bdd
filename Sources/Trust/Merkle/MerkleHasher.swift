import COpenSSL

/// Hashes leaves and nodes of a Merkle tree (RFC 9162 §2.1): a leaf is H(0x00 ‖ input), a node is H(0x01 ‖ left ‖ right), so
/// that no node can be shown as a leaf nor a leaf as a node.
///
/// Not Sendable: it reuses one digest context, on the thread that owns it.
@safe
package final class MerkleHasher {
    /// Bytes of every hash: SHA-256 and SM3 both have 32.
    package static let size = 32
    /// Most leaves of a tree that is built or looked at; the path of a leaf then has at most 16 hashes.
    package static let maximumCount = 1 << 16

    /// The hash function.
    package let algorithm: PayloadDigest.Algorithm
    private let method: DigestMethod
    private let context: OpaquePointer

    /// A hasher with `algorithm`.
    ///
    /// - Throws: ``TrustFailure`` when OpenSSL gives no digest context.
    package init(_ algorithm: PayloadDigest.Algorithm) throws(TrustFailure) {
        LibraryErrors.clear()
        guard let made = unsafe EVP_MD_CTX_new() else {
            throw TrustFailure(library: "EVP_MD_CTX_new: \(LibraryErrors.drain())")
        }
        self.algorithm = algorithm
        method = DigestMethod.named(algorithm)
        unsafe context = unsafe made
    }

    deinit {
        // The only reference that `init` made.
        unsafe EVP_MD_CTX_free(context)
    }

    /// The hash of the leaf with this input; empty when the library lacks the algorithm, which then equals no hash.
    package func leaf(_ input: [UInt8]) -> [UInt8] {
        unsafe hash { context in
            unsafe MerkleHasher.update(context, 0x00)
                && input.withUnsafeBytes { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) == 1 }
        }
    }

    /// The hash of the node above `left` and `right`; empty when the library lacks the algorithm.
    package func node(_ left: ArraySlice<UInt8>, _ right: ArraySlice<UInt8>) -> [UInt8] {
        // One piece costs less than three; the pieces live during the call and fill the buffer exactly.
        unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1 + left.count + right.count) { input in
            unsafe input.initializeElement(at: 0, to: 0x01)
            _ = unsafe input.extracting(1...).initialize(fromContentsOf: left)
            _ = unsafe input.extracting((1 + left.count)...).initialize(fromContentsOf: right)
            return unsafe hash { context in unsafe EVP_DigestUpdate(context, input.baseAddress, input.count) == 1 }
        }
    }

    /// The root of a tree without leaves: the hash of nothing (RFC 9162 §2.1.1).
    func nothing() -> [UInt8] {
        unsafe hash { _ in true }
    }

    /// The digest of `bytes` alone, of no leaf and no node; empty when the library lacks the algorithm.
    func digest(_ bytes: [UInt8]) -> [UInt8] {
        unsafe hash { context in
            unsafe bytes.withUnsafeBytes { unsafe EVP_DigestUpdate(context, $0.baseAddress, $0.count) == 1 }
        }
    }

    /// One digest from begin to end; `feed` gives it its input.
    private func hash(_ feed: (OpaquePointer) -> Bool) -> [UInt8] {
        // The target has room for every digest; the context lives as long as self, which is borrowed. Only a failure leaves
        // anything in the queue of errors, whose clearing is dear beside a short digest.
        return unsafe [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { target, count in
            var written: UInt32 = 0
            let done =
                unsafe method.withPointer { unsafe EVP_DigestInit_ex2(context, $0, nil) } == 1
                && feed(context)
                && EVP_DigestFinal_ex(context, target.baseAddress, &written) == 1
            if !done { LibraryErrors.clear() }
            count = done ? Int(written) : 0
        }
    }

    private static func update(_ context: OpaquePointer, _ byte: UInt8) -> Bool {
        // One byte that lives during the call.
        unsafe withUnsafeBytes(of: byte) { unsafe EVP_DigestUpdate(context, $0.baseAddress, 1) == 1 }
    }
}
