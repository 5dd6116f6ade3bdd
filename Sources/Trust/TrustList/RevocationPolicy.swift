/// How an authority's certificates are checked for revocation, and for how long the data may be relied on.
package struct RevocationPolicy: Sendable, Hashable {
    /// Which data are asked for.
    package enum Check: String, Sendable, Hashable, CaseIterable {
        /// CRLs.
        case crl
        /// OCSP answers.
        case ocsp
        /// Either; one that says revoked is enough to refuse.
        case any
        /// None: said in so many words, never by omission.
        case none
    }

    /// What becomes of a record whose signer's revocation data are missing or too old.
    package enum WhenStale: String, Sendable, Hashable, CaseIterable {
        /// It is refused, and may be submitted again.
        case refuse
        /// It is accepted with a warning.
        case accept
    }

    /// Which data are asked for.
    package let check: Check
    /// Addresses of CRLs, complete and delta.
    package let crl: [String]
    /// Addresses of OCSP responders.
    package let ocsp: [String]
    /// How long after their thisUpdate data are relied on; nil leaves it to their nextUpdate.
    package let budget: Duration?
    private let stale: [TrustAuthority.Use: WhenStale]

    /// A policy; uses that `whenStale` does not name are refused.
    package init(
        check: Check,
        crl: [String] = [],
        ocsp: [String] = [],
        budget: Duration? = nil,
        whenStale: [TrustAuthority.Use: WhenStale] = [:]
    ) {
        self.check = check
        self.crl = crl
        self.ocsp = ocsp
        self.budget = budget
        stale = whenStale
    }

    /// No check.
    package static let unchecked = RevocationPolicy(check: .none)

    /// What becomes of a record of `use` when data are missing or too old.
    package func whenStale(_ use: TrustAuthority.Use) -> WhenStale {
        stale[use] ?? .refuse
    }
}
