import GatewayApp
import RoutingPolicy
import Testing

/// The proof against what the real stages do under the same configuration.
@Suite("The proof and what really happens")
struct BruteForceTests {
    @Test func nothingGoesWrongInTheProvince() throws {
        #expect(try BruteForce(try ProvincePolicy()).observed() == [])
    }

    /// A mutation breaks what it says: records show it, without the proof. Facts that others state and postponements show
    /// in the course of a case only, and sections that a data set lacks keep it sealed for ever: these are not here.
    @Test(arguments: [PolicyMutationTests.Part.flows, .seals, .views, .adjacent, .inspection])
    func whatAMutationBreaksIsSeen(of part: PolicyMutationTests.Part) throws {
        // What the table lets pass encrypted to a trading platform, the code does not: CiphertextMatrixTests.
        let unseen = ["states", "postpones", "by a section", "until", "encrypted"]
        var seen = 0
        for (place, mutation) in try PolicyMutationTests.mutations(of: part).enumerated() {
            guard BruteForce.visible.contains(mutation.broken),
                !unseen.contains(where: { mutation.description.contains($0) }),
                // A run takes its time: of the many that differ by the data set alone every fifth.
                place % 5 == 0 || part != .flows && part != .adjacent
            else { continue }
            var policy = try ProvincePolicy()
            mutation.apply(&policy)
            let observed = try BruteForce(policy).observed()
            #expect(observed == [mutation.broken], "\(mutation)")
            seen += 1
        }
        #expect(seen >= 6)
    }

    /// Changes at random, of which nobody said what they break: whatever records show, the proof has found.
    @Test func whatIsSeenIsProven() throws {
        var random = OracleRandom(seed: 20_261_122)
        var (survivors, broken) = (0, 0)
        for round in 0..<40 {
            var policy = try ProvincePolicy()
            for _ in 0...Int.random(in: 0...2, using: &random) { policy.changeAtRandom(&random) }
            let proven = try policy.broken()
            let observed = try BruteForce(policy).observed()
            #expect(proven.isSuperset(of: observed), "round \(round): \(observed.subtracting(proven))")
            if proven.isEmpty { survivors += 1 } else { broken += 1 }
        }
        print("\(broken) random changes break something, \(survivors) survive and are no violation")
        #expect(broken > 10)
    }
}
