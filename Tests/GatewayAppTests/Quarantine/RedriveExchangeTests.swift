import Bus
import Core
import Foundation
import GatewayApp
import Testing

/// A redrive as its operator and the sender see it, on the embedded broker: a change that came before the record that it
/// changes is refused, and accepted when the operator asks for it.
@Suite(.serialized) struct RedriveExchangeTests {
    @Test(.timeLimit(.minutes(10))) func aRefusalIsTakenBackByTheOperatorAndRegisteredOnce() throws {
        let (broker, exchange) = try EmbeddedExchangeTests.exchange()
        defer { broker.close() }
        let gateway = try RunningGateway(exchange)

        let publish = [
            "publish", "--platform", "fuzhou-trade", "--contract", "PROJECT", "--datakey", "0123456789abcdefghijkl",
            EmbeddedExchangeTests.project,
        ]
        let (published, publishing) = Self.run(exchange, publish + ["--operation", "change"])
        #expect(published == .dataRefused)
        let id = try #require(publishing.objects.first?["id"] as? String)

        let (_, listing) = Self.run(exchange, ["quarantine", "list", "--platform", "fuzhou-trade"])
        let entry = try #require(listing.objects.first)
        #expect(listing.objects.count == 1)
        #expect(entry["id"] as? String == id)
        #expect(entry["state"] as? String == "refused")
        #expect(entry["codes"] as? [String] == ["data_key_unknown"])
        #expect(entry["dataset"] as? String == "PROJECT")
        #expect(Self.run(exchange, ["quarantine", "list", "--code", "superseded"]).1.objects.isEmpty)

        let (_, showing) = Self.run(exchange, ["quarantine", "show", id])
        let shown = try #require(showing.objects.first)
        let problems = try #require(shown["problems"] as? [[String: Any]])
        #expect(problems.first?["code"] as? String == "data_key_unknown")
        let message = try #require(problems.first?["message"] as? [String: String])
        #expect(message["zh"]?.contains("没有该 datakey") == true && message["en"]?.contains("there is no record") == true)
        #expect((shown["data"] as? [String: Any])?["PROJECT_CODE"] as? String == "E3501000000000001")
        let words = exchange.captured()
        #expect(words.run("quarantine", "show", "--config", "dev", "--lang", "zh", id) == .success)
        #expect(words.output.contains("没有该 datakey") && words.output.contains("there is no record"))
        #expect(Self.run(exchange, ["quarantine", "show", "nothing"]).0 == .inputMissing)

        // Nothing is written without the number, or by a dry run.
        let choose = ["quarantine", "redrive", "--platform", "fuzhou-trade", "--code", "data_key_unknown"]
        let (_, planning) = Self.run(exchange, choose + ["--dry-run"])
        #expect(planning.objects.map { $0["redrive"] as? Bool } == [true])
        let reason = ["--reason", "the record has come"]
        let (unconfirmed, asking) = Self.run(exchange, choose + reason)
        #expect(unconfirmed == .usage && asking.error.contains("--confirm 1"))
        #expect(Self.run(exchange, choose + reason + ["--confirm", "2"]).0 == .usage)
        #expect(try Self.records(broker, "redrive.trading").isEmpty)

        // When: what it changes has come, and the change is asked for.
        #expect(Self.run(exchange, publish).0 == .success)
        let (redriven, writing) = Self.run(exchange, choose + reason + ["--confirm", "1"])
        #expect(redriven == .success)
        let place = try #require(writing.objects.first?["written"] as? String)
        #expect(place.hasPrefix("redrive.trading/"))

        // Then: its sender has a second verdict, and the ledger the record, once.
        let verdicts = Self.run(
            exchange,
            [
                "receipts", "--platform", "fuzhou-trade", "--from-beginning", "--id", id, "--count", "2", "--timeout",
                "30",
            ]
        ).1.objects
        #expect(verdicts.map { $0["verdict"] as? String } == ["refused", "accepted"])
        #expect(verdicts.map { $0["redriven"] as? Bool } == [nil, true])
        #expect(verdicts.map { $0["time"] as? String }.allSatisfy { $0 == entry["time"] as? String })
        #expect(
            Self.run(exchange, ["quarantine", "list", "--platform", "fuzhou-trade"]).1.objects
                .map { $0["state"] as? String } == ["requested"]
        )
        // What was asked for is left out; asked for all the same it is a duplicate.
        let (second, nothing) = Self.run(exchange, choose + reason + ["--confirm", "1"])
        #expect(second == .success && nothing.error.contains("nothing to ask for"))
        #expect(Self.run(exchange, choose + reason + ["--confirm", "1", "--again"]).0 == .success)
        let last = Self.run(
            exchange,
            [
                "receipts", "--platform", "fuzhou-trade", "--from-beginning", "--id", id, "--count", "3", "--timeout",
                "30",
            ]
        ).1.objects.last
        let codes = (last?["problems"] as? [[String: Any]])?.map { $0["code"] as? String }
        #expect(last?["verdict"] as? String == "accepted" && codes?.contains("duplicate") == true)
        let ledger = try Self.records(broker, "ledger.trading")
        let registered = ledger.filter { $0.headers.contains(RecordHeader("ce_id", id)) }
        #expect(ledger.count == 2 && registered.count == 1)
        let sent = try Self.records(broker, "submit.fuzhou-trade").first {
            $0.headers.contains(RecordHeader("ce_id", id))
        }
        #expect(registered.first?.value == sent?.value)

        // And: a correction of it that is accepted marks it.
        #expect(Self.corrected(exchange, id) == nil)
        let fixing = publish + ["--operation", "change", "--corrects", id]
        let correction = try #require(Self.run(exchange, fixing).1.objects.first?["id"] as? String)
        #expect(Self.corrected(exchange, id) == correction)
        let text = exchange.captured()
        #expect(text.run("quarantine", "list", "--config", "dev", "--lang", "zh", "--id", id) == .success)
        #expect(text.output.contains("已申请重新处理，已更正"))
        #expect(gateway.end())
    }

    /// By what `list` and `show` say that `id` was corrected.
    private static func corrected(_ exchange: TestExchange, _ id: String) -> String? {
        let verbs = [["quarantine", "list", "--id", id], ["quarantine", "show", id]]
        let found = verbs.map {
            run(exchange, $0).1.objects.map { ($0["corrected"] as? [String: Any])?["by"] as? String }
        }
        #expect(found[0] == found[1])
        return found[0].first ?? nil
    }

    private static func run(_ exchange: TestExchange, _ line: [String]) -> (ExitCode, CapturedConsole) {
        let captured = exchange.captured()
        return (captured.run(line + ["--config", "dev", "--lang", "en", "--format", "json"]), captured)
    }

    private static func records(_ broker: EmbeddedBroker, _ topic: String) throws -> [InboundRecord] {
        let connection = broker.connection(clientID: "test-reader")
        let reader = try TopicReader(connection, topics: [topic], start: .beginning)
        defer { reader.close() }
        return try reader.readToEnd(deadline: .seconds(30))
    }
}
