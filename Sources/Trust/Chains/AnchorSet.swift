import COpenSSL
import Core

/// The listed certificates of one authority in the form in which OpenSSL builds paths to them.
///
/// Each authority has a store of its own, so that a path never mixes the certificates of two of them.
///
/// `@unchecked Sendable`: any thread may verify against it; certificates and parameters are set in `init` and never
/// after, and OpenSSL guards the store's look-up with its own lock.
@safe
final class AnchorSet: @unchecked Sendable {
    /// The authority to whose certificates paths lead.
    let authority: TrustAuthority
    private let pointer: OpaquePointer
    /// Without a root in the list a path may end at a listed issuing certificate.
    private let endsAtIssuer: Bool
    /// True when two listed certificates bear one name: a root that changed its key, a cross certificate beside a root.
    private let hasNamesakes: Bool
    /// How many other paths are tried where one fails and names occur twice.
    private static let alternatives = 8

    /// A store with every certificate of `authority`.
    convenience init(_ authority: TrustAuthority) throws(TrustFailure) {
        try self.init(authority, without: [])
    }

    /// A store with the certificates of `authority` but `excluded`.
    private init(_ authority: TrustAuthority, without excluded: [Certificate]) throws(TrustFailure) {
        LibraryErrors.clear()
        guard let store = unsafe X509_STORE_new() else {
            throw TrustFailure(library: "X509_STORE_new: \(LibraryErrors.drain())")
        }
        self.authority = authority
        unsafe pointer = unsafe store
        endsAtIssuer = !authority.certificates.contains(where: \.isSelfIssued)
        hasNamesakes = Set(authority.certificates.map(\.subjectHash)).count < authority.certificates.count
        for certificate in authority.certificates where !excluded.contains(where: { $0 === certificate }) {
            // The store takes a reference of its own.
            guard unsafe certificate.withPointer({ unsafe X509_STORE_add_cert(store, $0) }) == 1 else {
                throw TrustFailure(library: "X509_STORE_add_cert \(certificate.subject): \(LibraryErrors.drain())")
            }
        }
    }

    deinit {
        // The only reference that `init` made.
        unsafe X509_STORE_free(pointer)
    }

    /// True when some listed certificate bears the name of the leaf's issuer.
    func mayHaveIssued(_ leaf: Certificate) -> Bool {
        authority.certificates.contains { $0.subjectHash == leaf.issuerHash }
    }

    /// Builds the path of `leaf` and checks it for `instant`: signatures, names, validity, basic constraints, path
    /// length, key usage of issuers (keyCertSign), name constraints, the authority's certificate policies, critical
    /// extensions, strength of keys and digests.
    ///
    /// OpenSSL takes one of several issuers of the same name and does not come back to the others; so where a path fails
    /// that leads through such a certificate, it is looked for again without it, a bounded number of times.
    ///
    /// - Returns: the path found, beginning with the leaf, and everything that is wrong with it; no fault means that
    ///   the path is good. Of several paths that all fail, the first.
    func check(_ leaf: Certificate, at instant: Instant) -> (path: [Certificate], faults: [ChainFault]) {
        let first = checkOnce(leaf, at: instant)
        guard hasNamesakes, first.faults.contains(where: { !$0.isOfLeafAlone }) else { return first }
        var excluded: [Certificate] = []
        var latest = first
        while excluded.count < AnchorSet.alternatives, let next = suspect(in: latest, besides: excluded) {
            excluded.append(next)
            guard let rest = try? AnchorSet(authority, without: excluded) else { break }
            latest = rest.checkOnce(leaf, at: instant)
            if latest.faults.isEmpty { return latest }
        }
        return first
    }

    /// The certificate of a failed path in whose place another of its name may do better: the one that a fault is about, or
    /// else the uppermost of those that have a namesake left.
    private func suspect(
        in attempt: (path: [Certificate], faults: [ChainFault]),
        besides excluded: [Certificate]
    ) -> Certificate? {
        let blamed = attempt.faults.map { $0.isSignature ? $0.depth + 1 : $0.depth }
        let above = attempt.path.indices.dropFirst().reversed()
        let order = blamed.filter { $0 > 0 && attempt.path.indices.contains($0) } + above
        return order.lazy.map { attempt.path[$0] }.first { candidate in
            authority.certificates.contains { other in
                other !== candidate && other.subjectHash == candidate.subjectHash
                    && !excluded.contains { $0 === other }
            }
        }
    }

    /// Builds and checks one path.
    private func checkOnce(_ leaf: Certificate, at instant: Instant) -> (path: [Certificate], faults: [ChainFault]) {
        LibraryErrors.clear()
        defer { LibraryErrors.clear() }
        let collector = ChainFaultCollector()
        let unusable = ChainFault(error: X509_V_ERR_UNSPECIFIED, depth: 0)
        guard let context = unsafe Handle<StoreContextKind>(adopting: X509_STORE_CTX_new()) else {
            return ([leaf], [unusable])
        }
        let path: [Certificate]? = unsafe context.withPointer { context in
            unsafe leaf.withPointer { leafPointer -> [Certificate]? in
                // Store and leaf outlive the context; no untrusted certificate takes part in building.
                guard unsafe X509_STORE_CTX_init(context, pointer, leafPointer, nil) == 1,
                    let parameters = unsafe X509_STORE_CTX_get0_param(context)
                else { return nil }
                unsafe X509_VERIFY_PARAM_set_time(parameters, time_t(instant.flooredSeconds))
                unsafe X509_VERIFY_PARAM_set_depth(parameters, 8)
                // Level 2 asks for 112 bits: RSA of 2048 bits; no SHA-1, no MD5.
                unsafe X509_VERIFY_PARAM_set_auth_level(parameters, 2)
                guard unsafe setPolicies(on: parameters) else { return nil }
                if endsAtIssuer {
                    _ = unsafe X509_VERIFY_PARAM_set_flags(parameters, UInt(X509_V_FLAG_PARTIAL_CHAIN))
                }
                // The collector outlives the call; the context does not outlive this function.
                guard
                    unsafe X509_STORE_CTX_set_ex_data(context, 0, Unmanaged.passUnretained(collector).toOpaque()) == 1
                else { return nil }
                unsafe X509_STORE_CTX_set_verify_cb(context, ChainFaultCollector.callback)
                let result = unsafe X509_verify_cert(context)
                if result != 1, collector.faults.isEmpty {
                    collector.add(ChainFault(error: unsafe X509_STORE_CTX_get_error(context), depth: 0))
                }
                return unsafe certificates(of: X509_STORE_CTX_get0_chain(context), leaf: leaf)
            }
        }
        withExtendedLifetime(collector) {}
        withExtendedLifetime(self) {}
        guard let path, !path.isEmpty else { return ([leaf], [unusable]) }
        return (path, collector.faults)
    }

    /// Asks for one of the authority's certificate policies in every certificate of the path (RFC 5280 §6.1), where the
    /// list names any.
    private func setPolicies(on parameters: OpaquePointer) -> Bool {
        guard !authority.policies.isEmpty else { return true }
        for policy in authority.policies {
            guard let object = unsafe OBJ_txt2obj(policy, 1) else { return false }
            // The parameters own the object once it is taken.
            guard unsafe X509_VERIFY_PARAM_add0_policy(parameters, object) == 1 else {
                unsafe ASN1_OBJECT_free(object)
                return false
            }
        }
        let flags = UInt(X509_V_FLAG_POLICY_CHECK | X509_V_FLAG_EXPLICIT_POLICY)
        return unsafe X509_VERIFY_PARAM_set_flags(parameters, flags) == 1
    }

    /// The path as our own objects: the leaf, then listed certificates, which the store holds by the same pointers.
    private func certificates(of chain: OpaquePointer?, leaf: Certificate) -> [Certificate] {
        guard let chain = unsafe chain else { return [] }
        var path = [leaf]
        let count = unsafe hutong_X509_stack_count(chain)
        for index in stride(from: Int32(1), to: count, by: 1) {
            guard let element = unsafe hutong_X509_stack_get0(chain, index),
                let listed = authority.certificates.first(where: { certificate in
                    unsafe certificate.withPointer { $0 == element }
                })
            else { break }
            path.append(listed)
        }
        return path
    }
}

extension Instant {
    /// Whole seconds since the epoch, rounded down.
    fileprivate var flooredSeconds: Int64 {
        let (quotient, remainder) = milliseconds.quotientAndRemainder(dividingBy: 1000)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
