import Core

/// The stretch of time around an instant in which nothing that a verdict depends on changes.
struct VerdictStretch {
    private let instant: Instant
    private var start = Instant(milliseconds: .min)
    private var end = Instant(milliseconds: .max)

    /// All time, as far as is known.
    init(around instant: Instant) {
        self.instant = instant
    }

    /// Something changes at each of `boundaries`: what holds from one on begins there, what held before ends.
    mutating func end(at boundaries: [Instant]) {
        for boundary in boundaries {
            if boundary <= instant { start = max(start, boundary) } else { end = min(end, boundary) }
        }
    }

    /// From the last change up to the next.
    var range: Range<Instant> {
        // An instant at the very end of time is no member of any range; nothing can be remembered for it.
        start <= instant && instant < end ? start..<end : instant..<instant
    }
}

extension TrustAuthority {
    /// Every instant at which a path to its certificates, or its recognition, changes.
    var boundaries: [Instant] {
        history.map(\.from) + certificates.flatMap { [$0.notBefore, $0.notAfter] }
    }
}
