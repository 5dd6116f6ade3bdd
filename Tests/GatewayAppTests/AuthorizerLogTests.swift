import Foundation
import Testing

@testable import GatewayApp
@testable import RoutingPolicy

/// Lines as Kafka 3.9 (`StandardAuthorizer`) and Kafka 2.8 (`AclAuthorizer`) write them.
@Suite struct AuthorizerLogTests {
    private static let lines = [
        "[2026-11-22 02:18:03,310] INFO Principal = User:trade is Denied operation = DESCRIBE from host = 127.0.0.1 on "
            + "resource = Topic:LITERAL:ledger.trading for request = Metadata with resourceRefCount = 1 based on rule "
            + "DefaultDeny (kafka.authorizer.logger)",
        "[2026-11-22 02:19:00,001] INFO Principal = User:trade is Denied operation = DESCRIBE from host = 127.0.0.1 on "
            + "resource = Topic:LITERAL:ledger.trading for request = Metadata with resourceRefCount = 1 based on rule "
            + "DefaultDeny (kafka.authorizer.logger)",
        "[2026-11-22 02:20:00,000] INFO Principal = User:CN=x is Denied y,O=z is Denied operation = WRITE from host = "
            + "10.0.0.1 on resource = TransactionalId:LITERAL:hutong.a for request = InitProducerId with resourceRefCount"
            + " = 1 based on rule DefaultDeny (kafka.authorizer.logger)",
        "[2021-05-01 10:00:00,000] INFO Principal = User:old is Denied Operation = DescribeConfigs from host = 10.0.0.2 "
            + "on resource = Topic:PREFIXED:a:b for request = DescribeConfigs with resourceRefCount = 1 "
            + "(kafka.authorizer.logger)",
        "[2026-11-22 02:21:00,000] INFO Principal = User:trade is Denied operation = READ from host = 127.0.0.1 on resource "
            + "= Group:LITERAL:g for request = x for request = JoinGroup with resourceRefCount = 1 based on rule "
            + "DefaultDeny (kafka.authorizer.logger)",
        "[2026-11-22 02:20:00,000] DEBUG Principal = User:trade is Allowed operation = WRITE from host = 127.0.0.1 on "
            + "resource = Topic:LITERAL:submit.trade for request = Produce with resourceRefCount = 1 (x)",
        "[2026-11-22 02:20:00,000] INFO something is Denied in other words",
    ]

    private static func line(_ time: String, _ principal: String, _ name: String, host: String = "h") -> [UInt8] {
        Array(
            ("[\(time)] INFO Principal = \(principal) is Denied operation = READ from host = \(host) on resource = "
                + "Topic:LITERAL:\(name) for request = Fetch")
                .utf8
        )
    }

    @Test func whoTriedWhatAndHowOften() {
        var log = AuthorizerLog()
        for line in Self.lines { log.read(Array(line.utf8)) }
        log.read(nil)
        log.finish()
        #expect(
            log.refusals.map {
                "\($0.right.text) \($0.hosts) \($0.sum.count) \($0.sum.first?.text ?? "") \($0.sum.last?.text ?? "")"
            } == [
                "User:CN=x is Denied y,O=z Write transactional-id hutong.a [\"10.0.0.1\"] 1 2026-11-22 02:20:00,000 "
                    + "2026-11-22 02:20:00,000",
                "User:old DescribeConfigs topic a:b* [\"10.0.0.2\"] 1 2021-05-01 10:00:00,000 2021-05-01 10:00:00,000",
                "User:trade Read group g for request = x [\"127.0.0.1\"] 1 2026-11-22 02:21:00,000 2026-11-22 02:21:00,000",
                "User:trade Describe topic ledger.trading [\"127.0.0.1\"] 2 2026-11-22 02:18:03,310 "
                    + "2026-11-22 02:19:00,001",
            ]
        )
        #expect(log.unread == 2 && log.summed == 0 && log.earlier == 0)
    }

    /// Two addresses are one attempt; first and last are by their times, not by the order of the files.
    @Test func logsMayBeReadInAnyOrder() throws {
        var log = AuthorizerLog()
        for (time, host) in [("2026-11-22 03:00:00,000", "a"), ("2026-11-21 03:00:00,000", "b")] {
            log.read(Self.line(time, "User:x", "t", host: host))
        }
        for number in 0..<20 { log.read(Self.line("2026-11-22 02:00:00,000", "User:x", "t", host: "h\(number)")) }
        let refusal = try #require(log.refusals.first)
        #expect(log.refusals.count == 1 && refusal.sum.count == 22)
        #expect(
            refusal.sum.first?.text == "2026-11-21 03:00:00,000" && refusal.sum.last?.text == "2026-11-22 03:00:00,000"
        )
        #expect(refusal.hosts.count == AuthorizerLog.hostCapacity && refusal.hasMoreHosts)
        #expect(Array(refusal.hosts.prefix(3)) == ["a", "b", "h0"])
    }

    @Test(arguments: [
        ("2026-11-22", 2, 2), ("2026-11-22T02:00", 2, 2), ("2026-11-22 02:00:00.001", 1, 3), ("2027-01-01", 0, 4),
        ("2020-01-01", 4, 0),
    ])
    func attemptsBeforeATimeAreOnlyCounted(since: String, count: Int, earlier: Int) throws {
        #expect(AuthorizerTime(since) != nil)
        var log = AuthorizerLog(since: AuthorizerTime(since))
        // The third tells no time: it is as old as the line before it.
        let times = ["2026-11-21 23:59:59,999", "2025-11-22 02:00:00,000", "t", "2026-11-22 02:00:00,000"]
        for time in times.prefix(2) + [times[3], "2026-11-22 02:00:00,001"] {
            log.read(Self.line(time, "User:x", time))
        }
        #expect(log.refusals.count == count && log.earlier == earlier)
        var untimed = AuthorizerLog(since: AuthorizerTime(since))
        for time in times { untimed.read(Self.line(time, "User:x", time)) }
        #expect(untimed.refusals.reduce(untimed.earlier) { $0 + $1.sum.count } == 4)
    }

    @Test(arguments: ["", "2026", "2026-11-22T02:18:00Z", "2026-11-22T02:18:00+08:00", "2026/11/22", "22-11-2026"])
    func whatIsNoTimeOfALogIsRefused(text: String) {
        #expect(AuthorizerTime(text) == nil)
    }

    /// However long the log: what is held is bounded, the latest attempts have sums of their own, and every attempt stands
    /// in exactly one sum.
    @Test func aLongLogIsSummedUpInBoundedMemory() throws {
        var log = AuthorizerLog()
        let total = 150_000
        var held = 0
        for number in 0..<total {
            // A new topic each second, tried by one of three principals.
            let (day, second) = (number / 86_400, number % 86_400)
            let clock = [second / 3600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
            let time = "2026-11-0\(day + 1) \(clock.joined(separator: ":")),000"
            log.read(Self.line(time, "User:p\(number % 3)", "t\(number)"))
            held = max(held, log.held)
        }
        log.finish()
        #expect(held <= AuthorizerLog.capacity * 11 / 10 + 3)
        #expect(log.refusals.count == AuthorizerLog.capacity)
        // The latest ten thousand, by hand: numbers 140,000 and later.
        let numbers = log.refusals.compactMap { Int($0.right.resource.name.dropFirst()) }
        #expect(numbers.min() == total - AuthorizerLog.capacity && Set(numbers).count == AuthorizerLog.capacity)
        #expect(log.summed == total - AuthorizerLog.capacity && log.others == nil)
        #expect(log.refusals.reduce(log.summed) { $0 + $1.sum.count } == total)
        let sum = try #require(log.sums[Principal(user: "p0")])
        // Of 0 to 139,999 every third; the last is 139,998: one day, 14 hours, 53 minutes and 18 seconds.
        #expect(sum.count == 46_667)
        #expect(sum.first?.text == "2026-11-01 00:00:00,000" && sum.last?.text == "2026-11-02 14:53:18,000")
        print("\(total) different attempts: at most \(held) sums held")
    }

    /// Principals, too, are as many as somebody makes them: beyond the bound there is one sum for all the others.
    @Test func morePrincipalsThanAreKeptHaveOneSum() throws {
        var log = AuthorizerLog(capacity: 10)
        let total = AuthorizerLog.principalCapacity + 500
        for number in 0..<total { log.read(Self.line("2026-11-22 02:00:00,000", "User:p\(number)", "t")) }
        log.finish()
        #expect(log.refusals.count == 10 && log.sums.count == AuthorizerLog.principalCapacity)
        #expect(log.others?.count == 490)
        #expect(log.refusals.reduce(log.summed) { $0 + $1.sum.count } == total)
        #expect(log.held == 10 + AuthorizerLog.principalCapacity + 1)
    }

    /// A name is whatever a client chose, and not held longer than names are.
    @Test func aLongNameIsCut() {
        var log = AuthorizerLog()
        log.read(Self.line("2026-11-22 02:00:00,000", "User:x", String(repeating: "长", count: 20_000)))
        #expect(log.refusals.first?.right.resource.name == String(repeating: "长", count: 512) + "…")
    }

    /// Both forms of output, from two files of which one is older.
    @Test func theAuditTellsOfSumsAndTimes() throws {
        var log = AuthorizerLog(since: AuthorizerTime("2026-11-22"), capacity: 1)
        log.read(Self.line("2026-11-21 02:00:00,000", "User:x", "early"))
        log.read(Self.line("2026-11-22 02:00:00,000", "User:x", "ledger.trading"))
        log.read(Self.line("2026-11-22 03:00:00,000", "User:fuzhou-trade", "ledger.service"))
        log.finish()
        let policy = try WorkerPlanTests.policy()
        let access = ExchangeAccess(policy, try #require(ProvincePolicy.configuration))
        let difference = AccessDifference(missing: [], surplus: [])
        let output = AuditOutput(difference: difference, plan: access.plan, access: access, log: log)
        let text = CapturedConsole()
        let console = text.console
        output.print(on: console)
        console.streams.flush()
        let lines = text.output.split(separator: "\n").map(String.init)
        #expect(
            lines.contains {
                $0.contains("ledger.service") && $0.contains("platform fuzhou-trade") && $0.hasSuffix("@ h")
            }
        )
        #expect(
            lines.contains {
                $0.contains("User:x") && $0.contains("×1, 2026-11-22 02:00:00,000 – 2026-11-22 02:00:00,000")
            }
        )
        let json = CapturedConsole()
        let machine = json.console.with(language: .en, format: .json)
        output.print(on: machine)
        machine.streams.flush()
        let object = try #require(json.objects.first)
        #expect(object["summed"] as? Int == 1 && object["earlier"] as? Int == 1 && object["unread"] as? Int == 0)
        let sums = try #require(object["sums"] as? [[String: Any]])
        #expect(sums.count == 1 && sums[0]["principal"] as? String == "User:x" && sums[0]["role"] is NSNull)
        let refusal = try #require((object["refusals"] as? [[String: Any]])?.first)
        #expect(refusal["name"] as? String == "ledger.service" && refusal["role"] as? String == "platform fuzhou-trade")
        #expect(refusal["hosts"] as? [String] == ["h"] && refusal["moreHosts"] as? Bool == false)
        #expect(refusal["first"] as? String == "2026-11-22 03:00:00,000" && refusal["planned"] as? Bool == false)
    }
}
