import RoutingPolicy
import Testing

/// The proof finds what breaks an invariant, and finds nothing else in it.
@Suite("Mutations of a province's configuration")
struct PolicyMutationTests {
    static let all = Result {
        let policy = try ProvincePolicy()
        return PolicyMutations.ofFlows(policy) + PolicyMutations.ofSeals(policy) + (try PolicyMutations.ofViews(policy))
            + PolicyMutations.ofTreatment(policy) + PolicyMutations.ofRegistry(policy) + PolicyMutations.ofRights()
    }

    @Test func theProvinceItselfBreaksNothing() throws {
        #expect(try ProvincePolicy().broken() == [])
    }

    @Test func everyMutationBreaksItsInvariantAndNoOther() throws {
        let mutations = try Self.all.get()
        #expect(mutations.count >= 200)
        #expect(Set(mutations.map(\.broken)) == Set(Invariant.allCases))
        for mutation in mutations {
            var policy = try ProvincePolicy()
            mutation.apply(&policy)
            #expect(try policy.broken() == [mutation.broken], "\(mutation)")
        }
    }

    /// What is found is told as a way that begins and ends with somebody or something that the mutation names.
    @Test func aCounterexampleIsAWay() throws {
        var policy = try ProvincePolicy()
        policy.grant("fuzhou-trade", reads: ["ledger.trading"])
        let results = PolicyProof(try policy.model()).results()
        let broken = try #require(results.first { !$0.holds })
        let way = try #require(broken.counterexamples.first).path
        #expect(
            Array(way.dropFirst(2)) == [
                "admission.trading", "admitted.trading", "registration.trading", "ledger.trading", "User:fuzhou-trade",
            ]
        )
        #expect(way[1] == way[0].replacing("User:", with: "submit.") && way[0] != "User:fuzhou-trade")
    }
}
