import Core
import Foundation
import GatewayApp
import Pipeline
import Testing
import Trust

struct ConfigurationReaderTests {
    static let smallest = """
        "brokers": "127.0.0.1:9092", "servicePlatform": "city", "contracts": "C", "registry": "r.json",
        "trustList": "t.json", "trustAuthority": "t.pem"
        """

    /// The configuration and the problems of a file that holds `text`.
    static func read(
        _ text: String
    ) throws -> (configuration: GatewayConfiguration?, problems: [ConfigurationProblem], directory: String) {
        let directory = try TemporaryDirectory()
        try directory.write("config.json", text)
        let reader = ConfigurationReader(CapturedConsole(in: directory.path).console)
        let reading = reader.read("config.json")
        return (reading.configuration, reading.problems, directory.path)
    }

    @Test func readsTheSmallestFileWithDefaults() throws {
        let (read, problems, directory) = try Self.read("{\(Self.smallest)}")
        #expect(problems.isEmpty)
        let configuration = try #require(read)
        #expect(configuration.contracts == directory + "/C")
        #expect(configuration.flows == directory + "/C/flows/national.json")
        #expect(configuration.topics == TopicSettings(partitions: 48, replication: 3, minInSyncReplicas: 2))
        #expect(configuration.worker.batch == 1000)
        #expect(configuration.worker.maximumPayloadBytes == 1_048_576)
        #expect(configuration.opsListen == "127.0.0.1:9644")
        #expect(configuration.log == LogSettings(format: .text, level: "info"))
    }

    @Test func readsEverything() throws {
        let (read, problems, directory) = try Self.read(
            """
            {\(Self.smallest), "flows": "f.json",
             "keys": {"a": {"key": "a.key", "certificate": "/a.pem", "form": "cms", "algorithm": "sm2-sm3"}},
             "topics": {"partitions": 4, "replication": 1, "minInSyncReplicas": 1},
             "worker": {"instance": "w-1", "batch": 10, "waitMilliseconds": 5, "clockSkewHours": 1,
                        "maximumPayloadBytes": 2048, "deliveryReceipts": false,
                        "breaker": {"window": 100, "refusedPercent": 80, "recordsPerBatch": 3, "retryMinutes": 2},
                        "closing": {"afterDays": 30, "forgetDays": 10}},
             "ops": {"listen": "off"}, "kafka": {"security.protocol": "ssl", "socket.keepalive.enable": true,
             "socket.timeout.ms": 50000}, "log": {"format": "json", "level": "debug"}}
            """
        )
        #expect(problems.isEmpty)
        let configuration = try #require(read)
        #expect(
            configuration.keys == [
                "a": SigningKeySettings(
                    key: .file(directory + "/a.key"),
                    certificate: "/a.pem",
                    form: "cms",
                    algorithm: "sm2-sm3"
                )
            ]
        )
        #expect(configuration.worker.instance == "w-1")
        #expect(!configuration.worker.deliveryReceipts)
        let breaker = try #require(configuration.worker.breaker)
        #expect(breaker.window == 100 && breaker.refusedPercent == 80 && breaker.recordsPerBatch == 3)
        #expect(breaker.retryMilliseconds == 120_000)
        #expect(configuration.worker.closing == ClosingPolicy(closeAfter: 2_592_000_000, forgetAfter: 864_000_000))
        #expect(configuration.opsListen == nil)
        #expect(
            configuration.kafka == [
                "security.protocol": "ssl", "socket.keepalive.enable": "true", "socket.timeout.ms": "50000",
            ]
        )
    }

    @Test func casesAreClosedAfterFiveYearsAndForgottenNever() throws {
        let usual = try #require(try Self.read("{\(Self.smallest)}").0)
        #expect(usual.worker.closing == ClosingPolicy(closeAfter: 157_766_400_000, forgetAfter: nil))
        let never = #", "worker": {"closing": {"afterDays": 0, "forgetDays": 5}}"#
        let read = try #require(try Self.read("{\(Self.smallest)\(never)}").0)
        #expect(read.worker.closing == nil)
    }

    @Test func theBreakerIsSwitchedOffByAnEmptyWindow() throws {
        let worker = #", "worker": {"breaker": {"window": 0}}"#
        #expect(try Self.read("{\(Self.smallest)\(worker)}").0?.worker.breaker == nil)
        let usual = try #require(try Self.read("{\(Self.smallest)}").0)
        #expect(usual.worker.breaker?.window == 500 && usual.worker.deliveryReceipts)
    }

    /// Each fault alone: what is added to the smallest file, the key and the code reported.
    @Test(
        arguments: [
            (#""topics": {"partitions": 0}"#, "topics.partitions", .invalid),
            (#""topics": {"replication": 1}"#, "topics.minInSyncReplicas", .invalid),
            (#""topics": {"partition": 4}"#, "topics.partition", .unknownKey),
            (#""worker": {"breaker": {"refusedPercent": 0}}"#, "worker.breaker.refusedPercent", .invalid),
            (#""worker": {"breaker": {"percent": 9}}"#, "worker.breaker.percent", .unknownKey),
            (#""worker": {"closing": {"afterDays": 29}}"#, "worker.closing.afterDays", .invalid),
            (#""worker": {"closing": {"forgetDays": -1}}"#, "worker.closing.forgetDays", .invalid),
            (#""topics": []"#, "topics", .wrongType),
            (#""worker": {"instance": "A_B"}"#, "worker.instance", .invalid),
            (#""worker": {"batch": "ten"}"#, "worker.batch", .wrongType),
            (#""worker": {"batch": 1.5}"#, "worker.batch", .wrongType),
            (#""worker": {"maximumPayloadBytes": 1048577}"#, "worker.maximumPayloadBytes", .invalid),
            (#""ops": {"listen": "nowhere"}"#, "ops.listen", .invalid),
            (#""kafka": {"transactional.id": "x"}"#, "kafka.transactional.id", .invalid),
            (#""kafka": {"x": {}}"#, "kafka.x", .wrongType),
            (#""log": {"format": "xml"}"#, "log.format", .invalid),
            (#""log": {"level": "loud"}"#, "log.level", .invalid),
            (#""keys": {"a": {"certificate": "c"}}"#, "keys.a.key", .missing),
            (#""keys": {"a": {"key": "k", "certificate": "c", "form": "x"}}"#, "keys.a.form", .invalid),
            (#""keys": {"a": {"key": "k", "certificate": "c", "algorithm": "x"}}"#, "keys.a.algorithm", .invalid),
            (#""flows": 3"#, "flows", .wrongType),
            (#""kafka": {"socket.timeout": 5}"#, "kafka.socket.timeout", .invalid),
            (#""registri": "x""#, "registri", .unknownKey),
        ] as [(String, String, ConfigurationProblem.Code)]
    )
    func reportsEachFaultWithItsKey(addition: String, key: String, code: ConfigurationProblem.Code) throws {
        let (configuration, problems, directory) = try Self.read("{\(Self.smallest), \(addition)}")
        #expect(configuration == nil)
        #expect(problems.map(\.key) == [key])
        #expect(problems.map(\.code) == [code])
        #expect(problems.first?.file == directory + "/config.json")
    }

    @Test func reportsAllFaultsAtOnce() throws {
        let (_, problems, _) = try Self.read(#"{"brokers": "", "topics": {"partitions": "x"}, "zzz": 1}"#)
        let keys = Set(problems.map(\.key))
        #expect(
            keys.isSuperset(of: [
                "brokers", "servicePlatform", "registry", "trustList", "trustAuthority", "topics.partitions", "zzz",
            ])
        )
    }

    @Test func suggestsTheKeyThatWasMeant() throws {
        let (_, problems, _) = try Self.read("{\(Self.smallest), \"registri\": 1}")
        #expect(problems.first?.message.en.contains("registry") == true)
    }

    @Test(arguments: ["", "[]", "{", "\u{0}", "{\"brokers\": }"])
    func reportsWhatIsNoJSONObject(text: String) throws {
        let (_, problems, _) = try Self.read(text)
        #expect(problems.map(\.code) == [.notJSON])
    }

    @Test func reportsAMissingFile() {
        let reader = ConfigurationReader(CapturedConsole(in: "/nonexistent").console)
        #expect(reader.read("config.json").problems.map(\.code) == [.fileUnreadable])
        #expect(reader.read("dev").problems.map(\.file) == ["/nonexistent/.hutong-dev/config.json"])
    }

    @Test func findsContractsInTheDocumentedOrder() throws {
        let directory = try TemporaryDirectory()
        try directory.write("deep/Contracts/national/x", "")
        try directory.write("beside/Contracts/national/x", "")
        try directory.write("installed/share/hutong/Contracts/national/x", "")
        let root = directory.path
        func find(_ environment: [String: String], _ working: String, _ program: String?, _ beside: String?) -> String?
        {
            ContractsLocator(environment: environment, workingDirectory: working, executablePath: program)
                .find(configurationDirectory: beside)
        }
        #expect(find(["HUTONG_CONTRACTS": "/named"], root, nil, root + "/beside") == "/named")
        #expect(find([:], root + "/deep/er", nil, root + "/beside") == root + "/beside/Contracts")
        #expect(find([:], root + "/deep/er", nil, nil) == root + "/deep/Contracts")
        #expect(
            find([:], root, root + "/installed/bin/hutong", nil) == root + "/installed/share/hutong/Contracts"
        )
        #expect(find([:], root, nil, nil) == nil)
    }

    /// The codes of `check` are an interface: the specification lists exactly them.
    @Test func theSpecificationListsTheCodes() throws {
        let text = try String(contentsOfFile: Checkout.root + "/docs/specs/configuration.md", encoding: .utf8)
        let start = try #require(text.range(of: "## 3. Codes"))
        let end = try #require(text.range(of: "## 4. "))
        let listed = text[start.upperBound..<end.lowerBound].split(separator: "\n").compactMap { line in
            line.hasPrefix("| `") ? line.split(separator: "`").dropFirst().first.map(String.init) : nil
        }
        #expect(listed == ConfigurationProblem.Code.allCases.map(\.rawValue))
    }
}
