/// How it is known that certificates of an authority are not revoked, and what happens when nobody knows.
package struct RevocationPolicy: Sendable, Hashable {
    /// Which data decides.
    package enum Check: String, Sendable, Hashable, CaseIterable {
        /// Certificate revocation lists.
        case crl
        /// OCSP answers.
        case ocsp
        /// Either; one that says revoked is enough to refuse.
        case any
        /// None: the authority's certificates are never asked after. Has to be said.
        case none
    }

    /// What becomes of a record when the data is stale or missing.
    package enum WhenStale: String, Sendable, Hashable, CaseIterable {
        /// Refused as `revocation_unavailable`; trying again later can succeed.
        case refuse
        /// Accepted with a warning of that code on the receipt.
        case accept
    }

    /// No check of revocation.
    package static let unchecked = RevocationPolicy(check: .none)

    /// Which data decides.
    package let check: Check
    /// Where revocation lists are published, full ones and deltas.
    package let crl: [String]
    /// Where OCSP is answered.
    package let ocsp: [String]
    /// How long an item may be used after its thisUpdate; nil leaves that to the item's nextUpdate.
    package let budget: Duration?
    private let stale: [TrustAuthority.Use: WhenStale]

    /// A policy as the list describes it; uses that `whenStale` does not name are refused when data is stale.
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

    /// What becomes of a record that is signed for `use` when the data is stale or missing.
    package func whenStale(_ use: TrustAuthority.Use) -> WhenStale { stale[use] ?? .refuse }

    /// What the list says about stale data, use by use.
    package var whenStaleByUse: [TrustAuthority.Use: WhenStale] { stale }
}
