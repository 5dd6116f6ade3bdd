/// The kinds of revocation data that the topic `trust` carries; the raw value begins their keys.
package enum TrustItemKind: String, Sendable, Hashable, CaseIterable {
    /// A certificate revocation list, full or delta.
    case crl
    /// An answer of an OCSP responder about one certificate.
    case ocsp
}
