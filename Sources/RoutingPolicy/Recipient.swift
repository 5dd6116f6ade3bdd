/// One recipient of a record and what it gets to see.
package struct Recipient: Sendable {
    /// The recipient.
    package let platform: RegisteredPlatform
    private let grant: Route.Grant
    private let hub: RegisteredPlatform?

    /// `platform` receives `grant`, through `hub` where the flow names a plane.
    init(platform: RegisteredPlatform, grant: Route.Grant, hub: RegisteredPlatform?) {
        self.platform = platform
        self.grant = grant
        self.hub = hub
    }

    /// The allow-list by which the record is cut.
    package var view: View { grant.view }
    /// Id of the flow that allows it.
    package var flow: String { grant.flow }
    /// Id of the public-service platform through which it goes, where the flow names one.
    package var via: String? { hub?.id }
}

/// Two are the same when the same platform receives by the same flow and view through the same hub.
extension Recipient: Hashable {
    /// True for answers of one policy that say the same.
    package static func == (first: Recipient, second: Recipient) -> Bool {
        first.platform == second.platform && first.grant === second.grant && first.hub == second.hub
    }

    /// Hashes what ``==`` compares.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(platform)
        hasher.combine(ObjectIdentifier(grant))
        hasher.combine(hub)
    }
}
