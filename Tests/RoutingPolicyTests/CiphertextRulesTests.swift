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
        (#""supervision""#, [.wrongType]),
    ])
    func planesThatMayGetItEncrypted(value: String, codes: [ConfigurationProblem.Code]) throws {
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
        #expect(obstacles("TENDER_INVITATION", "city-roads") == [.plane(.supervision), .notAccepted])
        #expect(
            obstacles("TENDER_INVITATION", "province-water")
                == [.plane(.supervision), .notAccepted, .delivery(.sector("A02"))]
        )
        #expect(obstacles("TENDER_INVITATION", "nobody") == [.unknownRecipient])
        #expect(obstacles("TENDER_PROJECT", "city-roads") == [.notSealed])
    }
}
