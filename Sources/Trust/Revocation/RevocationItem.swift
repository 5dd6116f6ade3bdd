package import Core

/// One list or answer of the ``RevocationBook``: what it is, whose, how old, how long it may be relied on.
package struct RevocationItem: Sendable, Hashable {
    /// The sorts of revocation data.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A complete CRL.
        case crl
        /// A delta CRL.
        case deltaCRL = "delta-crl"
        /// An OCSP answer about one certificate.
        case ocsp
    }

    /// The sort.
    package let kind: Kind
    /// Stable name of what it replaces and is replaced by: 32 hexadecimal digits from kind, issuer, scope and, for OCSP,
    /// serial number.
    package let key: String
    /// Id of the authority on the trust list.
    package let authority: String
    /// Thumbprint of the listed certificate whose certificates it speaks about.
    package let issuer: CertificateThumbprint
    /// Subject of that certificate.
    package let issuerName: String
    /// Who signed it: the issuer itself, or the responder that it authorised.
    package let signer: String
    /// CRL number.
    package let number: RevocationNumber?
    /// Serial number of the one certificate that an OCSP answer is about, hexadecimal.
    package let serial: String?
    /// The number of entries of a CRL; 1 for OCSP.
    package let count: Int
    /// When the data were true.
    package let thisUpdate: Instant
    /// By when newer data were promised.
    package let nextUpdate: Instant?
    /// When it stops to be relied on for certificates of end entities: thisUpdate and the authority's budget, or
    /// without a budget nextUpdate.
    package let usableUntil: Instant
    /// SHA-256 of ``bytes``, hexadecimal.
    package let digest: String
    /// The DER encoding.
    package let bytes: [UInt8]

    /// When it stops to be relied on for certificates of authorities: nextUpdate where that is later, since lists of
    /// roots appear a few times a year and a budget of hours is made for the lists of issuing authorities.
    package var usableForAuthoritiesUntil: Instant { max(usableUntil, nextUpdate ?? usableUntil) }

    /// How messages name it: sort, number or serial, thisUpdate and the first digits of the digest.
    var name: String {
        let what =
            switch kind {
            case .crl: number.map { "CRL \($0)" } ?? "CRL"
            case .deltaCRL: number.map { "delta CRL \($0)" } ?? "delta CRL"
            case .ocsp: "OCSP"
            }
        return "\(what) (thisUpdate \(thisUpdate.rfc3339), sha-256 \(digest.prefix(16)), \(signer))"
    }

    /// When data of `thisUpdate` and `nextUpdate` stop to be relied on under `policy`; nil when nobody says.
    static func usableUntil(
        thisUpdate: Instant,
        nextUpdate: Instant?,
        policy: RevocationPolicy
    ) -> Instant? {
        guard let budget = policy.budget else { return nextUpdate }
        let (seconds, _) = budget.components
        let (milliseconds, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        return thisUpdate.advanced(byMilliseconds: overflow ? .max : milliseconds)
    }

    /// The item as it is under `authority`, whose budget may be another now; nil when nobody says how long it holds.
    func rebound(to authority: TrustAuthority, issuer: Certificate) -> RevocationItem? {
        guard
            let usableUntil = Self.usableUntil(
                thisUpdate: thisUpdate,
                nextUpdate: nextUpdate,
                policy: authority.revocation
            )
        else { return nil }
        return RevocationItem(
            kind: kind,
            key: key,
            authority: authority.id,
            issuer: issuer.thumbprint,
            issuerName: issuer.subject,
            signer: signer,
            number: number,
            serial: serial,
            count: count,
            thisUpdate: thisUpdate,
            nextUpdate: nextUpdate,
            usableUntil: usableUntil,
            digest: digest,
            bytes: bytes
        )
    }
}
