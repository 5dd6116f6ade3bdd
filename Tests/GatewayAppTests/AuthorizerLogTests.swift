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

    @Test func whoTriedWhatAndHowOften() {
        var log = AuthorizerLog()
        for line in Self.lines { log.read(Array(line.utf8)) }
        log.read(nil)
        #expect(
            log.refusals.map { "\($0.right.text) \($0.count) \($0.first) \($0.last)" } == [
                "User:CN=x is Denied y,O=z Write transactional-id hutong.a @ 10.0.0.1 1 2026-11-22 02:20:00,000 "
                    + "2026-11-22 02:20:00,000",
                "User:old DescribeConfigs topic a:b* @ 10.0.0.2 1 2021-05-01 10:00:00,000 2021-05-01 10:00:00,000",
                "User:trade Read group g for request = x @ 127.0.0.1 1 2026-11-22 02:21:00,000 2026-11-22 02:21:00,000",
                "User:trade Describe topic ledger.trading @ 127.0.0.1 2 2026-11-22 02:18:03,310 2026-11-22 02:19:00,001",
            ]
        )
        #expect(log.unread == 2)
    }

    @Test func moreDifferentAttemptsThanAreKeptAreCounted() {
        var log = AuthorizerLog()
        for number in 0..<AuthorizerLog.capacity + 3 {
            log.read(
                Array(
                    "[t] INFO Principal = User:a is Denied operation = READ from host = h on resource = Topic:LITERAL:\(number) for request = Fetch"
                        .utf8
                )
            )
        }
        #expect(log.refusals.count == AuthorizerLog.capacity)
        #expect(log.omitted == 3)
    }
}
