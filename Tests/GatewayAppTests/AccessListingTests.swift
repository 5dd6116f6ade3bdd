import Bus
import Testing

@testable import GatewayApp
@testable import RoutingPolicy

/// Numbers are those of Kafka's protocol (KIP-140, KIP-290).
@Suite struct AccessListingTests {
    private func entry(
        _ type: Int32,
        _ name: String,
        operation: Int32 = 4,
        permission: Int32 = 3,
        pattern: Int32 = 4
    ) -> AccessEntry {
        AccessEntry(
            resourceType: type,
            resourceName: name,
            patternType: pattern,
            principal: "User:w",
            host: "*",
            operation: operation,
            permission: permission
        )
    }

    @Test func numbersBecomeWords() {
        let listing = AccessListing(
            [
                entry(2, "a", operation: 3, pattern: 3), entry(3, "b", operation: 6),
                entry(4, "kafka-cluster", operation: 9, pattern: 3),
                entry(5, "c"), entry(7, "d", operation: 13), entry(2, "e", permission: 2),
            ],
            knowsTransactionalIDs: true
        )
        #expect(
            listing.list.allowed.map(\.text).sorted() == [
                "User:w ClusterAction cluster", "User:w Delete group b*", "User:w Read topic a",
                "User:w Unknown unknown d*", "User:w Write transactional-id c*",
            ]
        )
        #expect(listing.list.denied.map(\.text) == ["User:w Write topic e*"])
    }

    /// Every planned right comes back from the broker as it was sent.
    @Test func rightsSurviveTheWayToTheBrokerAndBack() throws {
        let plan = try ExchangeAccessTests.access().plan
        let entries = plan.rights.compactMap(\.entry)
        #expect(entries.count == plan.rights.count)
        let listing = AccessListing(Set(entries), knowsTransactionalIDs: true)
        #expect(plan.difference(to: listing.list).isEmpty)
        // A library that reads transactional ids as of type 0.
        let old = entries.map { entry in
            var old = entry
            if old.resourceType == AccessEntry.transactionalID { old.resourceType = 0 }
            return old
        }
        #expect(plan.difference(to: AccessListing(Set(old), knowsTransactionalIDs: false).list).isEmpty)
    }

    @Test func whatDiffersByItsUntoldTypeAloneIsNotTakenAway() {
        let untold = entry(0, "hutong.w.")
        let alone = entry(0, "hutong.x.")
        let listing = AccessListing([untold, alone, entry(3, "hutong.w.")], knowsTransactionalIDs: false)
        let removal = listing.removal(of: listing.list.allowed.filter { $0.resource.kind == .transactionalID }.sorted())
        #expect(removal.entries == [alone])
        #expect(removal.entangled.map(\.resource.name) == ["hutong.w."])
    }
}
