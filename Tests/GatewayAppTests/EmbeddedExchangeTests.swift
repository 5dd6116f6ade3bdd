import Bus
import Core
import Foundation
import GatewayApp
import Platform
import RoutingPolicy
import Telemetry
import Testing

/// The verbs together on the embedded broker: what a partner and a recipient see of a running gateway.
@Suite(.serialized) struct EmbeddedExchangeTests {
    static let project = Checkout.contracts + "/demo/tour/project.json"
    static let broken = Checkout.contracts + "/demo/tour/broken.json"

    /// A broker with the exchange's topics and files.
    static func exchange() throws -> (broker: EmbeddedBroker, exchange: TestExchange) {
        let broker = try EmbeddedBroker()
        let exchange = try TestExchange(brokers: broker.brokers.joined(separator: ","))
        let loaded = try exchange.load()
        let topics = ExchangeTopics(loaded.artifacts.policy.registry, loaded.configuration.topics)
        for topic in topics.specifications { try broker.createTopic(topic.name, partitions: Int(topic.partitions)) }
        return (broker, exchange)
    }

    @Test(.timeLimit(.minutes(10))) func aRecordTravelsFromPublishToTap() throws {
        let (broker, exchange) = try Self.exchange()
        defer { broker.close() }
        let stop = StopSignal()
        let lines = Locked<[String]>([])
        let outcome = Locked<Result<ExitCode, CommandFailure>?>(nil)
        let port = Locked<UInt16?>(nil)
        let running = Locked<Gateway?>(nil)
        let service = GatewayService(try exchange.load(), scope: GatewayScope())
        let serving = exchange.captured()
        let thread = NamedThread("test-gateway") {
            let result = Result { () throws(CommandFailure) in
                try service.run(
                    until: stop,
                    log: { line in
                        lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
                        return true
                    },
                    on: serving.console,
                    ready: { gateway, bound in
                        running.withLock { $0 = gateway }
                        port.withLock { $0 = bound }
                    }
                )
            }
            outcome.withLock { $0 = result }
        }
        try Self.wait { lines.withLock { $0.contains { $0.contains("ready.gained latch=assignment") } } }

        let publishing = exchange.captured()
        let published = publishing.run(
            "publish",
            "--config",
            "dev",
            "--platform",
            "fuzhou-trade",
            "--contract",
            "PROJECT",
            "--format",
            "json",
            Self.project,
            Self.broken
        )
        #expect(published == .dataRefused)
        #expect(publishing.objects.map { $0["verdict"] as? String } == ["accepted", "refused"])
        #expect(publishing.objects.first?["ledger"] as? String == "ledger.trading")
        let id = try #require(publishing.objects.first?["id"] as? String)

        let tapping = exchange.captured()
        let tapped = tapping.run(
            "tap",
            "--config",
            "dev",
            "--platform",
            "fuzhou-service",
            "--from-beginning",
            "--count",
            "1",
            "--timeout",
            "30",
            "--format",
            "json"
        )
        #expect(tapped == .success)
        let event = try #require(tapping.objects.first)
        #expect(Set(event.keys) == ["topic", "partition", "offset", "attributes", "data"])
        #expect((event["attributes"] as? [String: Any])?["id"] as? String == id)
        #expect((event["attributes"] as? [String: Any])?["hutong-sender"] as? String == "fuzhou-trade")
        // The service view hides the contact's number (0591-00000000) but for its last four digits.
        let data = try #require(event["data"] as? [String: Any])
        #expect(data["PROJECT_CODE"] as? String == "E3501000000000001")
        let contact = try #require(data["CONTACT_INFORMATION"] as? String)
        #expect(contact.hasSuffix("0000"))
        #expect(!contact.contains("0591"))

        // What it was shown, counted by hand: the 22 fields of the record that the service view of 500 lists.
        let auditing = exchange.captured()
        #expect(
            auditing.run("audit", "views", "--config", "dev", "--recipient", "fuzhou-service", "--format", "json")
                == .success
        )
        let account = try #require(auditing.objects.first)
        #expect(auditing.objects.count == 1)
        #expect(account["view"] as? String == "service/PROJECT" && account["from"] as? String == "trading")
        #expect(account["records"] as? Int == 1 && account["batches"] as? Int == 1)
        let groups = try #require(account["groups"] as? [String: [String: Int]])
        #expect(
            groups.mapValues { $0["shown"] } == [
                "envelope": 5, "case": 4, "classification": 3, "object": 2, "party": 1, "price": 2, "contact": 1,
                "responsibility": 3, "time": 1,
            ]
        )
        #expect(groups.compactMapValues { $0["masked"] }.filter { $0.value > 0 } == ["contact": 1])
        try Self.accountsCanBeVerified(exchange)
        let later = exchange.captured()
        #expect(later.run("audit", "views", "--config", "dev", "--since", "2999-01-01T00:00:00Z") == .success)
        #expect(later.output.isEmpty && !later.error.isEmpty)

        let reading = exchange.captured()
        let read = reading.run(
            "receipts",
            "--config",
            "dev",
            "--platform",
            "fuzhou-trade",
            "--from-beginning",
            "--count",
            "1",
            "--id",
            id,
            "--timeout",
            "30",
            "--format",
            "json"
        )
        #expect(read == .success)
        #expect(reading.objects.map { $0["id"] as? String } == [id])

        #expect(running.withLock { $0?.readiness.missing.isEmpty } == true)
        #expect(running.withLock { $0?.statistics.count } == running.withLock { $0?.plans.count })
        #expect(port.withLock { $0 } ?? 0 > 0)

        stop.raise()
        #expect(thread.join(within: .seconds(20)))
        #expect(outcome.withLock { $0 } == .success(.success))
        #expect(lines.withLock { $0.contains { $0.contains("process.stopped clean=true") } })
    }

    @Test(.timeLimit(.minutes(10))) func readinessFollowsTheBrokerUnderAnIdleGateway() throws {
        let (broker, exchange) = try Self.exchange()
        defer { broker.close() }
        let stop = StopSignal()
        let lines = Locked<[String]>([])
        let port = Locked<UInt16?>(nil)
        let service = GatewayService(try exchange.load(), scope: GatewayScope(stages: [.delivery], planes: [.service]))
        let serving = exchange.captured()
        let thread = NamedThread("test-gateway") {
            _ = try? service.run(
                until: stop,
                log: { line in
                    lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) }
                    return true
                },
                on: serving.console,
                ready: { _, bound in port.withLock { $0 = bound } }
            )
        }
        defer {
            stop.raise()
            #expect(thread.join(within: .seconds(20)))
        }
        func ready() throws -> LocalHTTPAnswer? {
            guard let port = port.withLock({ $0 }) else { return nil }
            return try LocalHTTPAnswer(of: "/ready", at: port)
        }
        let isReady = #"{"ready":true,"missing":[]}"#
        let isCutOff = #"{"ready":false,"missing":["broker"]}"#
        try Self.wait { (try? ready())?.status == 200 }
        // When: the broker goes away while nothing is sent or received.
        try broker.setBroker(1, isUp: false)
        try Self.wait { (try? ready())?.status == 503 }
        #expect(try ready()?.body.trimmingCharacters(in: .newlines) == isCutOff)
        #expect(lines.withLock { $0.contains { $0.contains("ready.lost latch=broker") } })
        // And comes back.
        try broker.setBroker(1, isUp: true)
        try Self.wait { (try? ready())?.status == 200 }
        #expect(try ready()?.body.trimmingCharacters(in: .newlines) == isReady)
    }

    @Test func runRefusesToStartWithoutItsTopics() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        let exchange = try TestExchange(brokers: broker.brokers.joined(separator: ","))
        let captured = exchange.captured()
        #expect(captured.run("run", "--config", "dev", "--lang", "en") == .configuration)
        #expect(captured.error.contains("topics.ledger.trading: the topic does not exist"))
        #expect(captured.error.contains("hutong topics plan"))
    }

    @Test func runRefusesAnotherNumberOfPartitions() throws {
        let (broker, exchange) = try Self.exchange()
        defer { broker.close() }
        try exchange.edit("config.json", "\"partitions\" : 2", "\"partitions\" : 3")
        let captured = exchange.captured()
        #expect(captured.run("run", "--config", "dev", "--stage", "delivery", "--lang", "en") == .configuration)
        #expect(captured.error.contains("has 2 partitions"))
        #expect(!captured.error.contains("submit.fuzhou-trade"), "delivery does not touch submissions")
        let planning = exchange.captured()
        #expect(planning.run("topics", "plan", "--config", "dev", "--format", "json") == .configuration)
        let conflicts = planning.objects.first?["conflicts"] as? [[String: Any]]
        #expect(conflicts?.contains { $0["topic"] as? String == "ledger.trading" } == true)
    }

    @Test func topicsThatAreThereNeedNothing() throws {
        let (broker, exchange) = try Self.exchange()
        defer { broker.close() }
        for verb in ["plan", "apply"] {
            let captured = exchange.captured()
            #expect(captured.run("topics", verb, "--config", "dev", "--format", "json") == .success)
            let object = try #require(captured.objects.first)
            #expect(object["applied"] as? Bool == (verb == "apply"))
            for list in ["missing", "settings", "conflicts"] { #expect((object[list] as? [Any])?.isEmpty == true) }
        }
    }

    @Test func publishSaysWhenNobodyAnswers() throws {
        let (broker, exchange) = try Self.exchange()
        defer { broker.close() }
        let captured = exchange.captured()
        let code = captured.run(
            "publish",
            "--config",
            "dev",
            "--platform",
            "xiamen-trade",
            "--timeout",
            "1",
            "--format",
            "json",
            "--contract",
            "PROJECT",
            Self.project
        )
        #expect(code == .unavailable)
        #expect(captured.objects.map { $0["verdict"] as? String } == ["unknown"])
    }

    @Test func aDryRunSendsNothing() throws {
        let exchange = try TestExchange()
        let captured = exchange.captured()
        let code = captured.run(
            "publish",
            "--config",
            "dev",
            "--platform",
            "fuzhou-trade",
            "--dry-run",
            "--format",
            "json",
            "--contract",
            "PROJECT",
            Self.project,
            Self.broken
        )
        #expect(code == .dataRefused)
        #expect(captured.objects.map { $0["verdict"] as? String } == ["accept", "reject"])
    }

    @Test func theEmbeddedBrokerRefusesLoadsThatItCannotHold() throws {
        let (broker, exchange) = try Self.exchange()
        defer { broker.close() }
        let record =
            "{\"PROJECT_CODE\": \"E3501000000000001\", \"PROJECT_NAME\": \"" + String(repeating: "x", count: 900_000)
            + "\"}\n"
        let captured = exchange.captured(input: String(repeating: record, count: 8))
        let code = captured.run(
            "publish",
            "--config",
            "dev",
            "--platform",
            "fuzhou-trade",
            "--timeout",
            "1",
            "--lang",
            "en",
            "--contract",
            "PROJECT",
            "--ndjson",
            "-"
        )
        #expect(code == .unavailable)
        #expect(captured.error.contains("5 MiB"))
    }

    @Test(.timeLimit(.minutes(10))) func devBrokerWritesAnExchangeThatWorksAndRefusesASecond() throws {
        let directory = try TemporaryDirectory()
        let stop = StopSignal()
        let first = CapturedConsole(in: directory.path)
        let arguments = try ArgumentParser.parse(
            ["--contracts", Checkout.contracts, "--port-file", "port", "--partitions", "2"],
            by: DevBrokerCommand.declaration
        )
        let outcome = Locked<ExitCode?>(nil)
        let thread = NamedThread("test-dev-broker") {
            let code = try? DevBrokerCommand.run(arguments, until: stop, on: first.console)
            outcome.withLock { $0 = code }
        }
        try Self.wait { FileManager.default.fileExists(atPath: directory.path + "/port") }
        let bootstrap = try String(contentsOfFile: directory.path + "/port", encoding: .utf8)
        #expect(first.output == bootstrap)
        #expect(CapturedConsole(in: directory.path).run("check", "--config", "dev") == .success)
        #expect(CapturedConsole(in: directory.path).run("topics", "plan", "--config", "dev") == .success)
        let second = CapturedConsole(in: directory.path, environment: ["HUTONG_CONTRACTS": Checkout.contracts])
        #expect(second.run("dev-broker") == .unavailable)
        stop.raise()
        #expect(thread.join(within: .seconds(10)))
        #expect(outcome.withLock { $0 } == .success)
        #expect(!FileManager.default.fileExists(atPath: directory.path + "/.hutong-dev/broker.json"))
    }

    /// Waits until `condition` holds; the test's time limit bounds it.
    static func wait(_ condition: () -> Bool) throws {
        let deadline = ContinuousClock.now + .seconds(30)
        while !condition() {
            guard ContinuousClock.now < deadline else { throw CocoaError(.executableNotLoadable) }
            usleep(20_000)
        }
    }
}
