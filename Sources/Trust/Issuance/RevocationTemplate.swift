package import Core

/// What a revocation list to be issued shall say. For development and demonstration.
package struct RevocationTemplate: Sendable {
    /// One revoked certificate.
    package struct Entry: Sendable {
        let certificate: Certificate
        let date: Instant
        let reason: RevocationReason?

        /// `certificate` as revoked from `date` on.
        package init(_ certificate: Certificate, at date: Instant, reason: RevocationReason? = nil) {
            self.certificate = certificate
            self.date = date
            self.reason = reason
        }
    }

    /// CRL number.
    package var number: Int
    /// When the list is issued.
    package var thisUpdate: Instant
    /// By when the next one follows; nil leaves it out.
    package var nextUpdate: Instant?
    /// The revoked certificates.
    package var entries: [Entry]

    /// A list by number, dates and entries.
    package init(number: Int, thisUpdate: Instant, nextUpdate: Instant?, entries: [Entry] = []) {
        self.number = number
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
        self.entries = entries
    }
}
