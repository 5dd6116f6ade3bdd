import Bus
import Core
import Foundation
import GatewayApp
import RoutingPolicy
import Testing
import Trust

/// `sign`, `publish`, `tap` and `policy explain` with content that is encrypted for its recipient.
@Suite(.serialized) struct CiphertextCommandTests {
    private static let recipient = "fuzhou-construction"
    private static let release = "2099-01-01T00:00:00+08:00"

    /// What the flow table lets the public see is another list than what supervision sees: the sample shows this to both.
    private static let invitee = "厦门示例照明工程有限公司"

    /// The exchange with leave for the invitation, encrypted for supervision, and a recipient that takes it.
    private func allow(_ exchange: TestExchange, _ kind: KeyKind = .p256) throws -> SigningKey {
        func write(_ object: Any, to name: String) throws {
            try JSONSerialization.data(withJSONObject: object)
                .write(to: URL(fileURLWithPath: exchange.development.path + "/" + name))
        }
        func read(_ path: String) throws -> [String: Any] {
            let data = try Data(contentsOf: URL(fileURLWithPath: path))
            return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        }
        var flows = try read(Checkout.contracts + "/flows/national.json")
        flows["sealed"] = (flows["sealed"] as? [[String: Any]] ?? []).map { rule in
            rule["dataset"] as? Int == 505 ? rule.merging(["encrypted": ["supervision"]]) { $1 } : rule
        }
        try write(flows, to: "flows.json")
        var configuration = try read(exchange.development.path + "/config.json")
        configuration["flows"] = "flows.json"
        try write(configuration, to: "config.json")
        var registry = try read(exchange.development.path + "/registry.json")
        registry["platforms"] = (registry["platforms"] as? [[String: Any]] ?? []).map { platform in
            guard platform["id"] as? String == Self.recipient else { return platform }
            let taking: [String: Any] = ["acceptsEncrypted": true, "encryptionCertificates": ["keys/open.cert.pem"]]
            return platform.merging(taking) { $1 }
        }
        try write(registry, to: "registry.json")
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000)
        var template = CertificateTemplate.platform(
            "Encryption",
            code: "113501000000000512",
            notBefore: now.advanced(byMilliseconds: -86_400_000),
            notAfter: now.advanced(byMilliseconds: 86_400_000)
        )
        template.keyUsage = [.keyEncipherment]
        let key = try SigningKey.generate(kind)
        let issuer = try exchange.encryptionAuthority(kind)
        try exchange.directory.write(".hutong-dev/keys/open.cert.pem", try issuer.issue(template, for: key).pem)
        try key.write(toFile: exchange.development.path + "/keys/open.key.pem")
        return key
    }

    /// The first accepted sample of the data set under a directory of the contracts, as a file of the exchange.
    private func sample(_ folder: String, _ exchange: TestExchange) throws -> (name: String, record: [String: Any]) {
        let data = try Data(
            contentsOf: URL(fileURLWithPath: "\(Checkout.contracts)/national/v2/engineering/\(folder)/samples.json")
        )
        let samples = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        // All of one case.
        let records = (samples["accept"] as? [[String: Any]] ?? []).compactMap { $0["record"] as? [String: Any] }
        var record = try #require(
            records.first { $0["TENDER_PROJECT_CODE"] as? String == "E3501000001000001001" }
        )
        // The identification code of the platform that sends it here.
        record["TRADE_PLAT"] = "E3501000001"
        let name = "\(folder).json"
        try exchange.directory.write(name, bytes: Array(try JSONSerialization.data(withJSONObject: record)))
        return (name, record)
    }

    private func sign(_ exchange: TestExchange, _ file: String, _ options: String...) -> CapturedConsole {
        let captured = exchange.captured()
        _ = captured.run(
            [
                "sign", "--config", "dev", "--platform", "fuzhou-trade", "--contract", "TENDER_INVITATION", "--sector",
                "A01",
                "--region", "350100", "--lang", "en",
            ] + options + [file]
        )
        return captured
    }

    /// Cut to what the recipient may see, encrypted, signed; the gateway's own check of the signature holds.
    @Test(arguments: [KeyKind.p256, .rsa2048, .sm2])
    func whatIsSignedIsCutAndEncrypted(kind: KeyKind) throws {
        let exchange = try TestExchange()
        let key = try allow(exchange, kind)
        let (file, record) = try sample("505-TENDER_INVITATION", exchange)
        let captured = sign(
            exchange,
            file,
            "--encrypt-for",
            Self.recipient,
            "--release-time",
            Self.release,
            "--output",
            "event.json"
        )
        let bytes = try Data(contentsOf: URL(fileURLWithPath: exchange.directory.path + "/event.json"))
        let event = try #require(EventFile(Array(bytes)), "\(captured.error)")
        let envelope = EventEnvelope.parse(event.headers)
        #expect(envelope.problems.isEmpty)
        #expect(envelope.envelope[.encryptedfor] == Self.recipient)
        #expect(envelope.envelope[.releasetime] == Self.release)
        #expect(envelope.envelope.contentForm == (kind == .sm2 ? .enveloped : .authenticated))
        let payload = try #require(event.payload)
        #expect(String(decoding: bytes, as: UTF8.self).contains("BIDDER") == false)
        let plain = try JSONSerialization.jsonObject(with: Data(try CiphertextOpener(key).open(payload)))
        let shown = try #require(plain as? [String: Any])
        #expect(shown["BIDDER_NAME"] as? String == Self.invitee)
        // BULLETIN_DUTY, a person, stands in no view of the invitation.
        #expect(record["BULLETIN_DUTY"] != nil && shown["BULLETIN_DUTY"] == nil)
        let verifying = exchange.captured()
        #expect(verifying.run("verify", "--config", "dev", "--format", "json", "event.json") == .success)
    }

    @Test func whatCannotBeEncryptedIsTold() throws {
        let exchange = try TestExchange()
        let (file, _) = try sample("505-TENDER_INVITATION", exchange)
        let time = ["--release-time", Self.release]
        func failure(_ options: [String]) -> String {
            let captured = exchange.captured()
            let code = captured.run(
                [
                    "sign", "--config", "dev", "--platform", "fuzhou-trade", "--contract", "TENDER_INVITATION",
                    "--sector",
                    "A01", "--region", "350100", "--lang", "en",
                ] + options + [file]
            )
            #expect(code != .success)
            return captured.error
        }
        #expect(failure(["--encrypt-for", Self.recipient]).contains("go together"))
        #expect(failure(["--encrypt-for", Self.recipient] + time).contains("encryptionCertificates"))
        _ = try allow(exchange)
        // What the exchange would refuse is not encrypted for: here for want of the use in the trust list.
        try exchange.editTrustList("[\"encryption\"]", "[\"platform-signing\"]")
        let unrecognised = failure(["--encrypt-for", Self.recipient] + time)
        #expect(
            unrecognised.contains("encryptionCertificates") && unrecognised.contains("not permitted for encryption")
        )
        try exchange.editTrustList("[\"platform-signing\"]", "[\"encryption\"]")
        #expect(failure(["--encrypt-for", Self.recipient, "--release-time", "soon"]).contains("RFC 3339"))
        #expect(failure(["--encrypt-for", "nobody"] + time).contains("no platform nobody"))
        #expect(
            failure(["--encrypt-for", Self.recipient, "--id-from", "datakey"] + time).contains("tells of the content")
        )
        // A record that breaks its contract is not encrypted: nobody on the way could tell.
        try exchange.directory.write(file, "{\"TENDER_PROJECT_CODE\": \"E3501000001000001001\", \"X\": 1}")
        #expect(failure(["--encrypt-for", Self.recipient] + time).contains("field_unknown"))
    }

    @Test func explainTellsWhoMayHaveItEncrypted() throws {
        let exchange = try TestExchange()
        _ = try allow(exchange)
        func explain(_ options: String...) throws -> (ExitCode, [String: Any]) {
            let captured = exchange.captured()
            let code = captured.run(
                [
                    "policy", "explain", "--config", "dev", "--from", "fuzhou-trade", "--sector", "A01", "--region",
                    "350100",
                ]
                    + options + ["--format", "json"]
            )
            return (code, try #require(captured.objects.first, "\(captured.error)"))
        }
        func codes(_ object: [String: Any]) -> [String] {
            (object["reasons"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
        }
        let (file, _) = try sample("505-TENDER_INVITATION", exchange)
        let (code, allowed) = try explain("--dataset", "505", "--encrypted-for", Self.recipient, file)
        #expect(code == .success && codes(allowed) == [])
        #expect(allowed["encryptedFor"] as? String == Self.recipient)
        #expect(allowed["view"] as? String == "supervision/TENDER_INVITATION")
        let seal = (allowed["condition"] as? [String: Any])?["seal"] as? [String: Any]
        #expect(seal?["encrypted"] as? [String] == ["supervision"])
        #expect((allowed["output"] as? [String: Any])?["BIDDER_NAME"] as? String == Self.invitee)
        for (dataset, platform, reasons) in [
            ("505", "fuzhou-service", ["encryption_plane", "encryption_not_accepted"]),
            ("505", "fujian-water", ["encryption_not_accepted", "sector"]),
            ("507", Self.recipient, ["encryption_plane"]),
            ("502", Self.recipient, ["encryption_not_sealed"]),
            ("505", "xiamen-trade", ["encryption_plane", "encryption_not_accepted", "no_flow"]),
        ] {
            let (code, object) = try explain("--dataset", dataset, "--encrypted-for", platform)
            #expect(code == .dataRefused && codes(object) == reasons, "\(dataset) for \(platform): \(codes(object))")
        }
        let both = exchange.captured()
        #expect(
            both.run(
                [
                    "policy", "explain", "--config", "dev", "--from", "fuzhou-trade", "--dataset", "505", "--to",
                    Self.recipient, "--encrypted-for", Self.recipient,
                ]
            ) == .usage
        )
    }

    /// The whole way on the embedded broker: published encrypted before any opening, tapped as ciphertext, and opened.
    @Test(.timeLimit(.minutes(10))) func aCiphertextTravelsFromPublishToTap() throws {
        let (broker, exchange) = try EmbeddedExchangeTests.exchange()
        defer { broker.close() }
        let key = try allow(exchange)
        let checking = exchange.captured()
        #expect(checking.run("check", "--config", "dev") == .success, "\(checking.output)\(checking.error)")
        let gateway = try RunningGateway(exchange)
        defer { #expect(gateway.end()) }
        let (project, _) = try sample("501-TENDER_PROJECT", exchange)
        let (invitation, _) = try sample("505-TENDER_INVITATION", exchange)
        func publish(_ options: String...) -> CapturedConsole {
            let captured = exchange.captured()
            _ = captured.run(
                ["publish", "--config", "dev", "--platform", "fuzhou-trade", "--format", "json"] + options
            )
            return captured
        }
        let founded = publish("--contract", "TENDER_PROJECT", project)
        #expect(founded.objects.map { $0["verdict"] as? String } == ["accepted"], "\(founded.output)\(founded.error)")
        let invitationOptions = ["--contract", "TENDER_INVITATION", "--sector", "A01", "--region", "350100"]
        let clear = exchange.captured()
        _ = clear.run(
            ["publish", "--config", "dev", "--platform", "fuzhou-trade", "--format", "json"] + invitationOptions
                + [invitation]
        )
        #expect(clear.objects.map { $0["verdict"] as? String } == ["refused"])
        let encrypted = exchange.captured()
        _ = encrypted.run(
            ["publish", "--config", "dev", "--platform", "fuzhou-trade", "--format", "json"] + invitationOptions
                + ["--encrypt-for", Self.recipient, "--release-time", Self.release, invitation]
        )
        #expect(
            encrypted.objects.map { $0["verdict"] as? String } == ["accepted"],
            "\(encrypted.output)\(encrypted.error)"
        )
        func tap(_ platform: String, _ options: String...) -> (ExitCode, CapturedConsole) {
            let captured = exchange.captured()
            let code = captured.run(
                [
                    "tap", "--config", "dev", "--platform", platform, "--from-beginning", "--count", "3", "--timeout",
                    "20",
                ]
                    + options
            )
            return (code, captured)
        }
        let (shownCode, shown) = tap(Self.recipient)
        #expect(shownCode == .success)
        #expect(
            shown.output.contains("密文 ciphertext encryptedfor=\(Self.recipient) releasetime=\(Self.release) bytes=")
        )
        #expect(!shown.output.contains(Self.invitee))
        let (openedCode, opened) = tap(
            Self.recipient,
            "--decrypt-key",
            ".hutong-dev/keys/open.key.pem",
            "--format",
            "json"
        )
        #expect(openedCode == .success, "\(opened.error)")
        // Beside it stand the project, and the alert about what was sent in clear.
        func ofInvitation(_ events: [[String: Any]]) -> [String: Any]? {
            events.first {
                ($0["attributes"] as? [String: Any])?["hutong-view"] as? String == "encrypted/TENDER_INVITATION"
            }
        }
        let event = try #require(ofInvitation(opened.objects))
        #expect(event["opened"] as? Bool == true)
        #expect((event["data"] as? [String: Any])?["BIDDER_NAME"] as? String == Self.invitee)
        // Another key opens nothing, and says so.
        let (strangeCode, strange) = tap(
            Self.recipient,
            "--decrypt-key",
            ".hutong-dev/keys/fuzhou-trade.key.pem",
            "--format",
            "json"
        )
        #expect(strangeCode == .dataRefused)
        let closed = try #require(ofInvitation(strange.objects))
        #expect(closed["dataEncoding"] as? String == "base64")
        let ciphertext = try #require((closed["data"] as? String).flatMap { Data(base64Encoded: $0) })
        #expect(try CiphertextOpener(key).open(Array(ciphertext)).firstRange(of: Array(Self.invitee.utf8)) != nil)
    }
}
