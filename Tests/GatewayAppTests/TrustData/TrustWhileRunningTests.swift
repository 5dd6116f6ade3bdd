import Core
import Foundation
import GatewayApp
import Platform
import RoutingPolicy
import Testing
import Trust

/// What happens to records of a running gateway when a certificate is revoked or an authority is withdrawn.
@Suite(.serialized) struct TrustWhileRunningTests {
    /// Sends records of `platform` until one is refused.
    ///
    /// - Returns: all its receipts.
    private static func sendUntilRefused(_ scene: TrustScene, _ platform: String) throws -> [TrustScene.Receipt] {
        try EmbeddedExchangeTests.wait { (try? scene.exchangeOne(platform))?.verdict != "accepted" }
        for _ in 0..<3 { try scene.send(platform) }
        return try scene.receipts(platform)
    }

    @Test(.timeLimit(.minutes(10))) func aRevokedCertificateIsRefusedWithoutRestartAndEarlierRecordsAreNot() throws {
        let scene = try TrustScene()
        let fixture = try TrustFixture(name: "Revoking")
        let content = Locked(try fixture.crl(1))
        let server = try TinyHTTPServer { _ in .body(content.withLock { $0 }) }
        let certificate = try scene.add(
            "revoking",
            fixture,
            for: TrustScene.first,
            ["check": "crl", "crl": [server.base + "/a.crl"]]
        )
        try scene.publishTrustList()
        try scene.start(trust: ["pollSeconds": 1, "timeoutSeconds": 5])
        try EmbeddedExchangeTests.wait { (try? scene.exchangeOne(TrustScene.first))?.verdict == "accepted" }
        for _ in 0..<3 { try scene.send(TrustScene.first) }
        let before = try scene.receipts(TrustScene.first).filter { $0.verdict == "accepted" }
        // When: the certificate is revoked as of now.
        let moment = fixture.at(fixture.seconds(SystemClock.now()))
        let next = try fixture.crl(2, at: fixture.seconds(moment), revoked: [(certificate, moment)])
        content.withLock { $0 = next }
        let after = try Self.sendUntilRefused(scene, TrustScene.first)
        let first = try #require(after.first { $0.errors == ["certificate_revoked"] })
        #expect(first.time >= moment)
        for receipt in after where receipt.time >= first.time {
            #expect(receipt.errors == ["certificate_revoked"])
            #expect(!receipt.isRetryable)
        }
        #expect(after.count { $0.verdict == "accepted" } >= before.count)
        #expect(scene.log("process.started").count == 1, "no restart")
    }

    @Test(.timeLimit(.minutes(10))) func whatWasAppendedBeforeTheRevocationIsAcceptedEvenWhenJudgedAfterIt() throws {
        let scene = try TrustScene()
        let fixture = try TrustFixture(name: "Revoking")
        let certificate = try scene.add("revoking", fixture, for: TrustScene.first, ["check": "crl"])
        try scene.publishTrustList()
        try scene.leave(fixture.crl(1), as: "1.crl")
        try scene.start(trust: [:])
        try EmbeddedExchangeTests.wait { (try? scene.exchangeOne(TrustScene.first))?.verdict == "accepted" }
        let known = try scene.receipts(TrustScene.first).count
        scene.end()
        // When: records wait in the topic, and the revocation comes between two of them.
        for _ in 0..<3 { try scene.send(TrustScene.first) }
        usleep(1_100_000)
        let moment = fixture.at(fixture.seconds(SystemClock.now()))
        usleep(100_000)
        for _ in 0..<3 { try scene.send(TrustScene.first) }
        let second = fixture.seconds(moment)
        let list = try fixture.crl(2, at: second, revoked: [(certificate, moment)])
        try scene.leave(list, as: "2.crl")
        // A process that has nothing to do with records puts it into the topic, from where the workers have it at once.
        let importing = scene.exchange.captured()
        #expect(importing.run("trust", "bundle", "import", scene.inbox, "--config", "dev") == .success)
        try scene.start()
        let receipts = try scene.receipts(TrustScene.first).dropFirst(known)
        #expect(
            receipts.map(\.verdict) == Array(repeating: "accepted", count: 3) + Array(repeating: "refused", count: 3)
        )
        #expect(receipts.allSatisfy { ($0.verdict == "accepted") == ($0.time < moment) })
    }

    @Test(.timeLimit(.minutes(10))) func anAuthorityThatIsSuspendedOrRemovedByANewerListEndsWithoutRestart() throws {
        let scene = try TrustScene()
        let fixtures = try ["suspended", "removed"].map { try TrustFixture(name: $0) }
        try scene.add("suspended", fixtures[0], for: TrustScene.first, ["check": "none"])
        try scene.add("removed", fixtures[1], for: TrustScene.second, ["check": "none"])
        try scene.publishTrustList()
        try scene.start(trust: [:])
        for platform in [TrustScene.first, TrustScene.second] {
            #expect(try scene.exchangeOne(platform).verdict == "accepted")
        }
        let moment = SystemClock.now()
        try scene.publishTrustList(without: ["removed"], suspended: ["suspended": moment])
        let suspended = try Self.sendUntilRefused(scene, TrustScene.first)
        let removed = try Self.sendUntilRefused(scene, TrustScene.second)
        for (receipts, code) in [(suspended, "certificate_not_valid"), (removed, "certificate_authority_unknown")] {
            let first = try #require(receipts.first { $0.verdict == "refused" })
            #expect(first.time >= moment)
            #expect(receipts.first?.verdict == "accepted")
            #expect(receipts.allSatisfy { $0.time < first.time || $0.errors == [code] }, "\(receipts.map(\.errors))")
        }
        #expect(scene.log("trust.list_taken").count == 1)
        // The older list comes back as a file: nothing changes, and it is told.
        let now = try scene.metric("hutong_trust_list_serial")
        try scene.exchange.edit("trust-list.json", "\"serial\":3", "\"serial\":2")
        try scene.exchange.signTrustList()
        try EmbeddedExchangeTests.wait { !scene.log("fault=list_rollback").isEmpty }
        #expect(try scene.metric("hutong_trust_list_serial") == now)
        #expect(try scene.exchangeOne(TrustScene.second).errors == ["certificate_authority_unknown"])
    }
}
