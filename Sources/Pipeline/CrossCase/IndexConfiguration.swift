package import RoutingPolicy

/// How the index is to work.
package struct IndexConfiguration: Sendable {
    /// Plane of the senders.
    package var plane: Plane
    /// How long a record may be without the parent that it names in another case before that is told, from when it was
    /// registered, in milliseconds.
    package var waitMilliseconds: Int64 = 24 * 3_600_000
    /// How long each data set may be without its acknowledgement, from when it was registered, in milliseconds.
    package var acknowledgements: [String: Int64] = [:]
    /// For how long after an assignment nothing is said to be missing, in milliseconds: what came while nobody worked has
    /// to be read first.
    package var quietMilliseconds: Int64 = 60_000
    /// Most missing parents that are told in one transaction; the rest follows in the next ones.
    package var toldAtOnce = 200

    /// How long what `claim` needs may be missing, in milliseconds.
    func wait(for claim: Claim) -> Int64 {
        claim.origin == .acknowledgement ? acknowledgements[claim.dataset] ?? waitMilliseconds : waitMilliseconds
    }

    /// The defaults for `plane`.
    package init(plane: Plane) {
        self.plane = plane
    }
}
