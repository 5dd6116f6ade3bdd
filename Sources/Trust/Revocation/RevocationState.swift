package import Core

/// What revocation data say about one certificate.
package enum RevocationState: Sendable, Hashable {
    /// Not revoked, as far as the data reach.
    case good
    /// Revoked from this instant on; the reason where one is given.
    case revoked(at: Instant, reason: RevocationReason?)
    /// An OCSP responder said that it does not know the certificate, which a certificate it vouches for never meets.
    case unknown
}
