import Core
import Trust

/// Which certificates a process has asked answers for lately: each once a day, at most 64 a minute, whatever partners send.
///
/// Owned by one stage's thread.
struct WantedCertificates {
    private static let repetition: Int64 = 24 * 3600 * 1000
    private static let minute: Int64 = 60 * 1000
    private static let rate = 64
    private static let limit = 16_384

    private var asked: [CertificateThumbprint: Instant] = [:]
    private var minuteStart = Instant(milliseconds: .min)
    private var count = 0

    /// The wishes to write for `certificates`.
    mutating func records(for certificates: [Certificate], at now: Instant) -> [OutboundRecord] {
        var records: [OutboundRecord] = []
        for certificate in certificates {
            let key = certificate.thumbprint
            if let last = asked[key], now < last.advanced(byMilliseconds: WantedCertificates.repetition) { continue }
            if now < minuteStart || now >= minuteStart.advanced(byMilliseconds: WantedCertificates.minute) {
                minuteStart = now
                count = 0
            }
            guard count < WantedCertificates.rate else { break }
            count += 1
            if asked.count >= WantedCertificates.limit { asked.removeAll(keepingCapacity: true) }
            asked[key] = now
            records.append(TrustWant(certificate, at: now).record)
        }
        return records
    }

    /// What was asked for came to nothing: it may be asked for again.
    mutating func forget(_ certificates: [Certificate]) {
        for certificate in certificates { asked[certificate.thumbprint] = nil }
    }
}
