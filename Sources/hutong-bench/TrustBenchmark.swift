internal import Core
internal import Foundation
internal import Trust

/// `hutong-bench trust`: verification of signatures alone, as a worker does it for record after record.
///
/// The unit is records per second of processor time on one core. The baseline is a C program that does nothing but
/// `EVP_DigestVerify` over the same messages, in turns with ours; for `cms` over the bare signatures of the same key.
/// Ours does what the program leaves out as well: the headers, the digest of the payload, the signing base, the
/// certificate and its chain (remembered after the first record).
/// Options: `--contracts DIR` (default `Contracts`), `--records N` (4000), `--rounds N` (5), `--signatures K,K…` (all).
enum TrustBenchmark {
    static func run(_ options: BenchmarkOptions) throws -> BenchmarkReport {
        let records = try options.count("records", default: 4000)
        let rounds = try options.count("rounds", default: 5)
        let exchange = try BenchmarkExchange(contracts: options["contracts"] ?? "Contracts")
        let chosen = options["signatures"]?.split(separator: ",").map(String.init)
        var results: [BenchmarkReport.Result] = []
        for kind in BenchmarkSignature.allCases
        where kind != .none && chosen?.contains(kind.rawValue) ?? true {
            let signed = try exchange.submissions(kind, count: records)
            var ours: [Double] = []
            var bare: [Double] = []
            for _ in 0..<rounds {
                ours.append(try rate(of: signed))
                bare.append(try BareVerification(signed).rate())
            }
            results.append(
                .init(
                    "verify.\(kind.rawValue)",
                    SampleRecords.median(ours),
                    "records/s",
                    baseline: SampleRecords.median(bare)
                )
            )
        }
        return BenchmarkReport(benchmark: "trust", results: results)
    }

    /// Records per second of processor time through one verifier; each of them must be accepted.
    private static func rate(of submissions: BenchmarkSubmissions) throws -> Double {
        guard let identity = submissions.identity else { throw BenchmarkFailure(70, "nothing is signed") }
        let verifier = try identity.verifier()
        let registered = identity.registered
        let events = submissions.records.map { record in
            let payload = record.value ?? []
            return (envelope: EventEnvelope.parse(record.headers).envelope, headers: record.headers, payload: payload)
        }
        let start = clock()
        for event in events {
            let verdict = verifier.verify(
                event.envelope,
                headers: event.headers,
                payload: event.payload,
                registered: registered,
                expectedPlatformCode: BenchmarkExchange.platformCode,
                at: BenchmarkExchange.now
            )
            guard case .verified = verdict else { throw BenchmarkFailure(70, "a signature is refused: \(verdict)") }
        }
        return Double(events.count) * Double(CLOCKS_PER_SEC) / Double(max(clock() - start, 1))
    }
}
