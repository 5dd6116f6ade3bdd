internal import Core
internal import Foundation
internal import Trust

/// `hutong-bench trust`: what trust costs, part by part; the unit of every rate is per second of processor time.
enum TrustBenchmark {
    static let help = """
        hutong-bench trust: verification, batches, seal and chains, each beside its baseline of the same run
          verify.K    records/s through one verifier, headers to verdict; baseline: a C program that does nothing but
                      EVP_DigestVerify over the same messages (for cms over bare signatures of the same key)
          batch.sm2.N records/s of batches of N signed with SM2, spread over 4 partitions and verified by 2 workers;
                      baseline: as many records signed one by one with SM2 on the same workers
          chain.K     verdicts/s on a chain of three levels that is remembered; baseline: path, revocation lists and all
          seal.K.N    µs a record of the delivery of N records in one transaction: without seal (none), sealed with
                      ECDSA (baseline: none), sealed with SM2 (baseline: ECDSA)
        options: --contracts DIR (Contracts), --parts P,P… (verify,batch,chain,seal), --signatures K,K… (all; for verify),
          --records N (4000), --rounds N (5)
        """

    static func run(_ options: BenchmarkOptions) throws -> BenchmarkReport {
        let exchange = try BenchmarkExchange(contracts: options["contracts"] ?? "Contracts")
        let records = try options.count("records", default: 4000)
        let rounds = try options.count("rounds", default: 5)
        let parts: [(name: String, measure: () throws -> [BenchmarkReport.Result])] = [
            ("verify", { try verification(exchange, options["signatures"], records: records, rounds: rounds) }),
            ("batch", { try batches(exchange, records: records, rounds: rounds) }),
            ("chain", { try chains(rounds: rounds) }),
            ("seal", { try SealBenchmark(exchange, records: records, rounds: rounds).results() }),
        ]
        let chosen = options["parts"]?.split(separator: ",").map(String.init)
        if let unknown = chosen?.first(where: { name in !parts.contains { $0.name == name } }) {
            throw BenchmarkFailure(64, "there is no part \(unknown)")
        }
        let measured = try parts.filter { chosen?.contains($0.name) ?? true }.flatMap { try $0.measure() }
        return BenchmarkReport(benchmark: "trust", results: measured)
    }

    /// Signatures one by one beside the bare ones. Ours does what the C program leaves out as well: the headers, the digest
    /// of the payload, the signing base, the certificate and its chain (remembered after the first record).
    private static func verification(
        _ exchange: BenchmarkExchange,
        _ signatures: String?,
        records: Int,
        rounds: Int
    ) throws -> [BenchmarkReport.Result] {
        let chosen = signatures?.split(separator: ",").map(String.init)
        return try BenchmarkSignature.allCases
            .filter { $0 != .none && chosen?.contains($0.rawValue) ?? true }
            .map { kind in
                let signed = try exchange.submissions(kind, count: records)
                return try inTurns("verify.\(kind.rawValue)", "records/s", rounds: rounds) {
                    try rate(of: signed)
                } beside: {
                    try BareVerification(signed).rate()
                }
            }
    }

    /// Records per second of processor time through one verifier; each of them must be accepted.
    private static func rate(of submissions: BenchmarkSubmissions) throws -> Double {
        guard let identity = submissions.identity else { throw BenchmarkFailure(70, "nothing is signed") }
        let verifier = try identity.verifier()
        let registered = identity.registered
        let events = submissions.records.map(SignedEvent.init)
        let start = clock()
        for event in events { try event.verify(by: verifier, registered: registered) }
        return Double(events.count) * Double(CLOCKS_PER_SEC) / Double(max(clock() - start, 1))
    }

    /// Batches beside single signatures, all SM2. Every batch has records on every partition, so that each worker verifies
    /// each signature.
    private static func batches(
        _ exchange: BenchmarkExchange,
        records: Int,
        rounds: Int
    ) throws -> [BenchmarkReport.Result] {
        let (partitions, workers) = (4, 2)
        let single = try VerificationWorkers(
            exchange.submissions(.sm2, count: max(records / 4, 1)),
            partitions: partitions,
            workers: workers
        )
        return try [64, 1024].map { size in
            // Whole batches, of which there are several.
            let count = (max(records, 4 * size) + size - 1) / size * size
            let batched = try VerificationWorkers(
                exchange.batches(of: size, count: count),
                partitions: partitions,
                workers: workers
            )
            return try inTurns("batch.sm2.\(size)", "records/s", rounds: rounds, batched.rate, beside: single.rate)
        }
    }

    /// Verdicts on chains remembered beside verdicts made.
    private static func chains(rounds: Int) throws -> [BenchmarkReport.Result] {
        try [("ecdsa", KeyKind.p256), ("rsa", .rsa2048), ("sm2", .sm2)].map { name, kind in
            let scene = try ChainScene(kind)
            let verifier = SignatureVerifier(store: scene.store)
            return try inTurns("chain.\(name)", "verdicts/s", rounds: rounds) {
                try scene.rate(100_000) {
                    verifier.verdict(on: scene.leaf, for: .platformSigning, at: BenchmarkExchange.now)
                }
            } beside: {
                try scene.rate(200) {
                    scene.store.verify(scene.leaf, for: .platformSigning, at: BenchmarkExchange.now).verdict
                }
            }
        }
    }

    /// The medians of `value` and `baseline`, measured in turns.
    private static func inTurns(
        _ name: String,
        _ unit: String,
        rounds: Int,
        _ value: () throws -> Double,
        beside baseline: () throws -> Double
    ) throws -> BenchmarkReport.Result {
        var (values, baselines): ([Double], [Double]) = ([], [])
        for _ in 0..<rounds {
            values.append(try value())
            baselines.append(try baseline())
        }
        return .init(
            name,
            SampleRecords.median(values),
            unit,
            baseline: SampleRecords.median(baselines)
        )
    }
}
