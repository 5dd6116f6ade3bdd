import RoutingPolicy
import Testing

/// The proof finds what breaks an invariant, and finds nothing else in it.
@Suite("Mutations of a province's configuration")
struct PolicyMutationTests {
    /// What is spoilt.
    enum Part: String, CaseIterable {
        case flows, seals, views, treatment, registry, rights, adjacent, inspection
    }

    static func mutations(of part: Part) throws -> [PolicyMutation] {
        let policy = try ProvincePolicy()
        return switch part {
        case .flows: PolicyMutations.ofFlows(policy)
        case .seals: PolicyMutations.ofSeals(policy)
        case .views: try PolicyMutations.ofViews(policy)
        case .treatment: PolicyMutations.ofTreatment(policy)
        case .registry: PolicyMutations.ofRegistry(policy) + PolicyMutations.ofAdjacentBodies()
        case .rights: PolicyMutations.ofRights()
        case .adjacent: PolicyMutations.ofAdjacentSystems(policy)
        case .inspection: PolicyMutations.ofInspection()
        }
    }

    @Test func theProvinceItselfBreaksNothing() throws {
        #expect(try ProvincePolicy().broken() == [])
    }

    @Test func thereAreTwoHundredAndEveryInvariantIsBroken() throws {
        let all = try Part.allCases.flatMap(Self.mutations)
        #expect(all.count >= 200)
        #expect(Set(all.map(\.description)).count == all.count)
        #expect(Set(all.map(\.broken)) == Set(Invariant.allCases))
        print("\(all.count) mutations of the province")
    }

    @Test(arguments: Part.allCases)
    func everyMutationBreaksItsInvariantAndNoOther(of part: Part) throws {
        for mutation in try Self.mutations(of: part) {
            var policy = try ProvincePolicy()
            mutation.apply(&policy)
            let broken = try policy.broken()
            #expect(broken == [mutation.broken], "\(mutation)")
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
