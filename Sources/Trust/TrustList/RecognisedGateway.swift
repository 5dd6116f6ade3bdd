package import Core

/// A gateway whose seal counts, with the certificates that it seals with.
package struct RecognisedGateway: Sendable {
    /// The gateway's id, as the seal names it.
    package let id: String
    /// Name in two languages.
    package let name: BilingualText
    /// Its certificates; each counts by being listed, whoever issued it.
    package let certificates: [Certificate]
    /// First instant at which its seal counts.
    package let from: Instant
    /// Instant from which it no longer counts; nil while open.
    package let until: Instant?

    /// A gateway as the list describes it.
    package init(id: String, name: BilingualText, certificates: [Certificate], from: Instant, until: Instant? = nil) {
        self.id = id
        self.name = name
        self.certificates = certificates
        self.from = from
        self.until = until
    }

    /// True when the seal of this gateway counts at `instant`.
    package func isRecognised(at instant: Instant) -> Bool {
        from <= instant && until.map { instant < $0 } ?? true
    }
}
