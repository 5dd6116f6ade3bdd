import Core
import Pipeline
import Telemetry
import Trust

/// Tells readiness, log and metrics how the authorities stand.
///
/// Owned by the trust service's thread.
final class TrustStanding {
    private let certificates: [Certificate]
    private let readiness: Readiness
    private let events: GatewayEvents
    private var usable: [String: Bool] = [:]

    init(certificates: [Certificate], readiness: Readiness, events: GatewayEvents) {
        self.certificates = certificates
        self.readiness = readiness
        self.events = events
    }

    /// Looks at `store` as of `now`.
    ///
    /// The latch `trust` falls only when no authority is left whose certificates count and can be judged, or need not be since
    /// the trust list has their records accepted with a warning: then nothing can be accepted here. A single one among several is told and takes nothing out of service.
    func tell(_ store: TrustStore, at now: Instant) {
        events.metrics.trust.listSerial.set(Double(store.list.serial))
        let standings = AuthorityStanding.all(store, certificates: certificates, at: now)
        var warnings: [String] = []
        for standing in standings where standing.status == .recognised {
            var left: Duration?
            var end = ""
            if case .at(let instant) = standing.unusable {
                left = .milliseconds(max(0, instant.milliseconds - now.milliseconds))
                end = instant.rfc3339
            }
            let age = standing.newest.map { Duration.milliseconds(max(0, now.milliseconds - $0.milliseconds)) }
            events.trustStanding(authority: standing.authority, left: left, age: age)
            let isUsable = standing.isUsable(at: now)
            if !isUsable {
                let consequence = standing.isAccepted(at: now) ? ", and its records are accepted with a warning" : ""
                warnings.append("trust: \(standing.authority) cannot be judged\(consequence): \(standing.reason.en)")
            }
            guard usable.updateValue(isUsable, forKey: standing.authority) != isUsable else { continue }
            if isUsable {
                events.trustUsable(authority: standing.authority, until: end)
            } else {
                events.trustUnusable(authority: standing.authority, detail: standing.reason.en)
            }
        }
        let gone = Set(usable.keys).subtracting(standings.filter { $0.status == .recognised }.map(\.authority))
        for id in gone {
            usable[id] = nil
            events.trustStanding(authority: id, left: nil, age: nil)
        }
        readiness.warnings = warnings
        if standings.contains(where: { $0.isAccepted(at: now) }) {
            events.readyGained(.trust, in: readiness)
        } else {
            events.readyLost(.trust, in: readiness, detail: warnings.first ?? "no authority is recognised now")
        }
    }
}
