import Core
import Foundation
import Testing

@testable import RoutingPolicy

/// What a flow table and a registry may say about encrypted content.
struct CiphertextRulesTests {
    @Test(arguments: [
        (#"["supervision"]"#, [ConfigurationProblem.Code]()),
        ("[]", []),
        // No flow of B leads there.
        (#"["service"]"#, [.dangling]),
        (#"["trading"]"#, [.separation]),
        (#"["supervision", "public"]"#, [.invalid]),
        // Adjacent systems by their role, or all of them by their plane; no flow of B leads to one.
        (#"["archive"]"#, [.dangling]), (#"["certification", "experts"]"#, [.dangling, .dangling]),
        (#"["adjacent"]"#, Array(repeating: .dangling, count: 6)),
        (#""supervision""#, [.wrongType]),
    ])
    func rolesThatMayGetItEncrypted(value: String, codes: [ConfigurationProblem.Code]) throws {
        var file = try FlowTableTests().soundFile()
        file["sealed"] = [
            [
                "dataset": "B", "until": "opened", "section": "S", "source": "law",
                "encrypted": try #require(try json(value)),
            ]
        ]
        let (table, mistakes) = try FlowTableTests().load(file)
        #expect(mistakes.map(\.code) == codes)
        #expect((table != nil) == codes.isEmpty)
        guard codes.isEmpty else { return }
        #expect(table?.seal(of: "B")?.encrypted == (value == "[]" ? [] : [.supervision]))
    }

    /// Who names all adjacent systems means those to which a flow leads; who names one means that one.
    @Test(arguments: [
        (["adjacent"], [], [ExchangeRole.credit, .investment, .inspection, .certification, .experts, .archive]),
        (["experts"], [], [.experts]), (["experts", "supervision"], [], [.supervision, .experts]),
        (["inspection"], [ConfigurationProblem.Code.dangling], []),
    ])
    func adjacentSystemsAreNamed(words: [String], codes: [ConfigurationProblem.Code], roles: [ExchangeRole]) throws {
        var file = try FlowTableTests().soundFile()
        var flows = try #require(file["flows"] as? [[String: Any]])
        var beside = flows[0]
        beside["id"] = "beside"
        beside["from"] = "trading"
        beside["to"] = "experts"
        beside["via"] = "service"
        beside["datasets"] = ["B"]
        beside["view"] = "w"
        var views = try #require(file["views"] as? [[String: Any]])
        views.append(["id": "w", "contract": "B", "fields": [["name": "X"]]])
        file["views"] = views
        beside["condition"] = ["sector": "any", "region": "match"]
        flows.append(beside)
        file["flows"] = flows
        file["sealed"] = [["dataset": "B", "until": "opened", "section": "S", "source": "law", "encrypted": words]]
        let (table, mistakes) = try FlowTableTests().load(file)
        #expect(mistakes.map(\.code) == codes, "\(mistakes)")
        guard codes.isEmpty else { return }
        #expect(table?.seal(of: "B")?.encrypted == Set(roles))
    }

    @Test func theShippedTableAndADefaultEntryAllowNothing() throws {
        #expect(try nationalFlows().seals.allSatisfy { $0.encrypted.isEmpty })
        let platform = try #require(try load([entry("a")]).registry?["a"])
        #expect(!platform.acceptsEncrypted && platform.encryptionCertificates.isEmpty)
    }

    @Test func whoTakesItNamesCertificatesAndIsNoTradingPlatform() throws {
        let taking: [String: Any?] = ["acceptsEncrypted": true, "encryptionCertificates": ["e.pem"]]
        let supervision = try load([entry("a", taking.merging(["plane": "supervision"]) { $1 })])
        #expect(supervision.mistakes == [])
        #expect(supervision.registry?["a"]?.acceptsEncrypted == true)
        #expect(supervision.registry?["a"]?.encryptionCertificates == ["e.pem"])
        let bare = try load([entry("a", ["plane": "supervision", "acceptsEncrypted": true])])
        #expect(bare.mistakes.map(\.code) == [.missing])
        #expect(bare.mistakes.map(\.key) == ["platforms[0].encryptionCertificates"])
        let trading = try load([entry("a", taking)])
        #expect(trading.mistakes.map(\.code) == [.separation])
        #expect(trading.mistakes.map(\.key) == ["platforms[0].acceptsEncrypted"])
        let word = try load([entry("a", ["plane": "supervision", "acceptsEncrypted": "yes"])])
        #expect(word.mistakes.map(\.code) == [.wrongType])
    }

    /// The decision by itself; the shipped table names no plane, so only that stands in the way here.
    @Test func theObstaclesAreTold() throws {
        let policy = ExchangePolicy(registry: try provinceRegistry(), flows: try nationalFlows())
        let sender = try #require(policy.registry["trade"])
        func obstacles(_ dataset: String, _ recipient: String) -> [CiphertextObstacle] {
            policy.ciphertextObstacles(
                of: dataset,
                sender: sender,
                sector: "A02",
                region: "350100",
                to: recipient,
                at: today
            )
        }
        #expect(obstacles("TENDER_INVITATION", "city-roads") == [.role(.supervision), .notAccepted])
        #expect(
            obstacles("TENDER_INVITATION", "province-water")
                == [.role(.supervision), .notAccepted, .delivery(.sector("A02"))]
        )
        #expect(obstacles("TENDER_INVITATION", "nobody") == [.unknownRecipient])
        #expect(obstacles("TENDER_PROJECT", "city-roads") == [.notSealed])
    }
}
