import GatewayApp
import RoutingPolicy

/// Ways of giving certificates to platforms, made from what the schema of the registry lets an entry name: lawful ones and
/// others. Nobody says here which are which.
enum IdentityMutations {
    /// A change with what it touches.
    struct Change: CustomStringConvertible {
        let description: String
        let apply: (inout ProvincePolicy) -> Void
    }

    /// The province with a certificate for each platform.
    static func province() throws -> ProvincePolicy {
        var policy = try ProvincePolicy()
        for platform in policy.platforms {
            guard let id = platform["id"] as? String else { continue }
            policy.changePlatform(id) { $0["certificates"] = ["\(id).pem"] }
        }
        return policy
    }

    /// The certificates that ``PolicyMutations`` gives to two platforms.
    static func ofTheProof(_ policy: ProvincePolicy) -> [Change] {
        (PolicyMutations.ofRegistry(policy) + PolicyMutations.ofAdjacentBodies())
            .filter { $0.broken == .identitiesAreSeparate }
            .map { Change(description: $0.description, apply: $0.apply) }
    }

    /// Changes of pairs of the platforms `ids` drawn by `random`.
    static func drawn(
        among ids: [String],
        of policy: ProvincePolicy,
        _ count: Int,
        _ random: inout OracleRandom
    ) -> [Change] {
        (0..<count).compactMap { number -> Change? in
            guard let one = ids.randomElement(using: &random), let other = ids.randomElement(using: &random),
                one != other
            else { return nil }
            return change(number, one, other, body: policy.platforms.first { $0["id"] as? String == one }?["body"])
        }
    }

    /// One of the kinds, by turns.
    private static func change(_ number: Int, _ one: String, _ other: String, body: Any?) -> Change {
        let scenes = number.isMultiple(of: 2) ? ["messageSignature"] : ["signature", "messageSignature"]
        func bind(_ id: String, _ file: String, _ scenes: [String], in policy: inout ProvincePolicy) {
            policy.changePlatform(id) { $0["persons"] = [["certificate": file, "scenes": scenes]] }
        }
        switch number % 9 {
        case 0:
            return Change(description: "\(other) names the certificate of \(one) too") {
                $0.changePlatform(other) { $0["certificates"] = ["\(other).pem", "\(one).pem"] }
            }
        case 1:
            return Change(description: "\(other) names a copy of the certificate of \(one)") {
                $0.changePlatform(other) { $0["certificates"] = ["\(other).pem", "copy-of-\(one).pem"] }
            }
        case 2:
            return Change(description: "one person signs for \(one) and \(other)") {
                for id in [one, other] { bind(id, "both-\(IdentityScene.person)", scenes, in: &$0) }
            }
        case 3:
            return Change(description: "\(one) and \(other) are run by one body and share a certificate") {
                for id in [one, other] {
                    $0.changePlatform(id) {
                        $0["body"] = body
                        $0["certificates"] = ["\(one).pem"]
                    }
                }
            }
        case 4:
            return Change(description: "a person of \(one) is a certificate of \(other)") {
                bind(one, "double-\(IdentityScene.person)", scenes, in: &$0)
                $0.changePlatform(other) {
                    $0["certificates"] = ["\(other).pem", "copy-of-double-\(IdentityScene.person)"]
                }
            }
        case 5:
            return Change(description: "\(one) and \(other) are run by one body, each with its certificate") {
                $0.changePlatform(other) { $0["body"] = body }
            }
        case 6:
            return Change(description: "\(one) has a second certificate") {
                $0.changePlatform(one) { $0["certificates"] = ["\(one).pem", "\(one)-new.pem"] }
            }
        case 7:
            return Change(description: "one person approves for \(one) and \(other)") {
                for id in [one, other] { bind(id, "both-\(IdentityScene.person)", ["signature"], in: &$0) }
            }
        default:
            return Change(description: "\(one) and \(other) each have a person who signs") {
                for id in [one, other] { bind(id, "\(id)-\(IdentityScene.person)", scenes, in: &$0) }
            }
        }
    }
}
