import Bus
import Core
import Foundation
import GatewayApp
import Platform
import RoutingPolicy
import Testing
import Trust

/// An exchange on a broker with an authorizer to which everybody comes by a client certificate.
///
/// Named by the environment: `HUTONG_TEST_BROKERS_TLS`, a listener that asks for client certificates and takes the common
/// name for the user; `HUTONG_TEST_TLS_DIR` with `ca.pem`, `ca.key`, which issues the certificates of the exchange, and
/// `client.pem`, `client.key` of a super user; optional `HUTONG_TEST_AUTHORIZER_LOG`. The cluster holds no other exchange.
final class CertifiedExchange {
    /// What the machine lacks; empty when the tests can run.
    static var lacks: String {
        for name in ["BROKERS_TLS", "TLS_DIR"] where SecuredExchange.value(name) == nil {
            return "HUTONG_TEST_\(name) is not set: no broker that asks for client certificates"
        }
        for file in ["ca.pem", "ca.key", "client.pem", "client.key"]
        where !FileManager.default.fileExists(atPath: authority + "/" + file) {
            return "HUTONG_TEST_TLS_DIR has no \(file)"
        }
        return TestEnvironment.hutong == nil ? "the command hutong is not built beside the tests" : ""
    }

    static var authority: String { SecuredExchange.value("TLS_DIR") ?? "" }

    let directory: String
    let prefix: String
    let brokers = SecuredExchange.value("BROKERS_TLS") ?? ""
    let development: DevelopmentDirectory
    /// The path of the super user's certificate and key, without their endings.
    let administrator = CertifiedExchange.authority + "/client"

    init() throws {
        prefix = "ce" + String(UInt32.random(in: 0...0xff_ffff), radix: 16)
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
        try nameThePrincipals()
    }

    /// Platforms come under names that are not their ids, and workers under names of this exchange, so that the log of the
    /// authorizer tells them from those of every other run.
    private func nameThePrincipals() throws {
        try edit(development.registry) { registry in
            registry["platforms"] = (registry["platforms"] as? [[String: Any]] ?? []).map { platform in
                platform.merging(["principal": "User:\(principal(of: platform["id"] as? String ?? ""))"]) { $1 }
            }
        }
        var workers: [String: String] = [:]
        for stage in ["admission", "registration", "index", "delivery"] {
            for plane in ["trading", "service", "supervision"] {
                workers["\(stage).\(plane)"] = "User:\(worker(stage, plane))"
            }
        }
        try edit(development.configuration) { members in
            members["access"] = ["workers": workers, "operator": "User:\(caretaker)"]
            // Red teams are refused all the time, and not to be waited for.
            members["worker"] = ["breaker": ["window": 0]]
        }
    }

    /// The id of a platform of the demonstration on this exchange.
    func platform(_ id: String) -> String { "\(prefix)-\(id)" }
    /// The name of the principal of the platform `id`.
    func principal(of id: String) -> String { "tls.\(id)" }
    /// The name of a worker's principal.
    func worker(_ stage: String, _ plane: String) -> String { "\(prefix).\(stage).\(plane)" }
    /// The name of the operator's principal.
    var caretaker: String { "\(prefix).operator" }

    private func edit(_ path: String, _ change: (inout [String: Any]) -> Void) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        var members = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        change(&members)
        try JSONSerialization.data(withJSONObject: members).write(to: URL(fileURLWithPath: path))
    }

    // MARK: Certificates

    /// The path, without their endings, of a certificate for the common name `name`, and its key.
    func certificate(of name: String) throws -> String {
        let path = directory + "/\(name)"
        guard !FileManager.default.fileExists(atPath: path + ".pem") else { return path }
        try openssl([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", path + ".key", "-out",
            path + ".csr", "-subj", "/O=Hutong test/CN=\(name)",
        ])
        try openssl([
            "x509", "-req", "-in", path + ".csr", "-CA", Self.authority + "/ca.pem", "-CAkey",
            Self.authority + "/ca.key", "-set_serial", String(UInt32.random(in: 1...(.max))), "-days", "2", "-out",
            path + ".pem",
        ])
        return path
    }

    private func openssl(_ arguments: [String]) throws {
        let made = try SpawnedProcess.run("/usr/bin/openssl", arguments, in: directory)
        guard made.status == 0 else { throw IndependentReader.Failure(description: made.error) }
    }

    /// librdkafka properties of whoever holds the certificate at `path`.
    func properties(_ path: String) -> [String: String] {
        [
            "security.protocol": "ssl", "ssl.ca.location": Self.authority + "/ca.pem",
            "ssl.certificate.location": path + ".pem", "ssl.key.location": path + ".key",
        ]
    }

    /// The cluster for whoever holds the certificate at `path`.
    func connection(_ path: String) -> ClusterConnection {
        ClusterConnection(brokers: brokers.split(separator: ",").map(String.init), properties: properties(path))
    }

    /// A connection of nobody's code to the broker, for whoever holds the certificate at `path`.
    func wire(_ path: String) throws -> BrokerWire {
        try BrokerWire(
            String(brokers.split(separator: ",").first ?? ""),
            authorities: Self.authority + "/ca.pem",
            certificate: path
        )
    }

    // MARK: The command

    /// The configuration with the certificate at `path`.
    func configuration(_ path: String) throws -> String {
        let name = URL(fileURLWithPath: path).lastPathComponent
        let file = URL(fileURLWithPath: development.configuration).deletingLastPathComponent().path + "/\(name).json"
        try? FileManager.default.removeItem(atPath: file)
        try FileManager.default.copyItem(atPath: development.configuration, toPath: file)
        let properties = properties(path)
        try edit(file) { $0["kafka"] = properties }
        return file
    }

    /// Runs the command with the certificate at `path`.
    func hutong(_ path: String, _ arguments: String...) throws -> (status: Int32?, output: String, error: String) {
        let all = arguments + ["--config", try configuration(path), "--lang", "en"]
        return try SpawnedProcess.run(TestEnvironment.hutong ?? "", all, in: directory)
    }

    /// The same, its answer read as an object.
    func answer(_ path: String, _ arguments: String...) throws -> (status: Int32?, members: [String: Any]) {
        let all = arguments + ["--format", "json", "--config", try configuration(path), "--lang", "en"]
        let run = try SpawnedProcess.run(TestEnvironment.hutong ?? "", all, in: directory)
        let object = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        return (run.status, try #require(object, "\(run.error)"))
    }

    /// Starts a worker process of one stage in one plane, with the certificate of its principal.
    func start(_ stage: String, _ plane: String) throws -> SpawnedProcess {
        let path = try certificate(of: worker(stage, plane))
        return try SpawnedProcess(
            try #require(TestEnvironment.hutong),
            [
                "run", "--strict", "--stage", stage, "--plane", plane, "--ops", "off", "--lang", "en", "--config",
                try configuration(path),
            ],
            in: directory,
            name: "\(stage).\(plane)"
        )
    }

    // MARK: Topics and rights

    /// Makes all topics and rights; what an older library cannot write is written by hand.
    func prepare() throws {
        try #require(try hutong(administrator, "topics", "apply").status == 0)
        let made = try answer(administrator, "acl", "apply").members
        let left = made["byHand"] as? [[String: Any]] ?? []
        #expect(left.allSatisfy { $0["resource"] as? String == "transactional-id" })
        try wire(administrator).grant(
            left.compactMap { right in
                guard let name = right["name"] as? String, let principal = right["principal"] as? String,
                    let operation = ["Write": Int8(4), "Describe": Int8(8)][right["operation"] as? String ?? ""]
                else { return nil }
                return (5, name, right["pattern"] as? String == "prefixed" ? 4 : 3, principal, operation)
            }
        )
        let plan = try hutong(administrator, "acl", "plan")
        try #require(plan.output == "all rights are as they should be\n", "\(plan.output)\(plan.error)")
    }

    /// The policy of the exchange.
    func policy() throws -> ExchangePolicy {
        let flows = FlowTable.load(file: TestEnvironment.checkout + "/Contracts/flows/national.json").table
        return ExchangePolicy(
            registry: try #require(Registry.load(file: development.registry).registry),
            flows: try #require(flows)
        )
    }

    /// The configuration of the exchange, as the command reads it.
    func settings() throws -> GatewayConfiguration {
        let console = Console(
            streams: ConsoleStreams { _, _ in .written },
            environment: [:],
            workingDirectory: directory,
            input: InputSource(bytes: [])
        )
        return try #require(ConfigurationReader(console).read(development.configuration).configuration)
    }

    /// Takes topics, rights and files away.
    func remove() {
        let connection = connection(administrator)
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
