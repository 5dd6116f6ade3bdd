import Core
import Foundation
import Telemetry
import Testing

/// Compares what is rendered with what `docs/specs/instrumentation.md` promises, both ways.
struct InstrumentationTests {
    private let collected = CollectedLog()
    private let metrics = GatewayMetrics()
    private let events: GatewayEvents
    private let specification: SpecificationDocument

    init() throws {
        let collected = collected
        events = GatewayEvents(
            metrics: metrics,
            log: EventLog(level: .debug, format: .json, output: { collected.take($0) })
        )
        specification = try SpecificationDocument()
    }

    @Test func rendersExactlyTheMetricsOfTheSpecification() {
        EveryEvent.tell(events)
        let rendered = RenderedMetrics(metrics.registry.render())
        let found = rendered.families.map {
            SpecificationDocument.Metric(name: $0.name, type: $0.type, labels: $0.labels)
        }
        #expect(found.sorted() == specification.metrics.sorted())
        #expect(rendered.families.allSatisfy { $0.samples > 0 }, "an instrument that no event touches")
        #expect(specification.helps == Dictionary(uniqueKeysWithValues: rendered.families.map { ($0.name, $0.help) }))
    }

    @Test func namesCarryPrefixAndUnit() {
        for metric in specification.metrics {
            #expect(metric.name.hasPrefix("hutong_"))
            #expect(metric.name.hasSuffix("_total") == (metric.type == "counter"), "\(metric.name)")
        }
    }

    @Test func closedLabelsTakeExactlyTheDocumentedValues() {
        var found: [String: Set<String>] = [:]
        for label in metrics.registry.descriptions.flatMap(\.labels) {
            if case .closed(let values) = label.domain { found[label.name, default: []].formUnion(values) }
        }
        // Two rows name a list that stands elsewhere instead of repeating it.
        found["code"] = specification.closedValues["code"]
        found["status"] = specification.closedValues["status"]
        #expect(found == specification.closedValues)
    }

    @Test func writesExactlyTheEventsOfTheSpecification() throws {
        EveryEvent.tell(events)
        var found: Set<SpecificationDocument.Event> = []
        for line in collected.lines {
            let object = try #require(
                JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                "not JSON: \(line)"
            )
            let name = try #require(object["event"] as? String)
            let level = try #require(object["level"] as? String)
            #expect((object["time"] as? String).flatMap(Instant.init(rfc3339:)) != nil)
            let documented = specification.events.first { $0.name == name }
            let fields = Set(object.keys).subtracting(["time", "event", "level"])
            let order = documented?.fields ?? fields.sorted()
            #expect(fields == Set(order), "fields of \(name)")
            found.insert(SpecificationDocument.Event(name: name, level: level, fields: order))
        }
        #expect(found == Set(specification.events))
        #expect(Set(EventName.allCases.map(\.rawValue)) == Set(specification.events.map(\.name)))
    }

    @Test func eventsNameMetricsThatExist() {
        let names = Set(specification.metrics.map(\.name))
        #expect(specification.metricsOfEvents.isSubset(of: names))
        #expect(!specification.metricsOfEvents.isEmpty)
    }

    @Test func countersFollowTheTallyOfACommittedBatch() {
        let worker = WorkerIdentity(stage: "admission", plane: "trading", worker: "w")
        events.transactionCommitted(worker, EveryEvent.tally(), commit: .milliseconds(4))
        let records = metrics.records
        #expect(records.received.value("admission", "alpha") == 3)
        #expect(records.accepted.value("admission", "alpha") == 2)
        #expect(records.refused.value("admission", "alpha", "field_missing") == 1)
        #expect(records.problems.value("admission", "field_length", "error") == 1)
        #expect(records.problems.value("admission", "code_list_absent", "warning") == 1)
        #expect(records.receivedBytes.value("admission") == 600)
        #expect(records.receipts.value("alpha", "accepted") == 2)
        #expect(records.receipts.value("alpha", "refused") == 1)
        #expect(records.quarantined.value("alpha", "full") == 1)
        #expect(records.deliveries.value("city") == 2)
        #expect(records.verifications.value("raw", "sm2-sm3", "valid") == 3)
        #expect(records.validations.value("TENDER_PROJECT", "refused") == 1)
        #expect(metrics.batches.transactions.value("admission", "committed") == 1)
        #expect(collected.lines.count == 2, "the transaction and the refusal")
        #expect(collected.lines.last?.contains(#""offset":41,"code":"field_missing""#) == true)
    }

    @Test func anAbortedBatchCountsNoRecords() {
        let worker = WorkerIdentity(stage: "delivery", plane: "", worker: "w")
        events.transactionAborted(worker, records: 9, detail: "fenced")
        #expect(metrics.records.received.value("delivery", "alpha") == 0)
        #expect(metrics.batches.transactions.value("delivery", "aborted") == 1)
        #expect(metrics.batches.rewoundRecords.value("delivery") == 9)
    }

    @Test func lagOfPartitionsGivenUpIsForgotten() {
        events.lag(stage: "admission", of: [TopicPartition("submit.a", 0): 5, TopicPartition("submit.a", 1): -2])
        events.lag(stage: "delivery", of: [TopicPartition("ledger.trading", 0): 7])
        #expect(metrics.bus.lag.value("admission", "submit.a", "1") == 0)
        events.rebalanced(stage: "admission", .revoked, partitions: 2, assigned: 0)
        #expect(metrics.bus.lag.value("admission", "submit.a", "0") == nil)
        #expect(metrics.bus.lag.value("delivery", "ledger.trading", "0") == 7)
    }
}
