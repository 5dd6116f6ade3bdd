import Core
import Foundation
import GatewayApp
import Platform
import Trust

/// Two SM2 authorities beside an exchange: one publishes a CRL over HTTP, one answers by OCSP; both are on its trust list.
final class RevocationScene {
    private let exchange: SharedExchange
    private let hutong: String
    private let directory: String
    private let listPort: UInt16
    private let answerPort: UInt16
    private var number = 0
    private var projects = 0
    private var serials: [String: String] = [:]

    init(_ exchange: SharedExchange, hutong: String, poll: Int) throws {
        self.exchange = exchange
        self.hutong = hutong
        directory = exchange.directory + "/scene"
        try FileManager.default.createDirectory(atPath: directory + "/www", withIntermediateDirectories: true)
        listPort = try Self.freePort()
        answerPort = try Self.freePort()
        let now = SystemClock.now()
        var entries: [[String: Any]] = []
        for (id, platform) in [
            ("by-list", WholeClusterTests.TrustWhileRunningTests.byList),
            ("by-answer", WholeClusterTests.TrustWhileRunningTests.byAnswer),
        ] {
            let revocation: [String: Any] =
                id == "by-list"
                ? ["check": "crl", "crl": ["http://127.0.0.1:\(listPort)/list.crl"], "budgetHours": 24]
                : ["check": "ocsp", "ocsp": ["http://127.0.0.1:\(answerPort)/"], "budgetHours": 24]
            entries.append(try authority(id, platform, revocation, now))
        }
        try sign(entries)
        try setPoll(poll)
    }

    /// The file of a record that the platform may send, of a project that none before it had.
    func nextRecord(of platform: String) throws -> String {
        projects += 1
        let path = directory + "/\(platform).json"
        var record = try Self.object(path)
        let code = try Self.found(record["PROJECT_CODE"] as? String)
        record["PROJECT_CODE"] = code.dropLast(6) + String(100_000 + projects)
        try write([UInt8](JSONSerialization.data(withJSONObject: record)), "\(platform).json")
        return path
    }

    /// An authority of its own with the certificate of `platform`, whose key and certificate files it replaces.
    private func authority(
        _ id: String,
        _ platform: String,
        _ revocation: [String: Any],
        _ now: Instant
    ) throws -> [String: Any] {
        let from = now.advanced(byMilliseconds: -3_600_000)
        let until = now.advanced(byMilliseconds: 86_400_000)
        let issuer = try CertificateIssuer.root(
            .authority("Scene \(id)", notBefore: from, notAfter: until),
            key: .generate(.sm2)
        )
        try write(Array(issuer.certificate.pem.utf8), "\(id).pem")
        try write(Array(try issuer.key.pem().utf8), "\(id).key")
        let development = DevelopmentDirectory(below: exchange.directory)
        let registry = try Self.object(development.registry)
        let entry = try Self.found(
            (registry["platforms"] as? [[String: Any]])?.first { $0["id"] as? String == exchange.platform(platform) }
        )
        let code = try Self.found(entry["body"] as? String)
        let key = try SigningKey.generate(.sm2)
        let certificate = try issuer.issue(
            .platform("Scene \(platform)", code: code, notBefore: from, notAfter: until),
            for: key
        )
        serials[id] = certificate.serial.uppercased()
        let name = exchange.platform(platform)
        try Data(certificate.pem.utf8).write(to: URL(fileURLWithPath: development.certificate(of: name)))
        let keyFile = development.key(of: name)
        try Data(try key.pem().utf8).write(to: URL(fileURLWithPath: keyFile))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: keyFile)
        var record = try Self.object(TestEnvironment.checkout + "/Contracts/demo/tour/project.json")
        if platform != WholeClusterTests.TrustWhileRunningTests.byList {
            record["PLATFORM_CODE"] = entry["code"]
            record["TRADE_PLAT"] = entry["code11"]
        }
        try write([UInt8](JSONSerialization.data(withJSONObject: record)), "\(platform).json")
        return [
            "id": id, "name": ["zh": id, "en": id],
            "history": [["status": "recognised", "from": from.rfc3339]],
            "certificates": [issuer.certificate.pem], "uses": ["platform-signing"],
            "identity": [["oid": CertificateTemplate.identityExtension]], "revocation": revocation,
        ]
    }

    /// Puts `entries` onto the exchange's trust list and signs it anew.
    private func sign(_ entries: [[String: Any]]) throws {
        let development = DevelopmentDirectory(below: exchange.directory)
        var list = try Self.object(development.trustList)
        list["authorities"] = (list["authorities"] as? [[String: Any]] ?? []) + entries
        let serial = (list["serial"] as? Int ?? 1) + 1
        list["serial"] = nil
        list["issued"] = nil
        try write([UInt8](JSONSerialization.data(withJSONObject: list)), "draft.json")
        try run(
            hutong,
            [
                "trust", "sign", "--list", directory + "/draft.json", "--key", development.trustAuthorityKey,
                "--certificate", development.trustAuthority, "--out", development.trustList, "--serial", "\(serial)",
            ]
        )
    }

    private func setPoll(_ seconds: Int) throws {
        var configuration = try Self.object(exchange.configuration)
        configuration["trust"] = ["pollSeconds": seconds, "timeoutSeconds": 5]
        try Data(JSONSerialization.data(withJSONObject: configuration))
            .write(to: URL(fileURLWithPath: exchange.configuration))
    }

    /// Lets `openssl` sign the next CRL and puts it where the HTTP server finds it.
    func publishList(revoked: Bool) throws {
        number += 1
        try write(Array(register("by-list", revoked: revoked).utf8), "list-index.txt")
        try write(Array((String(format: "%02X", number) + "\n").utf8), "number")
        let configuration = """
            [ca]
            default_ca=authority
            [authority]
            database=\(directory)/list-index.txt
            certificate=\(directory)/by-list.pem
            private_key=\(directory)/by-list.key
            unique_subject=no
            default_md=sm3
            default_crl_hours=2
            crlnumber=\(directory)/number
            crl_extensions=extensions
            [extensions]
            authorityKeyIdentifier=keyid
            """
        try write(Array((configuration + "\n").utf8), "ca.cnf")
        try run(
            "openssl",
            [
                "ca", "-config", directory + "/ca.cnf", "-gencrl", "-out", directory + "/list.pem", "-sigopt",
                "distid:1234567812345678",
            ]
        )
        try run("openssl", ["crl", "-in", directory + "/list.pem", "-outform", "DER", "-out", directory + "/new.crl"])
        _ = try? FileManager.default.removeItem(atPath: directory + "/www/list.crl")
        try FileManager.default.moveItem(atPath: directory + "/new.crl", toPath: directory + "/www/list.crl")
    }

    /// Writes the register from which the responder answers.
    func register(revoked: Bool) throws {
        try write(Array(register("by-answer", revoked: revoked).utf8), "answer-index.txt")
    }

    private func register(_ id: String, revoked: Bool) -> String {
        let now = SystemClock.now().rfc3339.prefix(19).filter(\.isNumber).dropFirst(2) + "Z"
        let state = revoked ? "R\t401231235959Z\t\(now)" : "V\t401231235959Z\t"
        return "\(state)\t\(serials[id] ?? "")\tunknown\t/CN=Scene\n"
    }

    /// Starts the HTTP server of the CRL and the OCSP responder.
    func startServers() throws -> [SpawnedProcess] {
        [
            try SpawnedProcess(
                "/usr/bin/env",
                [
                    "python3", "-m", "http.server", "\(listPort)", "--bind", "127.0.0.1", "--directory",
                    directory + "/www",
                ],
                in: directory,
                name: "http"
            ),
            try SpawnedProcess(
                "/usr/bin/env",
                [
                    "openssl", "ocsp", "-index", directory + "/answer-index.txt", "-port", "\(answerPort)", "-CA",
                    directory + "/by-answer.pem", "-rsigner", directory + "/by-answer.pem", "-rkey",
                    directory + "/by-answer.key", "-rmd", "sm3", "-rsigopt", "distid:1234567812345678", "-nmin", "60",
                ],
                in: directory,
                name: "ocsp"
            ),
        ]
    }

    private func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: directory + "/" + name))
    }

    private func run(_ program: String, _ arguments: [String]) throws {
        let isPath = program.hasPrefix("/")
        let result = try SpawnedProcess.run(
            isPath ? program : "/usr/bin/env",
            (isPath ? [] : [program]) + arguments,
            in: directory
        )
        guard result.status == 0 else { throw Failed(what: "\(program) \(arguments.first ?? ""): \(result.error)") }
    }

    struct Failed: Error, CustomStringConvertible {
        let what: String
        var description: String { what }
    }

    private static func object(_ path: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        return try found(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private static func found<Value>(_ value: Value?) throws -> Value {
        guard let value else { throw Failed(what: "missing") }
        return value
    }

    private static func freePort() throws -> UInt16 {
        let listener = try TCPListener.make(address: "127.0.0.1", port: 0)
        listener.stop()
        return listener.port
    }
}
