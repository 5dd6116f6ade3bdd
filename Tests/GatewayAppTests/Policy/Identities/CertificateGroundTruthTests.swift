import Core
import RoutingPolicy
import Testing

@testable import GatewayApp

/// What the proof says of certificates against what the real admission takes, and what the loader says before.
@Suite("The proof and who can sign as whom")
struct CertificateGroundTruthTests {
    /// All pairs, with real signatures: 63 times 62 records in another's name.
    @Test func nobodySpeaksForAnotherInTheProvince() throws {
        let events = try CaseEvents(try ProvincePolicy.contracts.get())
        let scene = try IdentityScene(try IdentityMutations.province(), events: events)
        let ids = scene.policy.registry.platforms.map(\.id)
        let speaking = try ids.filter(scene.speaksForItself)
        var tried = 0
        let impostors = try scene.impostors(ids, as: speaking, tried: &tried)
        #expect(impostors.isEmpty, "\(impostors)")
        #expect(tried == speaking.count * (ids.count - 1) && speaking.count > 50)
        #expect(RegisteredIdentities.problems(of: scene.policy.registry, file: scene.file) == [])
        print(
            "\(tried) records signed by one and sent as another, none admitted; \(speaking.count) speak for themselves"
        )
    }

    /// Every change of the lists, and changes drawn by a seed of which nobody said what they break: the proof reports, and
    /// the loader refuses, exactly those under which somebody can speak as another.
    @Test func whoeverCanSpeakForAnotherIsReported() throws {
        let province = try IdentityMutations.province()
        let events = try CaseEvents(try ProvincePolicy.contracts.get())
        let whole = try IdentityScene(province, events: events)
        // Who sends nothing cannot be spoken for.
        let speaking = try whole.policy.registry.platforms.map(\.id).filter(whole.speaksForItself)
        var random = OracleRandom(seed: 20_261_122)
        let changes =
            IdentityMutations.ofTheProof(province) + IdentityMutations.drawn(among: speaking, of: province, 54, &random)
        var survivors: [String] = []
        var idle: [String] = []
        var (seen, unseen, tried) = (0, 0, 0)
        for change in changes {
            var policy = province
            change.apply(&policy)
            let scene = try IdentityScene(policy, events: events)
            // The words of a change name whom it concerns; the others must be none of it.
            let ids = scene.policy.registry.platforms.map(\.id)
            let concerned = ids.filter { change.description.split(separator: " ").map(String.init).contains($0) }
            try #require(!concerned.isEmpty, "\(change)")
            let bystanders = (0..<4).compactMap { _ in ids.randomElement(using: &random) }
            let asked = Array(Set(concerned + bystanders)).sorted()
            let impostors = try scene.impostors(asked, as: asked, tried: &tried)
            let proven = PolicyProof(scene.model()).results().contains {
                $0.invariant == .identitiesAreSeparate && !$0.holds
            }
            let refused = refusals(of: scene)
            #expect(refused.isEmpty == !proven, "\(change): \(refused)")
            // A shared certificate that names the body of somebody who sends nothing is refused and of no use.
            let isIdle = try proven && !concerned.contains(where: scene.speaksForItself)
            #expect(impostors.isEmpty == (!proven || isIdle), "\(change): \(impostors), proven: \(proven)")
            if isIdle { idle.append(change.description) }
            if !proven { survivors.append(change.description) }
            if impostors.isEmpty { unseen += 1 } else { seen += 1 }
        }
        print(
            "\(changes.count) changes of certificates, \(tried) records: \(seen) let somebody speak as another, \(unseen) do not"
        )
        print("refused though nobody could use them:\n  " + idle.joined(separator: "\n  "))
        print("survivors, none a violation:\n  " + survivors.joined(separator: "\n  "))
        #expect(seen >= 30 && survivors.count >= 15)
    }

    /// What `hutong check` says of the certificates, by code and the key without its numbers.
    private func refusals(of scene: IdentityScene) -> Set<String> {
        let statutory = Registry.load(file: scene.file).mistakes.filter { $0.key.hasSuffix(".certificates") }
        let problems = statutory + RegisteredIdentities.problems(of: scene.policy.registry, file: scene.file)
        for problem in problems {
            #expect(problem.code == .duplicate || problem.code == .separation)
            #expect(problem.key.hasPrefix("platforms["))
        }
        return Set(problems.map { "\($0.code) \($0.key)" })
    }
}
