import Bus
import Core
import Foundation
import GatewayApp
import Platform
import RoutingPolicy
import Testing
import Trust

/// The bundle verbs and the status on the embedded broker.
@Suite(.serialized) struct TrustBundleCommandTests {
    @Test(.timeLimit(.minutes(10))) func aBundleGoesFromOneExchangeToAnother() throws {
        let (broker, exchange) = try EmbeddedExchangeTests.exchange()
        defer { broker.close() }
        let key = exchange.development.trustAuthorityKey
        let certificate = exchange.development.trustAuthority
        func run(_ arguments: String...) -> (code: ExitCode, console: CapturedConsole) {
            let captured = exchange.captured()
            let code = CommandLineProgram().run(
                arguments + ["--config", "dev", "--format", "json"],
                on: captured.console
            )
            return (code, captured)
        }
        let status = run("trust", "status")
        #expect(status.code == .success)
        let report = try #require(status.console.objects.first)
        #expect((report["list"] as? [String: Any])?["serial"] as? Int != nil)
        #expect((report["authorities"] as? [Any])?.count == 2)

        let file = exchange.directory.path + "/out.bundle"
        #expect(
            run("trust", "bundle", "export", "--out", file, "--key", key, "--certificate", certificate).code == .success
        )
        let again = run("trust", "bundle", "import", file)
        #expect(again.code == .success, "\(again.console.error)")
        #expect(Self.outcomes(again.console) == ["unchanged"])
        // A changed byte anywhere is noticed.
        var bytes = try Data(contentsOf: URL(fileURLWithPath: file))
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: URL(fileURLWithPath: file))
        let tampered = run("trust", "bundle", "import", file)
        #expect(tampered.code == .dataRefused)
        #expect(Self.outcomes(tampered.console) == ["refused"])
        // A key that nobody recognises signs nothing that counts.
        let stranger = try TrustFixture()
        let strangerKey = exchange.directory.path + "/stranger.key"
        let strangerCertificate = exchange.directory.path + "/stranger.pem"
        let isWritten = FileManager.default.createFile(
            atPath: strangerKey,
            contents: Data(try stranger.key.pem().utf8),
            attributes: [.posixPermissions: 0o600]
        )
        #expect(isWritten)
        try Data(stranger.leaf.pem.utf8).write(to: URL(fileURLWithPath: strangerCertificate))
        let code = run(
            "trust",
            "bundle",
            "export",
            "--out",
            file,
            "--key",
            strangerKey,
            "--certificate",
            strangerCertificate
        ).code
        #expect(code == .success)
        #expect(Self.outcomes(run("trust", "bundle", "import", file).console) == ["refused"])
        #expect(run("trust", "bundle", "import", "nothing.there").code == .inputMissing)
    }

    private static func outcomes(_ console: CapturedConsole) -> [String?] {
        (console.objects.first?["items"] as? [[String: Any]] ?? []).map { $0["outcome"] as? String }
    }
}
