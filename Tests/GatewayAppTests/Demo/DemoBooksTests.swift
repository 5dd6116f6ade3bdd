import Core
import Foundation
import Testing

@testable import GatewayApp

/// The books must notice every kind of fault, or a balance would mean nothing.
struct DemoBooksTests {
    private static let now = Instant(milliseconds: 1_795_231_080_000)

    /// One accepted record, the announcement of a tender, and one refused: what an undisturbed run shows of them.
    private struct Run {
        var books: DemoBooks
        let accepted: DemoSubmission
        let refused: DemoSubmission
        let row: DemoManifest.Row

        init() throws {
            let scenario = try DemoScenarioTests.scenario()
            let all = try scenario.submissions(count: scenario.recordsOfOnePass, now: DemoBooksTests.now)
            accepted = try #require(all.first { $0.id.hasPrefix("wansha.02-TENDER_PROJECT") })
            refused = try #require(all.first { $0.id.hasPrefix("fault.json-empty") })
            let manifest = try DemoScenarioTests.manifest()
            row = try #require(manifest.row(forRecord: accepted.id))
            books = try DemoBooks(
                submissions: [accepted, refused],
                manifest: manifest,
                views: DemoViews(flows: DemoScenarioTests.contracts.appending(path: "flows/national.json"))
            )
        }

        mutating func receipts() {
            books.receipt(receipt(of: accepted.id, "accepted", []))
            books.receipt(receipt(of: refused.id, "refused", ["json_syntax"]))
        }

        func receipt(of id: String, _ verdict: String, _ codes: [String]) -> InboundRecord {
            let problems = codes.map { #"{"code":"\#($0)","severity":"error"}"# }.joined(separator: ",")
            let text = #"{"id":"\#(id)","verdict":"\#(verdict)","problems":[\#(problems)]}"#
            return record(on: "receipt.fuzzhou-trade", id: id, value: Array(text.utf8))
        }

        func record(on topic: String, id: String, value: [UInt8]?, view: String? = nil) -> InboundRecord {
            var headers = [RecordHeader("ce_id", id)]
            if let view { headers.append(RecordHeader("hutong-view", view)) }
            return InboundRecord(
                source: TopicPartition(topic, 0),
                offset: 0,
                timestamp: DemoBooksTests.now,
                key: nil,
                value: value,
                headers: headers
            )
        }

        mutating func ledger() {
            books.ledger(record(on: "ledger.trading", id: accepted.id, value: accepted.payload))
            books.quarantine(record(on: "quarantine.fuzhou-trade", id: refused.id, value: refused.payload))
        }

        mutating func deliver(to platform: String, changing change: (inout [String: Any]) -> Void = { _ in }) throws {
            let isSupervision = platform == "fuzhou-construction"
            let view = isSupervision ? "supervision" : "service"
            var body = try #require(
                try JSONSerialization.jsonObject(with: Data(accepted.payload ?? [])) as? [String: Any]
            )
            let allowed = try DemoBooksTests.fields(of: "TENDER_PROJECT", view: view)
            body = body.filter { allowed.contains($0.key) }
            change(&body)
            let value = try JSONSerialization.data(withJSONObject: body)
            books.delivery(
                record(
                    on: "deliver.\(platform)",
                    id: accepted.id,
                    value: Array(value),
                    view: "\(view)/TENDER_PROJECT"
                ),
                to: platform
            )
        }

        mutating func complete() throws {
            receipts()
            ledger()
            for platform in row.recipients { try deliver(to: platform) }
        }
    }

    private static func fields(of contract: String, view: String) throws -> Set<String> {
        let file = DemoScenarioTests.contracts.appending(path: "flows/national.json")
        let flows = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        let views = try #require(flows["views"] as? [[String: Any]])
        let found = try #require(
            views.first { $0["id"] as? String == view && $0["contract"] as? String == contract }
        )
        let rows = try #require(found["fields"] as? [[String: Any]])
        return Set(rows.filter { $0["mask"] == nil }.compactMap { $0["name"] as? String })
    }

    @Test func anUndisturbedRunBalances() throws {
        var run = try Run()
        try run.complete()
        let report = run.books.balance(seconds: 1)
        #expect(report.discrepancies == [])
        #expect(report.isBalanced)
        #expect(report.refused == ["json_syntax": 1])
        #expect(report.ledger == 1)
        #expect(report.delivered["fuzhou-construction"] == 1)
    }

    @Test func aLostReceiptIsNoticed() throws {
        var run = try Run()
        run.ledger()
        #expect(!run.books.balance(seconds: 1).isBalanced)
    }

    @Test func aSecondReceiptIsNoticed() throws {
        var run = try Run()
        try run.complete()
        run.receipts()
        #expect(!run.books.balance(seconds: 1).isBalanced)
    }

    @Test func anotherVerdictIsNoticed() throws {
        var run = try Run()
        run.ledger()
        for platform in run.row.recipients { try run.deliver(to: platform) }
        run.books.receipt(run.receipt(of: run.accepted.id, "accepted", []))
        run.books.receipt(run.receipt(of: run.refused.id, "refused", ["json_encoding"]))
        #expect(!run.books.balance(seconds: 1).isBalanced)
    }

    @Test func aRecordLostFromTheLedgerIsNoticed() throws {
        var run = try Run()
        run.receipts()
        for platform in run.row.recipients { try run.deliver(to: platform) }
        #expect(!run.books.balance(seconds: 1).isBalanced)
    }

    @Test func aRecordTwiceInTheLedgerIsNoticed() throws {
        var run = try Run()
        try run.complete()
        run.ledger()
        #expect(!run.books.balance(seconds: 1).isBalanced)
    }

    @Test func aLostDeliveryIsNoticed() throws {
        var run = try Run()
        run.receipts()
        run.ledger()
        for platform in run.row.recipients.dropFirst() { try run.deliver(to: platform) }
        #expect(!run.books.balance(seconds: 1).isBalanced)
    }

    @Test func aDoubledDeliveryIsNoticed() throws {
        var run = try Run()
        try run.complete()
        try run.deliver(to: "fuzhou-service")
        #expect(!run.books.balance(seconds: 1).isBalanced)
    }

    @Test func aDeliveryToTheWrongPlatformIsNoticed() throws {
        var run = try Run()
        try run.complete()
        try run.deliver(to: "fujian-water")
        #expect(!run.books.balance(seconds: 1).isBalanced)
    }

    @Test func aFieldOutsideTheViewIsNoticed() throws {
        var run = try Run()
        run.receipts()
        run.ledger()
        for platform in run.row.recipients {
            try run.deliver(to: platform) { body in
                if platform == "fuzhou-construction" { body["SOMETHING_ELSE"] = "x" }
            }
        }
        #expect(!run.books.balance(seconds: 1).isBalanced)
    }

    @Test func anAlteredFieldIsNoticed() throws {
        var run = try Run()
        run.receipts()
        run.ledger()
        for platform in run.row.recipients {
            try run.deliver(to: platform) { $0["TENDER_PROJECT_NAME"] = "another name" }
        }
        #expect(!run.books.balance(seconds: 1).isBalanced)
    }

    @Test func anUnmaskedFieldIsNoticed() throws {
        var run = try Run()
        run.receipts()
        run.ledger()
        for platform in run.row.recipients {
            try run.deliver(to: platform) { body in
                if platform == "fuzhou-service" { body["REPORT_DUTY"] = "张某某" }
            }
        }
        #expect(!run.books.balance(seconds: 1).isBalanced)
    }

    @Test func aMissingFieldIsNoticed() throws {
        var run = try Run()
        run.receipts()
        run.ledger()
        for platform in run.row.recipients { try run.deliver(to: platform) { $0["TENDER_PROJECT_NAME"] = nil } }
        #expect(!run.books.balance(seconds: 1).isBalanced)
    }
}
