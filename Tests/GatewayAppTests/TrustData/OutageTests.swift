import Core
import Foundation
import GatewayApp
import Platform
import Testing
import Trust

/// Every source is gone or hangs: records go on as if nothing were, until the budget of the data in hand ends.
@Suite(.serialized) struct OutageTests {
    /// One address that refuses connections, one that takes them and never answers, one that sends an octet a second; on
    /// three hosts, since no more than two attempts run at one.
    struct DeadSources {
        let silent: TinyHTTPServer
        let dripping: TinyHTTPServer
        let addresses: [String]

        init() throws {
            let listener = try TCPListener.make(address: "127.0.0.1", port: 0)
            let closed = listener.port
            listener.stop()
            silent = try TinyHTTPServer(at: "127.0.0.2") { _ in .silence }
            let head = Array("HTTP/1.0 200 OK\r\nContent-Length: 900\r\n\r\n".utf8) + [0x30, 0x82, 0x03, 0x80]
            dripping = try TinyHTTPServer(at: "127.0.0.3") { _ in
                .drip(head + [UInt8](repeating: 0, count: 896), every: .seconds(1))
            }
            addresses = ["http://127.0.0.1:\(closed)/a.crl", silent.base + "/a.crl", dripping.base + "/a.crl"]
        }
    }

    @Test(.timeLimit(.minutes(10))) func recordsAreAcceptedUntilTheBudgetEndsAndNoLonger() throws {
        let scene = try TrustScene()
        let dead = try DeadSources()
        let refusing = try TrustFixture(name: "Refusing")
        let accepting = try TrustFixture(name: "Accepting")
        try scene.add("refusing", refusing, for: TrustScene.first, ["check": "crl", "crl": dead.addresses])
        try scene.add(
            "accepting",
            accepting,
            for: TrustScene.second,
            ["check": "crl", "crl": dead.addresses, "whenStale": ["platform-signing": "accept"]]
        )
        try scene.publishTrustList()
        // One attempt lasts longer than the whole test.
        try scene.start(trust: ["pollSeconds": 5, "timeoutSeconds": 60])
        #expect(
            try scene.exchangeOne(TrustScene.first).errors == ["revocation_unavailable"],
            "nobody knows anything yet"
        )
        // When: the last data that anybody has got come, and every source hangs.
        let lasting: Int64 = 10
        let issued = SystemClock.now()
        let end = refusing.at(refusing.seconds(issued) + lasting)
        let otherEnd = accepting.at(accepting.seconds(issued) + lasting)
        try scene.leave(refusing.crl(1, at: refusing.seconds(issued), lasting: lasting), as: "refusing.crl")
        try scene.leave(accepting.crl(1, at: accepting.seconds(issued), lasting: lasting), as: "accepting.crl")
        var left: [Double] = []
        while SystemClock.now() < max(end, otherEnd).advanced(byMilliseconds: 1500) {
            try scene.send(TrustScene.first)
            try scene.send(TrustScene.second)
            if let value = try scene.metric(#"hutong_trust_usable_seconds{authority="refusing"}"#) {
                left.append(value)
            }
            usleep(50_000)
        }
        #expect(dead.silent.requests.count == 1 && dead.silent.open == 1, "the attempt hangs to the end")
        #expect(dead.dripping.requests.count == 1 && dead.dripping.open == 1)

        let first = try scene.receipts(TrustScene.first)
        let taken = try #require(first.first { $0.verdict == "accepted" }?.time)
        #expect(taken < end)
        for receipt in first where receipt.time >= taken {
            // To the millisecond of the broker's time: until the end, and not from then on.
            #expect((receipt.verdict == "accepted") == (receipt.time < end), "\(receipt) \(end.rfc3339)")
            guard receipt.time >= end else { continue }
            #expect(receipt.errors == ["revocation_unavailable"])
            #expect(receipt.isRetryable)
        }
        #expect(first.contains { $0.time >= end })
        let second = try scene.receipts(TrustScene.second)
        #expect(second.allSatisfy { $0.verdict == "accepted" })
        let judged = try #require(second.first { $0.warnings.isEmpty }?.time)
        for receipt in second where receipt.time >= judged {
            #expect(receipt.warnings == (receipt.time < otherEnd ? [] : ["revocation_unavailable"]))
        }
        #expect(second.contains { $0.time >= otherEnd })
        // The forecast counts down to nothing and stays there.
        let counted = Array(left.drop { $0 == 0 })
        #expect(counted.first ?? 0 > 1 && counted.first ?? 0 <= Double(lasting))
        #expect(zip(counted, counted.dropFirst()).allSatisfy { $0 >= $1 })
        #expect(counted.last == 0)
        let ready = try scene.ask("/ready")
        #expect(ready.status == 200, "other authorities of the list can be judged")
        #expect(ready.body.contains("refusing cannot be judged"))
        #expect(!scene.log("trust.unusable authority=refusing").isEmpty)
    }
}
