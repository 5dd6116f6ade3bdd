import Core
import Foundation
import GatewayApp
import Testing
import Trust

/// The encryption certificates of a registry, as `hutong check` judges them.
struct EncryptionRegistryTests {
    private static let day: Int64 = 86_400_000

    /// What `check` says, as codes and keys, of an exchange whose platforms have these encryption certificates.
    private func problems(_ files: [String: [String]], of exchange: TestExchange) throws -> [String] {
        let path = exchange.development.path + "/registry.json"
        let data = try Data(contentsOf: URL(fileURLWithPath: path))
        var registry = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        var index: [String: Int] = [:]
        registry["platforms"] = (registry["platforms"] as? [[String: Any]] ?? []).enumerated().map { place, platform in
            let id = platform["id"] as? String ?? ""
            index[id] = place
            guard let certificates = files[id] else { return platform }
            return platform.merging(["acceptsEncrypted": true, "encryptionCertificates": certificates]) { $1 }
        }
        try JSONSerialization.data(withJSONObject: registry).write(to: URL(fileURLWithPath: path))
        let captured = exchange.captured()
        _ = captured.run("check", "--config", "dev", "--format", "json")
        let found = captured.objects.first?["problems"] as? [[String: Any]] ?? []
        return found.map { problem in
            var key = problem["key"] as? String ?? ""
            for (id, place) in index { key = key.replacing("platforms[\(place)]", with: id) }
            return "\(problem["code"] as? String ?? "") \(key)"
        }
    }

    /// The 统一社会信用代码 of the platform fujian-water.
    private static let water = "11350000000000027C"

    /// Writes a certificate of `issuer`, for the body `code`, in force from one day to another.
    private func write(
        _ name: String,
        from start: Int64 = -10,
        until end: Int64,
        _ uses: Set<CertificateTemplate.KeyUsage>,
        code: String? = water,
        by issuer: CertificateIssuer,
        in exchange: TestExchange
    ) throws {
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000)
        var template = CertificateTemplate.platform(
            "E",
            code: code,
            notBefore: now.advanced(byMilliseconds: start * Self.day),
            notAfter: now.advanced(byMilliseconds: end * Self.day)
        )
        template.keyUsage = uses
        try exchange.directory.write(".hutong-dev/\(name)", try issuer.issue(template, for: .generate(.p256)).pem)
    }

    @Test func whatCannotBeUsedIsTold() throws {
        let exchange = try TestExchange()
        let issuer = try exchange.encryptionAuthority()
        try write("good.pem", until: 1, [.keyEncipherment], by: issuer, in: exchange)
        try write("over.pem", until: -1, [.keyEncipherment], by: issuer, in: exchange)
        try write("next.pem", from: 1, until: 2, [.keyEncipherment], by: issuer, in: exchange)
        try write("signing.pem", until: 1, [.digitalSignature], by: issuer, in: exchange)
        #expect(try problems(["fujian-water": ["good.pem"]], of: exchange) == [])
        let water = "fujian-water.encryptionCertificates"
        #expect(try problems(["fujian-water": ["over.pem"]], of: exchange) == ["invalid \(water)"])
        // One that is over stands beside its successor until the last ciphertext is read.
        #expect(try problems(["fujian-water": ["over.pem", "good.pem"]], of: exchange) == [])
        // One to come stands beside its predecessor from before its day, and cannot stand alone.
        #expect(try problems(["fujian-water": ["next.pem", "good.pem"]], of: exchange) == [])
        #expect(try problems(["fujian-water": ["next.pem"]], of: exchange) == ["invalid \(water)"])
        #expect(try problems(["fujian-water": ["signing.pem"]], of: exchange) == ["invalid \(water)[0]"])
        #expect(try problems(["fujian-water": ["none.pem"]], of: exchange) == ["file_unreadable \(water)[0]"])
        #expect(
            try problems(["fujian-water": ["good.pem"], "fuzhou-construction": ["good.pem"]], of: exchange)
                == ["duplicate \(water)[0]"]
        )
        // Each exchange keeps what was written into it before.
        let other = try TestExchange()
        #expect(
            try problems(["fuzhou-trade": []], of: other).sorted() == [
                "missing fuzhou-trade.encryptionCertificates", "separation fuzhou-trade.acceptsEncrypted",
            ]
        )
    }

    /// As `check` asks of the certificates that sign: whether they lead to an authority that is recognised for it, are for
    /// it, and name the platform's body.
    @Test func whatTheExchangeWouldRefuseIsTold() throws {
        let exchange = try TestExchange()
        let issuer = try exchange.encryptionAuthority()
        try write("good.pem", until: 1, [.keyEncipherment], by: issuer, in: exchange)
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000)
        let stranger = try CertificateIssuer.root(
            .authority(
                "CA",
                notBefore: now.advanced(byMilliseconds: -20 * Self.day),
                notAfter: now.advanced(byMilliseconds: 20 * Self.day)
            ),
            key: .generate(.p256)
        )
        try write("unknown.pem", until: 1, [.keyEncipherment], by: stranger, in: exchange)
        try write("others.pem", until: 1, [.keyEncipherment], code: "113501000000000512", by: issuer, in: exchange)
        try write("nobodys.pem", until: 1, [.keyEncipherment], code: nil, by: issuer, in: exchange)
        let water = "fujian-water.encryptionCertificates"
        for name in ["unknown.pem", "others.pem", "nobodys.pem"] {
            #expect(
                try problems(["fujian-water": ["good.pem", name]], of: exchange) == ["invalid \(water)[1]"],
                "\(name)"
            )
        }
        #expect(try problems(["fujian-water": ["good.pem"]], of: exchange) == [])
        // The authority may sign and no more.
        try exchange.editTrustList("[\"encryption\"]", "[\"platform-signing\"]")
        #expect(try problems(["fujian-water": ["good.pem"]], of: exchange) == ["invalid \(water)[0]"])
    }
}
