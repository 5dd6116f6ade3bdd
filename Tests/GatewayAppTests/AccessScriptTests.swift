import Testing

@testable import GatewayApp
@testable import RoutingPolicy

/// The options are those of `kafka-acls.sh --help` and `kafka-configs.sh --help` (Kafka 3.9).
@Suite struct AccessScriptTests {
    @Test func commandsJoinWhatBelongsTogether() {
        let trade = Principal(user: "CN=o'trade")
        let script = AccessScript(
            added: [
                AccessRight(trade, .read, .topic("receipt.t")), AccessRight(trade, .describe, .topic("receipt.t")),
                AccessRight(trade, .read, .topic("deliver.t")), AccessRight(trade, .describe, .topic("deliver.t")),
                AccessRight(trade, .read, AccessResource(.group, "platform.t.", .prefixed)),
                AccessRight(Principal(user: "op"), .alter, .cluster),
                AccessRight(Principal(user: "w"), .write, AccessResource(.transactionalID, "hutong.w.", .prefixed)),
            ],
            removed: [AccessRight(trade, .all, .topic("*"), host: "10.0.0.1")],
            prunes: false,
            platforms: [trade],
            quota: QuotaSettings(producerBytes: 1_048_576, requestPercent: 50)
        )
        #expect(
            script.lines.dropFirst(5) == [
                #"acls --add --allow-principal 'User:CN=o'\''trade' --operation Describe --operation Read --topic 'deliver.t' --topic 'receipt.t'"#,
                #"acls --add --allow-principal 'User:CN=o'\''trade' --operation Read --resource-pattern-type prefixed --group 'platform.t.'"#,
                #"acls --add --allow-principal 'User:op' --operation Alter --cluster"#,
                #"acls --add --allow-principal 'User:w' --operation Write --resource-pattern-type prefixed --transactional-id 'hutong.w.'"#,
                #"# surplus: acls --remove --force --allow-principal 'User:CN=o'\''trade' --allow-host '10.0.0.1' --operation All --topic '*'"#,
                #"configs --alter --entity-type users --entity-name 'CN=o'\''trade' --add-config 'producer_byte_rate=1048576,request_percentage=50'"#,
            ]
        )
    }
}
