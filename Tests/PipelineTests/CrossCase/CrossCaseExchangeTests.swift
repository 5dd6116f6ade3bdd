import Core
import Pipeline
import RoutingPolicy
import Testing

/// From the submit topic through all stages: what reaches beyond a case is accepted, delivered, and told.
@Suite struct CrossCaseExchangeTests {
    private final class Exchange {
        let gateway: TestGateway
        private var cycles: [WorkCycle] = []
        private var read: [String: Int] = [:]
        private var number = 0
        var now: Instant {
            get { clock.now }
            set {
                clock.now = newValue
                gateway.broker.setTime(newValue)
            }
        }

        private final class Clock {
            var now = TestEvent.now
        }

        private let clock = Clock()

        init() throws {
            gateway = try TestGateway()
            let elapsed = { [clock] in clock.now.milliseconds }
            let stages: [(String, [String], any Stage)] = [
                ("admission", gateway.submitTopics, gateway.admission()),
                ("registration", ["admitted.trading"], gateway.registration()),
                ("index", ["claims.trading"], gateway.index(elapsed: elapsed) { $0.quietMilliseconds = 0 }),
                ("delivery", gateway.ledgerTopics, try gateway.delivery(to: .cityService)),
            ]
            cycles = stages.map { group, topics, stage in
                WorkCycle(bus: InMemoryBus(broker: gateway.broker, group: group, topics: topics), stage: stage)
            }
        }

        /// Submits a record and lets every stage work until nothing is left.
        func submit(
            _ dataset: String,
            _ id: String,
            case number: Int,
            from sender: TestPlatform = .trade,
            operation: String = "add",
            _ changes: [String: Any?] = [:]
        ) throws {
            var event = try TestEvent(dataset, case: number, from: sender, id: id, changes)
            event.attributes[.operation] = operation
            if operation == "delete" { event.makeDelete() }
            try gateway.broker.produce(event.outbound)
            try work()
        }

        func work() throws {
            var isBusy = true
            while isBusy {
                isBusy = false
                for place in cycles.indices {
                    let now = self.now
                    if case .committed = try cycles[place].turn(maximum: 10, wait: .zero, now: { now }) {
                        isBusy = true
                    }
                }
            }
        }

        /// `<id> <code> <id of the other or ->` of what was found since the last call.
        func findings() throws -> [String] {
            try new("finding.trading").map { record in
                let finding = try FindingDocument(try #require(record.value))
                return "\(finding.record.id) \(finding.problems.first?.code ?? "") \(finding.other?.id ?? "-")"
            }
        }

        func new(_ topic: String) -> [InboundRecord] {
            gateway.broker.records(of: topic).enumerated().flatMap { partition, records in
                let place = "\(topic)/\(partition)"
                defer { read[place] = records.count }
                return records.dropFirst(read[place] ?? 0)
            }
        }
    }

    @Test func twoCasesWithOneGuarantee() throws {
        let exchange = try Exchange()
        for number in 1...3 {
            try exchange.submit("PROJECT", "p\(number)", case: number)
            try exchange.submit("TENDER_PROJECT", "t\(number)", case: number)
        }
        try exchange.submit("LETTER_OF_GUARANTEE", "a", case: 1, ["GUARANTEE_NO": "7"])
        try exchange.submit("LETTER_OF_GUARANTEE", "b", case: 2, ["GUARANTEE_NO": "7"])
        #expect(try exchange.findings() == ["b code_taken a"])
        // Both are accepted, and both were delivered.
        #expect(exchange.new("quarantine.trade").isEmpty)
        let delivered = exchange.new("deliver.city-service").compactMap { $0.headers.text("ce_id") }
        #expect(Set(delivered) == ["p1", "t1", "p2", "t2", "p3", "t3", "a", "b"])
        let told = exchange.new("receipt.trade").filter { $0.headers.text("ce_type") == "cn.hutong.finding.v1" }
        #expect(told.map { $0.key } == [Array(SampleRecord.caseKey(2).utf8)])

        // A change and a delete free the code.
        let change: [String: Any?] = ["GUARANTEE_NO": "8", "DATA_TIMESTAMP": "20991231235959"]
        try exchange.submit("LETTER_OF_GUARANTEE", "c", case: 2, operation: "change", change)
        try exchange.submit("LETTER_OF_GUARANTEE", "d", case: 1, operation: "delete")
        try exchange.submit("LETTER_OF_GUARANTEE", "e", case: 3, ["GUARANTEE_NO": "7"])
        #expect(try exchange.findings() == [])
        try exchange.submit("LETTER_OF_GUARANTEE", "f", case: 1, ["GUARANTEE_NO": "8"])
        #expect(try exchange.findings() == ["f code_taken c"])
        // A change that leaves the code alone claims nothing anew.
        let date: [String: Any?] = ["GUARANTEE_NO": "8", "DATA_TIMESTAMP": "20991231235959"]
        try exchange.submit("LETTER_OF_GUARANTEE", "g", case: 1, operation: "change", date)
        #expect(try exchange.findings() == [])
    }

    /// Numbers that are counted anew in each case are the same in two of them, and that is no fault.
    @Test(arguments: [("QUALI_INQUERY_CLARI", "DOC_CODE"), ("T_ASKANSWER", "ANN_CODE")])
    func twoCasesCountTheirDocuments(dataset: String, field: String) throws {
        let exchange = try Exchange()
        for number in 1...2 {
            try exchange.submit("PROJECT", "p\(number)", case: number)
            try exchange.submit("TENDER_PROJECT", "t\(number)", case: number)
            try exchange.submit(dataset, "a\(number)", case: number, [field: "1"])
        }
        #expect(exchange.new("ledger.trading").count == 6)
        #expect(try exchange.findings() == [])
    }

    @Test func aTenderProjectWhoseProjectDoesNotCome() throws {
        let exchange = try Exchange()
        // 501 first, and 500 soon after: nothing.
        try exchange.submit("TENDER_PROJECT", "t1", case: 1)
        try exchange.submit("PROJECT", "p1", case: 1)
        try exchange.submit("TENDER_PROJECT", "t2", case: 2)
        #expect(exchange.new("ledger.trading").count == 3)
        exchange.now = TestEvent.now.advanced(byMilliseconds: 24 * 3_600_000 - 1)
        try exchange.work()
        #expect(try exchange.findings() == [])
        exchange.now = TestEvent.now.advanced(byMilliseconds: 24 * 3_600_000)
        try exchange.work()
        #expect(try exchange.findings() == ["t2 parent_missing -"])
    }

    /// Nothing that a record says can be read out of the topic, and what claims nothing writes nothing there.
    @Test func claimsHoldNamesAndNoContent() throws {
        let exchange = try Exchange()
        try exchange.submit("TENDER_PROJECT", "t1", case: 1)
        try exchange.submit("SECTION", "s1", case: 1)
        try exchange.submit("LETTER_OF_GUARANTEE", "a", case: 1, ["GUARANTEE_NO": "澄清-2026-0042"])
        let claims = exchange.new("claims.trading")
        #expect(claims.count == 2)
        for claim in claims {
            let text = String(decoding: (claim.key ?? []) + (claim.value ?? []), as: UTF8.self)
            #expect(!text.contains("0042"))
            // The project's code is the beginning of the case's, which has to be there; alone it is not.
            #expect(!text.contains(SampleRecord.projectKey(1) + "\u{1f}"))
        }
    }
}
