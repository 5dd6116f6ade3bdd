import Core
import Foundation
import Pipeline
import RoutingPolicy
import Testing

/// 公开属性 and classification, from the submission to whom it reaches: docs/specs/policy.md §2.3.
struct OpennessTests {
    private let gateway: TestGateway

    init() throws {
        gateway = try TestGateway()
    }

    /// What becomes of a 502 that says `marks`: the codes of the remarks on its receipt, and who got it with which
    /// `hutong-opentype`.
    private func sent(_ marks: [AttributeName: String]) throws -> (remarks: [String], reached: [String: String?]) {
        var event = try TestEvent("SECTION")
        event.attributes.merge(marks) { _, mark in mark }
        let outcome = try gateway.admit(event)
        let remarks = try outcome.receipt().problems.filter { $0.severity == "warning" }.map(\.code)
        let ledger = try #require(outcome.records("ledger.").first)
        let record = InboundRecord(
            source: TopicPartition(ledger.topic, 0),
            offset: 0,
            timestamp: TestEvent.now,
            key: ledger.key,
            value: ledger.value,
            headers: Array(ledger.headers)
        )
        var reached: [String: String?] = [:]
        for platform in TestPlatform.all {
            let outputs = try gateway.delivery(to: platform).process(RecordBatch(records: [record]), at: TestEvent.now)
                .outputs
            for output in outputs where output.topic == "deliver.\(platform.id)" {
                reached[platform.id] = output.headers.text("hutong-opentype")
            }
        }
        return (remarks, reached)
    }

    @Test(arguments: [
        ([:] as [AttributeName: String], "0"), ([.opentype: "0"], "0"),
        ([.opentype: "0", .classification: "none"], "0"),
    ])
    func whatMayBePublishedGoesWhereItsFlowsGo(marks: [AttributeName: String], type: String) throws {
        let (remarks, reached) = try sent(marks)
        #expect(!remarks.contains("publication_restricted"))
        #expect(reached.keys.sorted() == ["city-construction", "city-service", "province-all", "province-service"])
        #expect(Set(reached.values) == [type])
    }

    /// Nobody is authorised in this registry: supervision alone gets it, and the sender is told.
    @Test(arguments: [
        ([.opentype: "1"] as [AttributeName: String], "1"), ([.opentype: "2"], "2"),
        ([.classification: "national-security"], "2"), ([.opentype: "0", .classification: "national-security"], "2"),
    ])
    func whatMayNotGoesToSupervisionAlone(marks: [AttributeName: String], type: String) throws {
        let (remarks, reached) = try sent(marks)
        #expect(remarks.contains("publication_restricted"))
        #expect(reached.keys.sorted() == ["city-construction", "province-all"])
        #expect(Set(reached.values) == [type])
    }

    /// Records about experts are for who is authorised unless they say otherwise, and of that nothing is remarked.
    @Test func theDefaultOfADataSetHolds() throws {
        let flows = gateway.policy.flows
        for name in ["BID_EVALUATION_EXPERT", "EXPERT_BID_EVALUATION", "EXPERT_EVALUATION", "EXPERT_CREDIT_RECORD"] {
            #expect(flows.publicity(of: name, Openness()) == .authorised)
            #expect(flows.publicity(of: name, Openness(opentype: "2")) == .closed)
            #expect(gateway.policy.restriction(of: name, from: .trading, Openness()) == nil)
        }
        #expect(flows.publicity(of: "SECTION", Openness()) == .open)
        #expect(flows.publicity(of: "SECTION", Openness(opentype: "9")) == .closed)
    }

    @Test(arguments: [(AttributeName.opentype, "3"), (.opentype, ""), (.classification, "secret")])
    func anotherWordIsRefused(name: AttributeName, value: String) throws {
        var event = try TestEvent("SECTION")
        event.attributes[name] = value
        let receipt = try gateway.admit(event).receipt()
        #expect(receipt.errors == ["attribute_invalid /@attributes/\(name.rawValue) envelope.\(name.rawValue)"])
    }
}
