package import Core
package import Pipeline
package import Trust

/// One thing that is fetched again and again: a CRL, or the OCSP answer about one certificate.
package struct FetchSource: Sendable, Hashable {
    /// Id of the authority.
    package let authority: String
    /// What comes from it.
    package let kind: TrustItemKind
    /// Where it is asked for; an OCSP responder that fails is followed by the next.
    package let addresses: [String]
    /// The certificate that an OCSP responder is asked about.
    package let certificate: CertificateThumbprint?

    /// A CRL at `address`.
    package static func crl(_ address: String, of authority: String) -> FetchSource {
        FetchSource(authority: authority, kind: .crl, addresses: [address], certificate: nil)
    }

    /// The answer about `certificate` from one of `addresses`, of which there is at least one.
    package static func ocsp(
        _ addresses: [String],
        about certificate: CertificateThumbprint,
        of authority: String
    ) -> FetchSource {
        FetchSource(authority: authority, kind: .ocsp, addresses: addresses, certificate: certificate)
    }

    /// The name of the source among all others: that of its first address.
    package var id: PayloadDigest { SourceReport.id(kind, addresses.first ?? "", certificate) }

    /// The address for an attempt after `failures` failures in a row.
    package func address(after failures: Int) -> String {
        addresses.isEmpty ? "" : addresses[failures % addresses.count]
    }

    /// Host of `address`, for the bound on attempts at one host.
    static func host(of address: String) -> String { HTTPAddress(address)?.host ?? "" }

    /// Everything that `list` asks for: each CRL address and each delta that a held CRL points to, and an answer for each of
    /// `certificates` that an authority with responders issued.
    package static func all(
        _ list: TrustList,
        items: [RevocationItem],
        certificates: [Certificate],
        at now: Instant
    ) -> [FetchSource] {
        var sources: [FetchSource] = []
        var seen: Set<PayloadDigest> = []
        func add(_ source: FetchSource) {
            if seen.insert(source.id).inserted { sources.append(source) }
        }
        for authority in list.authorities {
            let policy = authority.revocation
            guard policy.check != .none else { continue }
            // Certificates of authorities stand on lists, whatever is asked for those of platforms.
            for address in policy.crl { add(.crl(address, of: authority.id)) }
            for item in items where item.authority == authority.id && item.kind == .crl {
                for address in item.freshestListAddresses { add(.crl(address, of: authority.id)) }
            }
            guard policy.check != .crl, !policy.ocsp.isEmpty else { continue }
            for certificate in certificates where certificate.notAfter > now {
                guard issuer(of: certificate, in: authority) != nil else { continue }
                add(.ocsp(policy.ocsp, about: certificate.thumbprint, of: authority.id))
            }
        }
        return sources
    }

    /// The listed certificate of `authority` that issued `certificate`.
    package static func issuer(of certificate: Certificate, in authority: TrustAuthority) -> Certificate? {
        authority.certificates.first { certificate.isIssued(by: $0) }
    }
}
