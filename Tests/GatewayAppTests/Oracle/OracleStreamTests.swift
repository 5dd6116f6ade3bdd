import Core
import Foundation
import RoutingPolicy
import Testing

@testable import GatewayApp

/// The load of the oracle promises what the specification says, and the same each time.
struct OracleStreamTests {
    /// What admission finds by itself, and how the test finds it.
    static let damages: Set<String> = [
        "json_syntax", "field_date", "signature_invalid", "field_unknown", "payload_too_large",
    ]

    static func lifecycles() throws -> [OracleLifecycle] {
        let loaded = try TestExchange(brokers: "127.0.0.1:1").load()
        let registry = loaded.artifacts.policy.registry
        return try OracleLifecycle.all(
            contracts: Checkout.contracts,
            platforms: registry.platforms.filter { $0.plane == .trading },
            artifacts: loaded.artifacts,
            at: Instant(milliseconds: 1_795_000_000_000)
        )
    }

    static func drafts(_ lifecycles: [OracleLifecycle], seed: UInt64, count: Int) -> [OracleStream.Draft] {
        var shape = OracleStream.Shape(seed: seed, cases: 20, firstSerial: 0)
        shape.orphaned = 80
        shape.early = 300
        var stream = OracleStream(lifecycles, shape)
        let now = Instant(milliseconds: 1_795_000_000_000)
        var drafts = (0..<count).compactMap { _ in stream.next(at: now) }
        stream.close()
        while let rest = stream.next(at: now) { drafts.append(rest) }
        return drafts
    }

    @Test func theSameSeedMakesTheSameLoad() throws {
        let lifecycles = try Self.lifecycles()
        func text(_ seed: UInt64) -> [String] {
            Self.drafts(lifecycles, seed: seed, count: 800).map {
                "\($0.number) \($0.envelope.id) \($0.envelope[.datakey] ?? "") \($0.payload?.count ?? -1) \($0.rank)"
            }
        }
        #expect(text(5) == text(5))
        #expect(text(5) != text(6))
    }

    @Test func everyPromiseIsThatOfTheSpecification() throws {
        let lifecycles = try Self.lifecycles()
        var seen: [String: Int] = [:]
        for seed in 1...6 as ClosedRange<UInt64> {
            let drafts = Self.drafts(lifecycles, seed: seed, count: 2500)
            var models: [String: CaseModel] = [:]
            for draft in drafts {
                if let code = draft.expectation.codes.first, Self.damages.contains(code) {
                    expectDamage(draft, code)
                    seen[code, default: 0] += 1
                    continue
                }
                let key = draft.envelope.partitionKey
                let isProject = key.utf8.count == 17
                var model = models[key] ?? CaseModel(founding: isProject ? "PROJECT" : "TENDER_PROJECT")
                model.take(draft.number, draft.envelope, draft.payload)
                models[key] = model
            }
            for (key, model) in models {
                var model = model
                model.expire()
                var rank = -1
                for (number, outcome) in model.decided {
                    let promised = drafts[number].expectation
                    #expect(
                        outcome
                            == CaseModel.Outcome(
                                isAccepted: promised.isAccepted,
                                code: promised.codes.first,
                                isRepetition: promised.isRepetition
                            ),
                        "seed \(seed), case \(key), submission \(drafts[number].envelope.id)"
                    )
                    seen[outcome.code ?? (outcome.isRepetition ? "duplicate" : "accepted"), default: 0] += 1
                    guard promised.isEntered else { continue }
                    #expect(drafts[number].rank > rank, "seed \(seed), case \(key)")
                    rank = drafts[number].rank
                    #expect(drafts[number].recipients != 0)
                }
            }
        }
        // Nothing of what the load is for is missing in it.
        for code in [
            "accepted", "duplicate", "superseded", "data_key_exists", "data_key_unknown", "id_reused", "code_taken",
            "parent_missing", "json_syntax", "field_date", "signature_invalid", "field_unknown", "payload_too_large",
        ] {
            #expect(seen[code, default: 0] > 0, "\(code)")
        }
    }

    private func expectDamage(_ draft: OracleStream.Draft, _ code: String) {
        let payload = draft.payload ?? []
        switch code {
        case "json_syntax": #expect((try? JSONSerialization.jsonObject(with: Data(payload))) == nil)
        case "field_date": #expect(String(decoding: payload, as: UTF8.self).contains("\"20181399000000\""))
        case "signature_invalid": #expect(draft.isFlipped)
        case "field_unknown": #expect(payload.count == 1_048_576)
        default: #expect(payload.count == 1_048_577)
        }
        #expect(draft.rank < 0 && draft.recipients == 0)
    }
}
