import Core
import Foundation
import GatewayApp
import RoutingPolicy
import Testing

@testable import Pipeline

/// `hutong policy explain` of sealed data, before and after what releases it, against what admission says.
struct PolicyReleaseTests {
    private func explain(_ options: String..., in directory: String = "/nonexistent") throws -> (
        code: ExitCode, object: [String: Any]
    ) {
        let captured = CapturedConsole(in: directory)
        let code = captured.run(
            [
                "policy", "explain", "--config", ProvinceExampleTests.directory + "/hutong.json", "--from",
                "fuzhou-trade", "--sector", "A01", "--format", "json",
            ] + options
        )
        return (code, try #require(captured.objects.first, "\(captured.error)"))
    }

    private func codes(_ object: [String: Any], _ list: String = "reasons") -> [String] {
        (object[list] as? [[String: Any]] ?? []).map { reason in
            [reason["code"], reason["place"], reason["rule"]].map { $0 as? String ?? "-" }.joined(separator: " ")
        }
    }

    /// The rows of DATA-SPEC §7.3: the fact, the section's field, what states it and what ends it (docs/specs/policy.md §2.1).
    @Test(arguments: [
        ("505", "opened", "BID_SECTION_CODE", ["BID_OPENING_RECORD", "PURCHASE_BIDDING_RECORD"], 4),
        ("507", "opened", "BID_SECTION_CODE", ["BID_OPENING_RECORD", "PURCHASE_BIDDING_RECORD"], 4),
        ("508", "settled", "BID_SECTION_CODE", ["WIN_RESULT_ANNO"], 2),
        ("509", "publicised", "BID_SECTION_CODE", ["TENDER_CANDIDATE_ANNOUNCE"], 2),
        ("557", "opened", "PURCHASE_SECTION_CODE", ["BID_OPENING_RECORD", "PURCHASE_BIDDING_RECORD"], 4),
    ])
    func aSealedSetIsRefusedUntilItsFact(
        dataset: String,
        fact: String,
        section: String,
        by: [String],
        ending: Int
    ) throws {
        let refusal = "not_released /\(section) policy.seal"
        let open = try explain("--dataset", dataset)
        #expect(open.code == .success && codes(open.object) == [] && codes(open.object, "remarks") == [refusal])
        let release = try #require(open.object["release"] as? [String: Any])
        #expect(release["state"] as? String == "unknown" && release["fact"] as? String == fact)
        #expect(release["section"] as? String == section)
        #expect((release["by"] as? [[String: Any]] ?? []).compactMap { $0["dataset"] as? String } == by)
        #expect((release["endedBy"] as? [Any])?.count == ending)
        // Before: refused. After: taken. While it rests: refused for that.
        let before = try explain("--dataset", dataset, "--fact", "none")
        #expect(before.code == .dataRefused && codes(before.object) == [refusal])
        #expect((before.object["recipients"] as? [Any])?.isEmpty == true)
        let after = try explain("--dataset", dataset, "--fact", fact)
        #expect(after.code == .success && codes(after.object) == [] && codes(after.object, "remarks") == [])
        #expect((after.object["release"] as? [String: Any])?["state"] as? String == "released")
        #expect((after.object["recipients"] as? [Any])?.isEmpty == false || dataset == "508")
        let resting = try explain("--dataset", dataset, "--fact", fact, "--fact", "suspended")
        #expect(codes(resting.object) == ["not_released /\(section) policy.suspension"])
        let another = try explain("--dataset", dataset, "--fact", fact == "settled" ? "opened" : "settled")
        #expect(codes(another.object) == [refusal])
        // A fact has a time, and so has the question.
        let options = ["--dataset", dataset, "--at", "2026-11-22T10:00:00Z", "--fact"]
        for (time, isKnown) in [("2026-11-22T10:00:00Z", true), ("2026-11-22T10:00:01Z", false)] {
            let captured = CapturedConsole()
            let code = captured.run(
                [
                    "policy", "explain", "--config", ProvinceExampleTests.directory + "/hutong.json", "--from",
                    "fuzhou-trade",
                ] + options + ["\(fact)=\(time)"]
            )
            #expect(code == (isKnown ? .success : .dataRefused))
            #expect(captured.output.contains("policy.seal") == !isKnown)
        }
    }

    /// What a platform may not send at all says nothing of seals; and what carries no seal nothing of releases.
    @Test func onlyWhoMaySendItIsToldOfTheSeal() throws {
        let captured = CapturedConsole()
        let code = captured.run(
            [
                "policy", "explain", "--config", ProvinceExampleTests.directory + "/hutong.json", "--from",
                "fuzhou-housing", "--dataset", "507", "--fact", "none", "--format", "json",
            ]
        )
        #expect(code == .dataRefused)
        let object = try #require(captured.objects.first)
        #expect(codes(object).map { $0.split(separator: " ")[0] } == ["flow_forbidden"])
        let plain = try explain("--dataset", "501", "--fact", "none")
        #expect(plain.code == .success && plain.object["release"] is NSNull)
        for word in ["opend", "none=2026-11-22T10:00:00Z", "opened=soon", "registered"] {
            let wrong = CapturedConsole()
            let line = ["--from", "fuzhou-trade", "--dataset", "507", "--fact", word]
            #expect(
                wrong.run(["policy", "explain", "--config", ProvinceExampleTests.directory + "/hutong.json"] + line)
                    == .usage
            )
        }
    }

    /// A record that names no section can be released by nothing, whatever is known.
    @Test func aRecordWithoutItsSectionIsRefusedForThat() throws {
        let directory = try TemporaryDirectory()
        try directory.write("record.json", #"{"BID_SECTION_CODE": ";", "REGION_CODE": "350100"}"#)
        for facts in [[], ["--fact", "opened"]] {
            let captured = CapturedConsole(in: directory.path)
            let code = captured.run(
                [
                    "policy", "explain", "--config", ProvinceExampleTests.directory + "/hutong.json", "--from",
                    "fuzhou-trade", "--dataset", "507", "--format", "json", "record.json",
                ] + facts
            )
            #expect(code == .dataRefused)
            #expect(codes(try #require(captured.objects.first)) == ["field_missing /BID_SECTION_CODE policy.seal"])
        }
    }

    /// What stays with supervision names the attribute that keeps it, and what its sender is told.
    @Test func whatIsNotPublicNamesItsPlaceAndRule() throws {
        let closed = try explain("--dataset", "501", "--to", "fuzhou-service", "--opentype", "2")
        #expect(codes(closed.object) == ["not_public /@attributes/opentype classified.not-published"])
        #expect(codes(closed.object, "remarks") == ["publication_restricted /@attributes/opentype policy.opentype"])
        let secret = try explain("--dataset", "501", "--to", "fuzhou-service", "--classification", "national-security")
        #expect(codes(secret.object) == ["not_public /@attributes/classification classified.not-published"])
        let restricted = try explain("--dataset", "501", "--to", "fuzhou-service", "--opentype", "1")
        #expect(codes(restricted.object) == ["not_authorised /@attributes/opentype policy.opentype"])
    }

    /// The same code, place, rule and words as on the receipt of the real admission, before and after the opening.
    @Test func theExchangeSaysTheSame() throws {
        let spoilt = try ProvincePolicy()
        let model = try spoilt.model()
        let policy = ExchangePolicy(registry: model.registry, flows: model.flows)
        let contracts = try ProvincePolicy.contracts.get()
        let events = try CaseEvents(contracts)
        let sender = try #require(policy.registry["fuzhou-trade"])
        let broker = InMemoryBroker()
        for plane in Plane.allCases { broker.createTopic(TopicName.facts(plane), partitions: 1) }
        let stage = AdmissionStage(
            configuration: AdmissionConfiguration(),
            policy: policy,
            contracts: contracts,
            signatures: SignatureCheck { _, _, _, _, _ in
                .verified(SignatureCheck.Signer(form: "raw", algorithm: "sm2-sm3"))
            },
            facts: FactsTable(
                sources: Plane.allCases.map { InMemoryTable(broker: broker, topic: TopicName.facts($0)) }
            ),
            relations: RelationRules(contracts, flows: policy.flows)
        )
        try stage.refresh()
        for seal in policy.flows.seals where events.canBeMade(seal.dataset) {
            let event = try events.next(seal.dataset, from: sender)
            let outputs = try stage.process(RecordBatch(records: [event.inbound]), at: event.time).outputs
            let receipt = try #require(outputs.first { $0.topic.hasPrefix("receipt.") }?.value)
            let members = try JSONSerialization.jsonObject(with: Data(receipt)) as? [String: Any]
            let problems = members?["problems"] as? [[String: Any]] ?? []
            let told = problems.filter { $0["severity"] as? String == "error" }
            let explained = try explain("--dataset", seal.dataset, "--fact", "none").object
            let reasons = explained["reasons"] as? [[String: Any]] ?? []
            #expect(told.count == 1 && reasons.count == 1, "\(seal.dataset)")
            for (member, name) in [("code", "code"), ("pointer", "place"), ("rule", "rule")] {
                #expect(told.first?[member] as? String == reasons.first?[name] as? String, "\(seal.dataset) \(name)")
                #expect(reasons.first?[name] is String)
            }
            let words = reasons.first?["message"] as? [String: String]
            #expect(words == told.first?["message"] as? [String: String] && words?["zh"]?.isEmpty == false)
        }
    }
}
