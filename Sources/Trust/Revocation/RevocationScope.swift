import COpenSSL

/// Which certificates of its issuer a CRL speaks about (issuingDistributionPoint, RFC 5280 §5.2.5).
struct RevocationScope: Sendable, Hashable {
    /// The names of its distribution point, each a GeneralName in DER; nil when it speaks about all.
    let distributionPoints: Set<[UInt8]>?
    /// It speaks about certificates of end entities only.
    let onlyUsers: Bool
    /// It speaks about certificates of authorities only.
    let onlyAuthorities: Bool

    /// All certificates of the issuer.
    static let complete = RevocationScope(distributionPoints: nil, onlyUsers: false, onlyAuthorities: false)

    /// True when a list of this scope decides about `certificate`.
    func covers(_ certificate: Certificate) -> Bool {
        if onlyUsers, certificate.isAuthority { return false }
        if onlyAuthorities, !certificate.isAuthority { return false }
        guard let distributionPoints else { return true }
        return !distributionPoints.isDisjoint(with: certificate.distributionPoints)
    }

    /// The scope that the extensions of `list` say.
    ///
    /// - Returns: nil when it is malformed or one that is not read: some reasons only, other issuers' certificates,
    ///   attribute certificates.
    static func of(_ list: OpaquePointer) -> RevocationScope? {
        var critical: Int32 = 0
        // What is returned is ours; -1 says that there is no such extension, -2 that there are two.
        let found = unsafe X509_CRL_get_ext_d2i(list, NID_issuing_distribution_point, &critical, nil)
        guard let found = unsafe found else { return critical == -1 ? .complete : nil }
        let point = unsafe found.assumingMemoryBound(to: ISSUING_DIST_POINT.self)
        defer { unsafe ISSUING_DIST_POINT_free(point) }
        let fields = unsafe point.pointee
        guard unsafe fields.indirectCRL == 0, unsafe fields.onlyattr == 0, unsafe fields.onlysomereasons == nil,
            unsafe fields.onlyuser == 0 || fields.onlyCA == 0
        else { return nil }
        var names: Set<[UInt8]>?
        if let name = unsafe fields.distpoint {
            guard let found = unsafe self.names(of: name, issuer: X509_CRL_get_issuer(list)), !found.isEmpty else {
                return nil
            }
            names = found
        }
        return unsafe RevocationScope(
            distributionPoints: names,
            onlyUsers: fields.onlyuser != 0,
            onlyAuthorities: fields.onlyCA != 0
        )
    }

    /// The names of a distribution point, each a GeneralName in DER; a name relative to the issuer is made whole.
    static func names(
        of point: UnsafeMutablePointer<DIST_POINT_NAME>,
        issuer: OpaquePointer?
    ) -> Set<[UInt8]>? {
        if let all = unsafe hutong_distribution_point_full_name(point) {
            var names: Set<[UInt8]> = []
            for index in stride(from: Int32(0), to: min(64, unsafe hutong_general_name_count(all)), by: 1) {
                // The name belongs to the point, which the caller holds.
                guard let name = unsafe hutong_general_name_get0(all, index),
                    let encoded = unsafe DEREncoding.bytes({ unsafe i2d_GENERAL_NAME(name, $0) })
                else { return nil }
                names.insert(encoded)
            }
            return names
        }
        // The name made whole belongs to the point.
        guard unsafe DIST_POINT_set_dpname(point, issuer) == 1, let whole = unsafe point.pointee.dpname,
            let encoded = unsafe DEREncoding.bytes({ unsafe i2d_X509_NAME(whole, $0) })
        else { return nil }
        return [DERWriter.element(.context4, encoded)]
    }
}
