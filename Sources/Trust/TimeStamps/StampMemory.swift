import Core

/// What is remembered of the time stamp that the records of one batch share, so that it is verified once. Belongs to the
/// verifier that made it.
final class StampMemory {
    /// The stamp as it came, base64.
    let text: [UInt8]
    /// The token and its signer's certificate, or why there is none; the imprint is checked.
    let token: Result<(token: TimeStampToken, certificate: Certificate), ProblemsOnly>
    /// The path for which the token's signature was judged, and what is wrong with it; nil while it was not.
    var judged: (path: [CertificateThumbprint], problems: ProblemsOnly?)?

    /// Remembers what `text` was read as.
    init(
        _ text: [UInt8],
        _ token: Result<(token: TimeStampToken, certificate: Certificate), ProblemsOnly>
    ) {
        self.text = text
        self.token = token
    }
}
