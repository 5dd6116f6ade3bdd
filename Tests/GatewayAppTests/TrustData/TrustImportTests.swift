import Core
import Foundation
import GatewayApp
import Testing
import Trust

/// CRLs as files: what a closed network takes from an export of a directory.
@Suite(.serialized) struct TrustImportTests {
    @Test(.timeLimit(.minutes(10))) func anExportOfADirectoryIsImported() throws {
        let scene = try TrustScene()
        let fixtures = try ["One", "Two", "Unlisted"].map { try TrustFixture(name: $0) }
        for (index, platform) in [TrustScene.first, TrustScene.second].enumerated() {
            try scene.add("ca-\(index)", fixtures[index], for: platform, ["check": "crl"])
        }
        try scene.publishTrustList()
        let lists = try fixtures.map { try $0.crl(7) }
        // As `ldapsearch -LLL -o ldif-wrap=no` prints it: two lists that count, one of a stranger, one that is none.
        let values = lists.map { "certificateRevocationList;binary:: \(Data($0).base64EncodedString())" }
        let export =
            "dn: ou=one,c=CN\n\(values[0])\n\ndn: ou=two,c=CN\n\(values[1])\n\(values[2])\n"
            + "authorityRevocationList:: MAA=\n"
        try scene.leave(Array(export.utf8), as: "export.ldif")
        func run(_ arguments: String...) throws -> (code: ExitCode, object: [String: Any]) {
            let captured = scene.exchange.captured()
            let code = CommandLineProgram().run(
                arguments + ["--config", "dev", "--format", "json"],
                on: captured.console
            )
            return (code, try #require(captured.objects.first, "\(captured.error)"))
        }
        let imported = try run("trust", "bundle", "import", scene.inbox)
        #expect(imported.code == .dataRefused, "two of the four are refused")
        let items = try #require(imported.object["items"] as? [[String: Any]])
        #expect(items.map { $0["outcome"] as? String } == ["taken", "taken", "refused", "refused"])
        #expect(
            items.map { ($0["source"] as? String)?.split(separator: "/").last } == [
                "export.ldif#1", "export.ldif#2", "export.ldif#3", "export.ldif#4",
            ]
        )
        // What was taken stands in the topic, for everybody.
        let status = try run("trust", "status")
        #expect(status.code == .success)
        let held = status.object["items"] as? [[String: Any]] ?? []
        #expect(held.map { $0["authority"] as? String } == ["ca-0", "ca-1"])
        #expect(held.allSatisfy { $0["number"] as? String == "7" })
        #expect(
            try run("trust", "bundle", "import", scene.inbox).object["items"].map {
                ($0 as? [[String: Any]] ?? []).count
            } == 4
        )
    }

    @Test(.timeLimit(.minutes(10))) func severalListsInOnePEMFileAreTakenFromADirectoryWhileRunning() throws {
        let scene = try TrustScene()
        let fixtures = try ["One", "Two"].map { try TrustFixture(name: $0) }
        for (index, platform) in [TrustScene.first, TrustScene.second].enumerated() {
            try scene.add("ca-\(index)", fixtures[index], for: platform, ["check": "crl"])
        }
        try scene.publishTrustList()
        try scene.start(trust: [:])
        let text = try fixtures.map { fixture in
            "-----BEGIN X509 CRL-----\n\(Data(try fixture.crl(1)).base64EncodedString(options: [.lineLength64Characters]))\n"
                + "-----END X509 CRL-----\n"
        }
        try scene.leave(Array(text.joined().utf8), as: "all.pem")
        for platform in [TrustScene.first, TrustScene.second] {
            try EmbeddedExchangeTests.wait { (try? scene.exchangeOne(platform))?.verdict == "accepted" }
        }
        #expect(scene.log("trust.data_taken").count == 2)
        #expect(scene.log("trust.data_refused").isEmpty)
    }
}
