import Core
import Foundation
import GatewayApp
import Testing
import Trust

struct CheckCommandTests {
    /// The problems that `check` prints for an exchange, as file name, key and code.
    static func problems(of exchange: TestExchange) throws -> (code: ExitCode, problems: [[String]]) {
        let captured = exchange.captured()
        let code = captured.run("check", "--config", "dev", "--format", "json")
        let object = try #require(captured.objects.first)
        #expect(Set(object.keys) == ["problems"])
        let list = try #require(object["problems"] as? [[String: Any]])
        for problem in list {
            #expect(Set(problem.keys).subtracting(["line", "column"]) == ["file", "key", "code", "message"])
            #expect((problem["line"] == nil) == (problem["column"] == nil))
            #expect(Set((problem["message"] as? [String: String] ?? [:]).keys) == ["zh", "en"])
        }
        let rows = list.map { problem in
            [
                URL(fileURLWithPath: problem["file"] as? String ?? "").lastPathComponent,
                problem["key"] as? String ?? "", problem["code"] as? String ?? "",
            ]
        }
        return (code, rows)
    }

    @Test func theThrowAwayExchangeIsFine() throws {
        let (code, problems) = try Self.problems(of: TestExchange(hasUsualKeys: true))
        #expect(code == .success)
        #expect(problems.isEmpty)
    }

    @Test func reportsTheFaultsOfEveryFileAtOnce() throws {
        let exchange = try TestExchange()
        try exchange.edit("registry.json", "\"xiamen-trade\"", "\"Xiamen Trade\"")
        try exchange.editTrustList("\"recognised\"", "\"recognized\"")
        let (code, problems) = try Self.problems(of: exchange)
        #expect(code == .configuration)
        #expect(problems.contains { $0[0] == "registry.json" && $0[1].hasSuffix(".id") && $0[2] == "invalid" })
        #expect(problems.contains { $0[0] == "trust-list.json" && $0[1].hasSuffix(".status") })
    }

    @Test func namesProfilesAndDialectsThatDoNotExist() throws {
        let exchange = try TestExchange()
        try exchange.edit(
            "registry.json",
            "\"id\" : \"fuzhou-service\"",
            "\"dialect\" : \"cebs\", \"id\" : \"fuzhou-service\", \"profile\" : \"fujan\""
        )
        let captured = exchange.captured()
        #expect(captured.run("check", "--config", "dev") == .configuration)
        #expect(captured.output.contains("profile") && captured.output.contains("fujian"), "\(captured.output)")
        let problems = try Self.problems(of: exchange).problems
        #expect(problems.map { $0[0] } == ["registry.json", "registry.json"])
        #expect(problems.map { $0[1].split(separator: ".").last ?? "" } == ["dialect", "profile"])
        #expect(problems.map { $0[2] } == ["dangling", "dangling"])
    }

    @Test func namesPlatformsThatDoNotExistOrServeAnotherPlane() throws {
        let unknown = try TestExchange()
        try unknown.edit(
            "config.json",
            "\"servicePlatform\" : \"fuzhou-service\"",
            "\"servicePlatform\" : \"fuzhou-servic\""
        )
        #expect(try Self.problems(of: unknown).problems == [["config.json", "servicePlatform", "dangling"]])
        let trading = try TestExchange()
        try trading.edit(
            "config.json",
            "\"servicePlatform\" : \"fuzhou-service\"",
            "\"servicePlatform\" : \"fuzhou-trade\""
        )
        #expect(try Self.problems(of: trading).problems == [["config.json", "servicePlatform", "separation"]])
    }

    /// Puts another platform's key in the place of xiamen-trade's.
    private static func confuseKeys(in keys: String) throws {
        try FileManager.default.removeItem(atPath: keys + "/xiamen-trade.key.pem")
        try FileManager.default.copyItem(
            atPath: keys + "/fuzhou-trade.key.pem",
            toPath: keys + "/xiamen-trade.key.pem"
        )
    }

    @Test func findsKeysThatCannotSign() throws {
        let exchange = try TestExchange()
        let keys = exchange.development.path + "/keys"
        try Self.confuseKeys(in: keys)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o644],
            ofItemAtPath: keys + "/fujian-water.key.pem"
        )
        let (code, problems) = try Self.problems(of: exchange)
        #expect(code == .configuration)
        #expect(Set(problems.map { $0[1] }) == ["keys.xiamen-trade", "keys.fujian-water"])
    }

    @Test func findsMissingFiles() throws {
        let exchange = try TestExchange()
        for name in ["registry.json", "trust-list.json"] {
            try FileManager.default.removeItem(atPath: exchange.development.path + "/" + name)
        }
        let (_, problems) = try Self.problems(of: exchange)
        #expect(Set(problems.map { $0[2] }) == ["file_unreadable"])
        #expect(Set(problems.map { $0[0] }) == ["registry.json", "trust-list.json"])
    }

    @Test func tellsAPersonWhatIsWrong() throws {
        let exchange = try TestExchange()
        try exchange.edit("config.json", "\"brokers\"", "\"broker\"")
        let captured = exchange.captured()
        #expect(captured.run("check", "--config", "dev", "--lang", "en") == .configuration)
        #expect(captured.output.contains("brokers: this key is missing [missing]"))
        #expect(captured.output.contains("broker: unknown key; did you mean brokers? [unknown_key]"))
    }

    /// A fault of the configuration itself hides nothing of the files that it names.
    @Test func reportsTheOtherFilesBesideAFaultOfTheConfiguration() throws {
        let exchange = try TestExchange()
        try exchange.edit("config.json", "\"brokers\"", "\"broker\"")
        try exchange.edit("registry.json", "\"xiamen-trade\"", "\"Xiamen Trade\"")
        try exchange.editTrustList("\"recognised\"", "\"recognized\"")
        try FileManager.default.removeItem(atPath: exchange.development.path + "/keys/fujian-water.key.pem")
        let (code, problems) = try Self.problems(of: exchange)
        #expect(code == .configuration)
        #expect(problems.contains(["config.json", "brokers", "missing"]))
        #expect(problems.contains(["config.json", "broker", "unknown_key"]))
        #expect(problems.contains(["config.json", "keys.fujian-water", "invalid"]))
        #expect(problems.contains { $0[0] == "registry.json" && $0[2] == "invalid" })
        #expect(problems.contains { $0[0] == "trust-list.json" && $0[1].hasSuffix(".status") })
    }

    /// A path that cannot be told hides only its own file.
    @Test func judgesTheTrustListWhenTheRegistryIsNotNamed() throws {
        let exchange = try TestExchange()
        try exchange.edit("config.json", "\"registry\"", "\"registri\"")
        try exchange.editTrustList("\"recognised\"", "\"recognized\"")
        let (_, problems) = try Self.problems(of: exchange)
        #expect(problems.contains(["config.json", "registry", "missing"]))
        #expect(problems.contains { $0[0] == "trust-list.json" })
        #expect(!problems.contains { $0[0] == "registry.json" })
    }

    /// Keys are judged although the registry cannot be used.
    @Test func findsTheFaultsOfKeysBesideThoseOfTheRegistry() throws {
        let exchange = try TestExchange()
        try exchange.edit("registry.json", "\"xiamen-trade\"", "\"Xiamen Trade\"")
        try FileManager.default.removeItem(atPath: exchange.development.path + "/keys/fujian-water.key.pem")
        #expect(try Self.problems(of: exchange).problems.contains(["config.json", "keys.fujian-water", "invalid"]))
    }

    @Test func runRefusesToStartOnAnyProblem() throws {
        let exchange = try TestExchange()
        try exchange.edit("config.json", "\"brokers\"", "\"broker\"")
        try exchange.editTrustList("\"recognised\"", "\"recognized\"")
        let captured = exchange.captured()
        #expect(captured.run("run", "--config", "dev") == .configuration)
        #expect(captured.error.contains("config.json:1:1: brokers"))
        #expect(captured.error.contains(": authorities[0].history[0].status"))
    }

    /// A list counts only under the signature of the authority that the configuration pins.
    @Test func refusesAListThatIsNotSigned() throws {
        let unsigned = try TestExchange()
        try FileManager.default.removeItem(atPath: unsigned.development.trustList + ".p7s")
        #expect(try Self.problems(of: unsigned).problems == [["trust-list.json.p7s", "", "file_unreadable"]])

        let changed = try TestExchange()
        try changed.edit("trust-list.json", "development authority sm2", "development authority SM2")
        let (code, problems) = try Self.problems(of: changed)
        #expect(code == .configuration)
        #expect(problems == [["trust-list.json.p7s", "", "signature"]])
        let captured = changed.captured()
        #expect(captured.run("run", "--config", "dev") == .configuration)
        #expect(captured.error.contains("trust-list.json.p7s"))
        try changed.signTrustList()
        #expect(try Self.problems(of: changed).problems.isEmpty)
    }

    @Test func refusesAnotherOrUnusableAuthority() throws {
        let exchange = try TestExchange()
        let other = try TestExchange()
        let pinned = exchange.development.trustAuthority
        try FileManager.default.removeItem(atPath: pinned)
        #expect(try Self.problems(of: exchange).problems == [["config.json", "trustAuthority", "file_unreadable"]])
        try FileManager.default.copyItem(atPath: other.development.trustAuthority, toPath: pinned)
        #expect(try Self.problems(of: exchange).problems == [["trust-list.json.p7s", "", "signature"]])
        try Data("nothing".utf8).write(to: URL(fileURLWithPath: pinned))
        #expect(try Self.problems(of: exchange).problems == [["config.json", "trustAuthority", "invalid"]])
    }

    /// A flow table that shows a field by digest takes a key, in a file of its owner's alone; a process that does not deliver
    /// says that it has none.
    @Test func asksForTheMaskingKey() throws {
        let exchange = try TestExchange()
        let key = exchange.development.maskingKey
        #expect(try Self.problems(of: exchange).problems == [])
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
        #expect(try Self.problems(of: exchange).problems == [["config.json", "masking.key", "invalid"]])
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        try Data("no key\n".utf8).write(to: URL(fileURLWithPath: key))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        #expect(try Self.problems(of: exchange).problems == [["config.json", "masking.key", "invalid"]])
        try exchange.edit("config.json", "file:keys/gateway/masking.key", "off")
        #expect(try Self.problems(of: exchange).problems == [])
        let running = exchange.captured()
        #expect(running.run("run", "--config", "dev", "--lang", "en") == .configuration)
        #expect(running.error.contains("delivery has no masking key"))
        try exchange.edit("config.json", "\"masking\" : {\n    \"key\" : \"off\"\n  },", "")
        #expect(try Self.problems(of: exchange).problems == [["config.json", "masking.key", "missing"]])
    }

    /// Registered certificates lead to recognised authorities, and the gateway's own stands in the list; a gateway starts
    /// without that, only `check` asks.
    @Test func asksWhetherTheCertificatesStand() throws {
        let exchange = try TestExchange()
        try exchange.editTrustList("\"dev-gateway\"", "\"other-gateway\"")
        #expect(try Self.problems(of: exchange).problems == [["config.json", "seal", "invalid"]])
        // The platforms' certificates are those of the SM2 authority, of which only the RSA one remains.
        let sm2 = try #require(
            try TrustList.draft(contentsOfFile: exchange.development.trustList).authorities.last?.certificates.first
        )
        let rsa = try #require(
            try TrustList.draft(contentsOfFile: exchange.development.trustList).authorities.first?.certificates.first
        )
        let escaped = { (pem: String) in pem.replacing("\n", with: "\\n") }
        try exchange.editTrustList(escaped(sm2.pem), "X")
        try exchange.editTrustList(escaped(rsa.pem), "Y")
        try exchange.editTrustList("\"X\"", "\"\(escaped(rsa.pem))\"")
        try exchange.editTrustList("\"Y\"", "\"\(escaped(try Self.strangerAuthority()))\"")
        let (code, problems) = try Self.problems(of: exchange)
        #expect(code == .configuration)
        #expect(problems.contains(["registry.json", "platforms[0].certificates", "invalid"]))
        #expect(problems.contains { $0[0] == "config.json" && $0[1].hasPrefix("keys.") })
        #expect(try exchange.load().artifacts.trust.serial == 1)
    }

    /// The certificate of one platform in the entry of another too, in that of another alone, as a key of another, and a
    /// person under an authority that is not listed.
    @Test func asksWhoseCertificatesTheyAre() throws {
        let exchange = try TestExchange()
        let name = "keys/fuzhou-trade.cert.pem"
        let other = "keys/xiamen-trade.cert.pem"
        try exchange.edit("registry.json", other, name)
        #expect(
            try Self.problems(of: exchange).problems == [
                ["registry.json", "platforms[1].certificates[0]", "duplicate"]
            ]
        )
        // Each has that of the other.
        try exchange.edit("registry.json", name, "keys/of-both")
        let path = exchange.development.path + "/registry.json"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let parts = text.components(separatedBy: "keys/of-both")
        #expect(parts.count == 3)
        try (parts[0] + other + parts[1] + name + parts[2]).write(toFile: path, atomically: true, encoding: .utf8)
        try exchange.edit(
            "registry.json",
            "\"id\" : \"fujian-water\"",
            "\"persons\" : [{\"certificate\" : \"person.pem\"}], \"id\" : \"fujian-water\""
        )
        try Self.strangerAuthority().write(
            toFile: exchange.development.path + "/person.pem",
            atomically: true,
            encoding: .utf8
        )
        let (code, problems) = try Self.problems(of: exchange)
        #expect(code == .configuration)
        #expect(
            problems == [
                ["registry.json", "platforms[0].certificates", "invalid"],
                ["registry.json", "platforms[1].certificates", "invalid"],
                ["registry.json", "platforms[6].persons[0].certificate", "invalid"],
            ]
        )
        let captured = exchange.captured()
        #expect(captured.run("check", "--config", "dev", "--lang", "en") == .configuration)
        #expect(captured.output.contains("names the organisation 12350100000000019K"))
        try FileManager.default.copyItem(
            atPath: exchange.development.path + "/" + other,
            toPath: exchange.development.path + "/keys/own.cert.pem"
        )
        try (parts[0] + name + parts[1] + "keys/own.cert.pem" + parts[2]).write(
            toFile: path,
            atomically: true,
            encoding: .utf8
        )
        for kind in ["key", "cert"] {
            let path = exchange.development.path + "/keys/xiamen-trade.\(kind).pem"
            try FileManager.default.removeItem(atPath: path)
            try FileManager.default.copyItem(
                atPath: exchange.development.path + "/keys/fuzhou-trade.\(kind).pem",
                toPath: path
            )
        }
        #expect(
            try Self.problems(of: exchange).problems.contains([
                "config.json", "keys.xiamen-trade.certificate", "invalid",
            ])
        )
    }

    /// A recognised authority of which no certificate is in force any more.
    @Test func asksWhetherAuthoritiesHaveEnded() throws {
        let exchange = try TestExchange()
        let rsa = try #require(
            try TrustList.draft(contentsOfFile: exchange.development.trustList).authorities.first?.certificates.first
        )
        let escaped = { (pem: String) in pem.replacing("\n", with: "\\n") }
        let ended = try CertificateIssuer.root(
            .authority(
                "Ended",
                notBefore: Instant(milliseconds: 1_600_000_000_000),
                notAfter: Instant(milliseconds: 1_700_000_000_000)
            ),
            key: .generate(.p256)
        ).certificate
        try exchange.editTrustList(escaped(rsa.pem), escaped(ended.pem))
        #expect(
            try Self.problems(of: exchange).problems.contains(
                ["trust-list.json", "authorities[0].certificates", "invalid"]
            )
        )
    }

    /// An authority that issued nothing to anybody.
    private static func strangerAuthority() throws -> String {
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000)
        return try CertificateIssuer.root(
            .authority(
                "Stranger",
                notBefore: now.advanced(byMilliseconds: -86_400_000),
                notAfter: now.advanced(byMilliseconds: 86_400_000)
            ),
            key: .generate(.p256)
        ).certificate.pem
    }

    @Test func refusesAnOlderListThanTheOneSeen() throws {
        let exchange = try TestExchange()
        let sources = ConfigurationReader(exchange.captured().console).read("dev").sources
        let digest = PayloadDigest(.sha256, of: [])
        func codes(_ serial: UInt64) -> [String] {
            GatewayArtifacts.load(sources, after: TrustListMark(serial: serial, digest: digest)).problems
                .map { "\($0.key): \($0.code.rawValue)" }
        }
        #expect(codes(0) == [])
        // Another list under the same number, and a newer one.
        #expect(codes(1) == ["serial: rollback"])
        #expect(codes(2) == ["serial: rollback"])
    }

    /// Every file of an operator is read by the same strict grammar.
    @Test(arguments: ["config.json", "registry.json", "trust-list.json"])
    func refusesLenientJSON(name: String) throws {
        let trailing = try TestExchange()
        let path = trailing.development.path + "/" + name
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let end = try #require(text.lastIndex(of: "}"))
        let content = text[..<end].trimmingCharacters(in: .whitespacesAndNewlines)
        try (content + ",\n}\n").write(toFile: path, atomically: true, encoding: .utf8)
        try trailing.signTrustList()
        let captured = trailing.captured()
        #expect(captured.run("check", "--config", "dev", "--lang", "en") == .configuration)
        let line = content.split(separator: "\n", omittingEmptySubsequences: false).count + 1
        let row = captured.output.split(separator: "\n").first {
            $0.contains("/\(name):\(line):1: ") && $0.hasSuffix("[not_json]")
        }
        #expect(row?.contains("line \(line), column 1") == true)
        let first = try #require(text.split(separator: "\"").dropFirst().first)
        try (content + ",\n\"\(first)\": 1}\n").write(toFile: path, atomically: true, encoding: .utf8)
        try trailing.signTrustList()
        #expect(try Self.problems(of: trailing).problems.contains([name, String(first), "duplicate"]))
    }

    /// A property that does not exist and a value that is not accepted are different faults, each told once.
    @Test(
        arguments: [
            ("no.such.property", "x", "librdkafka 没有该属性", "no such librdkafka property"),
            ("socket.timeout.ms", "x", "librdkafka 不接受该值", "librdkafka does not accept the value"),
        ]
    )
    func tellsUnknownPropertiesFromBadValues(name: String, value: String, zh: String, en: String) throws {
        let exchange = try TestExchange()
        try exchange.edit("config.json", "\"brokers\"", "\"kafka\": {\"\(name)\": \"\(value)\"}, \"brokers\"")
        for (language, text) in [("zh", zh), ("en", en)] {
            let captured = exchange.captured()
            #expect(captured.run("check", "--config", "dev", "--lang", language) == .configuration)
            #expect(captured.output.contains(": kafka.\(name): \(text) [invalid]\n"))
        }
    }

    /// Under Chinese the reason why a key cannot be used is Chinese.
    @Test func tellsTheFaultsOfKeysInChinese() throws {
        let exchange = try TestExchange()
        let keys = exchange.development.path + "/keys"
        try Self.confuseKeys(in: keys)
        try FileManager.default.removeItem(atPath: keys + "/fujian-water.key.pem")
        let captured = exchange.captured()
        #expect(captured.run("check", "--config", "dev", "--lang", "zh") == .configuration)
        #expect(captured.output.contains("无法读取密钥文件 \(keys)/fujian-water.key.pem"))
        #expect(captured.output.contains("私钥与证书"))
    }

    /// The usage in Chinese has no English placeholders for what stands in every line.
    @Test func theUsageIsChinese() {
        let captured = CapturedConsole()
        #expect(captured.run("help", "publish", "--lang", "zh") == .success)
        #expect(captured.output.contains("[选项…] 文件…"))
        #expect(captured.run("--help", "--lang", "zh") == .success)
        #expect(captured.output.contains("用法：hutong 命令 [选项…]"))
        for word in ["OPTION", "VERB", "FILE"] { #expect(!captured.output.contains(word)) }
    }
}
