package import Core

/// Who is told of alerts (docs/specs/topics.md §17).
extension ExchangePolicy {
    /// True when `recipient` receives an alert about something of `sector` in `region`: a certified supervision platform
    /// that is competent for both, or the one whose own record it is about, `concerned`.
    ///
    /// Without a transaction class only supervisors of all classes are competent.
    package func isAlerted(
        _ recipient: RegisteredPlatform,
        sector: String?,
        region: String,
        concerned: String?,
        at time: Instant
    ) -> Bool {
        guard recipient.plane == .supervision, recipient.certification.holds(at: time) else { return false }
        if recipient.id == concerned { return true }
        return recipient.covers(region: region) && recipient.isResponsible(for: sector.flatMap(SectorCode.init))
    }
}
