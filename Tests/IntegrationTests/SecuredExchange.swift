import Bus
import Core
import Foundation
import GatewayApp
import Platform
import Trust

/// An exchange on a broker with SASL/SCRAM and an authorizer, where everybody comes as himself.
///
/// Named by the environment: `HUTONG_TEST_BROKERS_SASL`, a super user in `HUTONG_TEST_SASL_USER` and
/// `HUTONG_TEST_SASL_PASSWORD`, and `HUTONG_TEST_KAFKA_BIN`, the directory of Kafka's own `kafka-acls.sh` and
/// `kafka-configs.sh`, which make the users and stand for an operator without Hutong; optional
/// `HUTONG_TEST_AUTHORIZER_LOG`, the log of the broker's authorizer. The cluster holds no other exchange.
final class SecuredExchange {
    /// What the machine lacks; empty when the tests can run.
    static var lacks: String {
        for name in ["BROKERS_SASL", "SASL_USER", "SASL_PASSWORD", "KAFKA_BIN"] where value(name) == nil {
            return "HUTONG_TEST_\(name) is not set: no broker with SASL and an authorizer"
        }
        if TestEnvironment.hutong == nil { return "the command hutong is not built beside the tests" }
        return TestEnvironment.kcat == nil ? "kcat is not installed" : ""
    }

    static func value(_ name: String) -> String? {
        ProcessInfo.processInfo.environment["HUTONG_TEST_\(name)"].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A client's name and password.
    struct User {
        let name: String
        let password: String
    }

    let directory: String
    let prefix: String
    let superUser: User
    let brokers: String
    private let development: DevelopmentDirectory
    private let password = UUID().uuidString

    init() throws {
        brokers = SecuredExchange.value("BROKERS_SASL") ?? ""
        superUser = User(
            name: SecuredExchange.value("SASL_USER") ?? "",
            password: SecuredExchange.value("SASL_PASSWORD") ?? ""
        )
        prefix = "sa" + String(UInt32.random(in: 0...0xff_ffff), radix: 16)
        directory = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path + "/hutong-\(prefix)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        development = DevelopmentDirectory(below: directory)
        let prefix = prefix
        let exchange = try DevelopmentExchange(
            in: development,
            contracts: TestEnvironment.checkout + "/Contracts",
            brokers: brokers
        )
        try exchange.write(
            now: SystemClock.now(),
            topics: TopicSettings(partitions: 1, replication: 1, minInSyncReplicas: 1),
            ops: "off",
            isEmbedded: false,
            rename: { "\(prefix)-\($0)" },
            credential: { _, _ in DevelopmentExchange.Credential(authority: .sm2, key: .p256) }
        )
        let properties = """
            security.protocol=SASL_PLAINTEXT
            sasl.mechanism=SCRAM-SHA-256
            sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required \
            username="\(superUser.name)" password="\(superUser.password)";
            """
        try properties.write(toFile: directory + "/admin.properties", atomically: true, encoding: .utf8)
    }

    /// The id of a platform of the demonstration on this exchange, which is also the name of its principal.
    func platform(_ id: String) -> String { "\(prefix)-\(id)" }

    /// librdkafka properties of `user`.
    func properties(of user: User) -> [String: String] {
        [
            "security.protocol": "sasl_plaintext", "sasl.mechanism": "SCRAM-SHA-256", "sasl.username": user.name,
            "sasl.password": user.password,
        ]
    }

    /// Makes a user on the broker.
    func add(_ name: String) throws -> User {
        let user = User(name: name, password: password)
        let made = try SpawnedProcess.run(
            (SecuredExchange.value("KAFKA_BIN") ?? "") + "/kafka-configs.sh",
            [
                "--bootstrap-server", brokers, "--command-config", directory + "/admin.properties", "--alter",
                "--add-config", "SCRAM-SHA-256=[iterations=4096,password=\(password)]", "--entity-type", "users",
                "--entity-name", name,
            ],
            in: directory
        )
        guard made.status == 0 else { throw IndependentReader.Failure(description: made.output + made.error) }
        return user
    }

    /// The configuration with the credentials of `user`, and what `change` makes of it.
    func configuration(
        of user: User,
        _ change: (inout [String: Any]) -> Void = { _ in }
    ) throws -> String {
        let data = try Data(contentsOf: URL(fileURLWithPath: development.configuration))
        guard var members = try JSONSerialization.jsonObject(with: data) as? [String: Any] else {
            throw CocoaError(.fileReadCorruptFile)
        }
        members["kafka"] = properties(of: user)
        change(&members)
        let path =
            URL(fileURLWithPath: development.configuration).deletingLastPathComponent().path + "/\(user.name).json"
        try JSONSerialization.data(withJSONObject: members).write(to: URL(fileURLWithPath: path))
        return path
    }

    /// Runs the command with the credentials of `user`.
    func hutong(
        _ user: User,
        _ arguments: String...
    ) throws -> (status: Int32?, output: String, error: String) {
        let program = TestEnvironment.hutong ?? ""
        let all = arguments + ["--config", try configuration(of: user), "--lang", "en"]
        return try SpawnedProcess.run(program, all, in: directory)
    }

    /// Runs a script that `hutong` printed, with Kafka's own tools.
    func run(script: String) throws -> Int32? {
        let path = directory + "/script.sh"
        try script.write(toFile: path, atomically: true, encoding: .utf8)
        let tool = (SecuredExchange.value("KAFKA_BIN") ?? "") + "/kafka-acls.sh"
        let process = try SpawnedProcess(
            "/bin/sh",
            [path],
            in: directory,
            name: "script",
            environment: [
                "BOOTSTRAP": brokers, "COMMAND_CONFIG": directory + "/admin.properties", "KAFKA_ACLS": tool,
            ]
        )
        return process.wait(within: .seconds(300))
    }

    /// The cluster, with the credentials of the super user.
    var connection: ClusterConnection {
        ClusterConnection(
            brokers: brokers.split(separator: ",").map(String.init),
            properties: properties(of: superUser)
        )
    }

    /// What kcat, a client that is not ours, says when `user` reads or writes one record of `topic`; empty where it may.
    func attempt(_ user: User, reads: Bool, _ topic: String) throws -> String {
        let options = properties(of: user).sorted { $0.key < $1.key }.flatMap { ["-X", "\($0.key)=\($0.value)"] }
        let action =
            reads
            ? ["-C", "-o", "beginning", "-e", "-q", "-c", "1"]
            : ["-P", "-X", "message.timeout.ms=3000", directory + "/line"]
        try "{}".write(toFile: directory + "/line", atomically: true, encoding: .utf8)
        let tried = try SpawnedProcess.run(
            TestEnvironment.kcat ?? "",
            ["-b", brokers, "-t", topic, "-p", "0"] + options + action,
            in: directory
        )
        return tried.error.split(separator: "\n").first { $0.localizedCaseInsensitiveContains("authoriz") }.map(
            String.init
        )
            ?? (tried.status == 0 ? "" : tried.error)
    }

    /// Takes topics, rights and files away.
    func remove() {
        if let topics = try? TopicAdministrator(connection) {
            try? topics.delete((try? topics.visibleTopics())?.filter { !$0.hasPrefix("__") } ?? [])
            topics.close()
        }
        if let rights = try? AccessAdministrator(connection) {
            if case .entries(let entries)? = try? rights.describe() { try? rights.delete(Array(entries)) }
            rights.close()
        }
        try? FileManager.default.removeItem(atPath: directory)
    }
}
