import Core
import Foundation
import GatewayApp
import Platform
import Testing
import Trust

extension WholeClusterTests {
    /// A revocation that is published while four processes run, measured by the times at which the broker took the records.
    ///
    /// Needs `HUTONG_TEST_BROKERS`, the built command, python3 and openssl; without them it is skipped and says so. The CRL is
    /// signed and served, and the OCSP answers are given, by `openssl` and `python3`, not by this program.
    @Suite(.serialized)
    struct TrustWhileRunningTests {
        /// Poll interval in seconds.
        static let poll = 5
        /// The sender whose authority publishes a CRL, and the one whose authority answers by OCSP.
        static let byList = "fuzhou-trade"
        static let byAnswer = "xiamen-trade"

        @Test(.timeLimit(.minutes(10))) func aRevocationReachesARunningExchange() throws {
            let brokers = try #require(TestEnvironment.brokers)
            let hutong = try #require(TestEnvironment.hutong)
            let exchange = try SharedExchange(brokers: brokers, partitions: 3)
            defer { exchange.remove() }
            let authorities = try RevocationScene(exchange, hutong: hutong, poll: Self.poll)
            try authorities.publishList(revoked: false)
            try authorities.register(revoked: false)
            let servers = try authorities.startServers()
            defer { for server in servers { _ = server.terminate() } }
            let processes = try [
                ["run", "--ops", "off", "--stage", "admission", "--instance", "one"],
                ["run", "--ops", "off", "--stage", "registration", "--instance", "three"],
                ["run", "--ops", "off", "--stage", "delivery", "--instance", "two"],
                ["trust", "fetch"],
            ].enumerated().map { index, line in
                try SpawnedProcess(
                    hutong,
                    line + ["--config", exchange.configuration],
                    in: exchange.directory,
                    name: "process-\(index)"
                )
            }

            func publish(_ platform: String) throws -> [String: Any] {
                let run = try SpawnedProcess.run(
                    hutong,
                    [
                        "publish", "--config", exchange.configuration, "--platform", exchange.platform(platform),
                        "--contract", "PROJECT", "--format", "json", "--timeout", "60",
                        try authorities.nextRecord(of: platform),
                    ],
                    in: exchange.directory
                )
                let line = run.output.split(separator: "\n").first.map { Data($0.utf8) } ?? Data()
                return try #require(
                    try? JSONSerialization.jsonObject(with: line) as? [String: Any],
                    "\(run.output) \(run.error)"
                )
            }
            for platform in [Self.byList, Self.byAnswer] {
                // Until the first data have come, records are refused for the time being, never accepted unchecked.
                let deadline = ContinuousClock.now + .seconds(60)
                var result = try publish(platform)
                while result["verdict"] as? String != "accepted", ContinuousClock.now < deadline {
                    result = try publish(platform)
                }
                #expect(result["verdict"] as? String == "accepted", "\(platform): \(result)")
            }

            // When: both are revoked as of now, and nothing else happens.
            let published = SystemClock.now()
            try authorities.publishList(revoked: true)
            try authorities.register(revoked: true)
            var refused: Set<String> = []
            let deadline = ContinuousClock.now + .seconds(60)
            while refused.count < 2, ContinuousClock.now < deadline {
                for platform in [Self.byList, Self.byAnswer] where !refused.contains(platform) {
                    if try publish(platform)["verdict"] as? String == "refused" { refused.insert(platform) }
                }
            }
            #expect(refused.count == 2)
            for platform in [Self.byList, Self.byAnswer] {
                for _ in 0..<3 { _ = try publish(platform) }
                let receipts = try Self.receipts(of: exchange.platform(platform), exchange, hutong)
                let first = try #require(receipts.first { $0.time > published && $0.codes == ["certificate_revoked"] })
                let seconds = Double(first.time.milliseconds - published.milliseconds) / 1000
                print("\(platform): first refused record \(seconds) s after publication, poll interval \(Self.poll) s")
                #expect(seconds <= Double(Self.poll + 10))
                #expect(receipts.allSatisfy { $0.time < first.time || $0.codes == ["certificate_revoked"] })
                // What was appended before the revocation keeps its verdict.
                #expect(receipts.contains { $0.time < published && $0.verdict == "accepted" })
            }
            for process in processes { #expect(process.isRunning, "\(process.error.suffix(1000))") }
            for process in processes { #expect(process.terminate() == 0, "\(process.error.suffix(1000))") }
        }

        struct Receipt {
            let time: Instant
            let verdict: String
            let codes: [String]
        }

        /// The receipts of a platform in the order of the times at which the broker took the submissions.
        static func receipts(of platform: String, _ exchange: SharedExchange, _ hutong: String) throws -> [Receipt] {
            let run = try SpawnedProcess.run(
                hutong,
                [
                    "receipts", "--config", exchange.configuration, "--platform", platform, "--from-beginning",
                    "--timeout", "3", "--format", "json",
                ],
                in: exchange.directory
            )
            return run.output.split(separator: "\n").compactMap { line -> Receipt? in
                guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
                    let time = (object["time"] as? String).flatMap({ Instant(rfc3339: $0) }),
                    let verdict = object["verdict"] as? String
                else { return nil }
                let problems = (object["problems"] as? [[String: Any]] ?? []).filter {
                    $0["severity"] as? String == "error"
                }
                return Receipt(time: time, verdict: verdict, codes: problems.compactMap { $0["code"] as? String })
            }.sorted { $0.time < $1.time }
        }
    }
}
