package import Trust

/// A certificate with which something was signed or was to be, as far as its use is recorded; it may be nobody's.
package struct PresentedCertificate: Sendable, Hashable {
    /// The certificate.
    package let certificate: Certificate
    /// Id of the authority that vouches for it; nil where no chain was established.
    package let authority: String?
    /// True when the registry names it as a natural person's.
    package let isPerson: Bool

    /// A certificate as it was presented.
    package init(_ certificate: Certificate, authority: String?, isPerson: Bool = false) {
        self.certificate = certificate
        self.authority = authority
        self.isPerson = isPerson
    }

    /// Equal when certificate, authority and holder are.
    package static func == (left: Self, right: Self) -> Bool {
        left.certificate.thumbprint == right.certificate.thumbprint && left.authority == right.authority
            && left.isPerson == right.isPerson
    }

    /// Feeds the thumbprint, which tells certificates apart.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(certificate.thumbprint)
    }
}
