import Bus
import Core
import Testing

struct BusConfigurationTests {
    private func configuration(
        brokers: [String] = ["127.0.0.1:9092"],
        properties: [String: String] = [:]
    ) -> BusConfiguration {
        BusConfiguration(
            connection: ClusterConnection(brokers: brokers, properties: properties),
            groupID: "g",
            groupInstanceID: "worker-1"
        )
    }

    @Test func defaultsAreValid() {
        #expect(configuration().validate().isEmpty)
        #expect(configuration(brokers: ["kafka-1.example.org:9093", "[::1]:9092"]).validate().isEmpty)
        #expect(configuration().transactionalID == "hutong.worker-1")
    }

    @Test(arguments: ["kafka", "kafka:", "kafka:0", "kafka:70000", ":9092", "a b:1", "a:1,b:2"])
    func brokersNeedHostAndPort(broker: String) {
        #expect(configuration(brokers: [broker]).validate().map(\.key) == ["brokers[0]"])
    }

    @Test func everyProblemIsReportedAtOnceWithItsKey() {
        var wrong = configuration(brokers: [])
        wrong.groupID = ""
        wrong.groupInstanceID = "a/b"
        wrong.transactionTimeout = .seconds(16)
        wrong.messageTimeout = .seconds(16)
        wrong.linger = .seconds(2)
        wrong.drainWait = .seconds(-1)
        wrong.sessionTimeout = .seconds(1)
        wrong.maximumPollInterval = .milliseconds(10)
        wrong.maximumBatchBytes = 0
        wrong.maximumRecordBytes = 1
        wrong.prefetchBytes = 1
        wrong.connection.clientID = ""
        #expect(
            Set(wrong.validate().map(\.key)) == [
                "brokers", "clientID", "groupID", "groupInstanceID", "transactionTimeout", "messageTimeout", "linger",
                "drainWait", "sessionTimeout", "maximumPollInterval", "maximumBatchBytes", "maximumRecordBytes",
                "prefetchBytes",
            ]
        )
    }

    @Test func passedThroughPropertiesAreJudgedByTheLibrary() {
        let good = ["security.protocol": "SSL", "ssl.ca.location": "/etc/ca.pem", "socket.timeout.ms": "30000"]
        #expect(configuration(properties: good).validate().isEmpty)
        let bad = ["socket.timeout.ms": "soon", "no.such.thing": "1", "sasl.password": "secret"]
        let problems = configuration(properties: bad).validate()
        #expect(Set(problems.map(\.key)) == ["properties.socket.timeout.ms", "properties.no.such.thing"])
        #expect(problems.allSatisfy { !$0.message.en.contains("soon") })
    }

    @Test(arguments: [
        "enable.idempotence", "isolation.level", "group.id", "transactional.id", "enable.auto.commit", "acks",
        "plugin.library.paths", "test.mock.num.brokers", "partition.assignment.strategy", "dr_msg_cb",
    ])
    func whatExactlyOnceDependsOnCannotBeOverridden(key: String) {
        #expect(configuration(properties: [key: "1"]).validate().map(\.key) == ["properties.\(key)"])
    }
}
