package import Core
package import Telemetry
package import Trust

/// What something that was handed to the ``TrustKeeper`` led to.
package enum TrustChange: Sendable {
    /// A new trust list is in force.
    case list(TrustList, source: String)
    /// New revocation data are in force.
    case item(RevocationItem, source: String)
    /// It was not taken; what was in force stays.
    case refused(TrustFault, source: String, BilingualText)
}
