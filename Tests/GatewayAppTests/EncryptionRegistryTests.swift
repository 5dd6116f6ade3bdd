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

    private func write(
        _ name: String,
        until days: Int64,
        _ uses: Set<CertificateTemplate.KeyUsage>,
        in exchange: TestExchange
    )
        throws
    {
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970) * 1000)
        let start = now.advanced(byMilliseconds: -10 * Self.day)
        let end = now.advanced(byMilliseconds: days * Self.day)
        let issuer = try CertificateIssuer.root(
            .authority("CA", notBefore: start, notAfter: now.advanced(byMilliseconds: 10 * Self.day)),
            key: .generate(.p256)
        )
        var template = CertificateTemplate.platform("E", code: nil, notBefore: start, notAfter: end)
        template.keyUsage = uses
        try exchange.directory.write(".hutong-dev/\(name)", try issuer.issue(template, for: .generate(.p256)).pem)
    }

    @Test func whatCannotBeUsedIsTold() throws {
        let exchange = try TestExchange()
        try write("good.pem", until: 1, [.keyEncipherment], in: exchange)
        try write("over.pem", until: -1, [.keyEncipherment], in: exchange)
        try write("signing.pem", until: 1, [.digitalSignature], in: exchange)
        #expect(try problems(["fujian-water": ["good.pem"]], of: exchange) == [])
        let water = "fujian-water.encryptionCertificates"
        #expect(try problems(["fujian-water": ["over.pem"]], of: exchange) == ["invalid \(water)"])
        // One that is over stands beside its successor until the last ciphertext is read.
        #expect(try problems(["fujian-water": ["over.pem", "good.pem"]], of: exchange) == [])
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
}
