import Bus
import Core
import Foundation
import GatewayApp
import Testing

/// `receipts --watch` over a running gateway on the embedded broker.
@Suite(.serialized) struct ReceiptsWatchTests {
    @Test(.timeLimit(.minutes(10))) func aSubmissionIsFollowedToItsDelivery() throws {
        let (broker, exchange) = try EmbeddedExchangeTests.exchange()
        defer { broker.close() }
        let gateway = try RunningGateway(exchange)
        defer { #expect(gateway.end()) }
        let publishing = exchange.captured()
        _ = publishing.run(
            ["publish", "--config", "dev", "--platform", "fuzhou-trade", "--contract", "PROJECT", "--format", "json"]
                + [EmbeddedExchangeTests.project, EmbeddedExchangeTests.broken]
        )
        let ids = publishing.objects.compactMap { $0["id"] as? String }
        #expect(ids.count == 2)

        let watch = ["receipts", "--watch", "--config", "dev", "--platform", "fuzhou-trade", "--from-beginning"]
        let following = exchange.captured()
        #expect(
            following.run(watch + ["--id", ids[0], "--count", "1", "--timeout", "30", "--format", "json"]) == .success
        )
        let events = following.objects
        // A project goes to the city's and the province's public-service platform and to no supervisor.
        #expect(
            events.compactMap { $0["event"] as? String }.sorted()
                == ["accepted", "delivered", "delivered", "submitted", "summary"]
        )
        #expect(events.last?["event"] as? String == "summary")
        #expect(events.last?["over"] as? Int == 1 && events.last?["underway"] as? Int == 0)
        let delivered = events.compactMap { $0["receipt"] as? [String: Any] }.filter {
            $0["state"] as? String == "delivered"
        }
        #expect(
            Set(delivered.compactMap { ($0["recipient"] as? [String: String])?["level"] }) == ["city", "province"]
        )
        #expect(!following.output.contains("fuzhou-service") && !following.output.contains("fujian-service"))

        let reading = exchange.captured()
        #expect(reading.run(watch + ["--case", "E3501000000000001", "--until-end", "--lang", "en"]) == .success)
        let lines = reading.output.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix(ids[0]) && $0.hasSuffix("delivered (2 of 2 classes)") })
        #expect(lines.contains { $0.hasPrefix(ids[1]) && $0.contains("submitted → refused [") })
        #expect(
            reading.error.contains("2 submission(s): 0 parked, 1 accepted, 1 refused, 2 deliveries, 0 findings; 2 over")
        )
        #expect(exchange.captured().run(watch + ["--raw"]) == .usage)
    }
}
