internal import Core
internal import Trust

/// The part `seal` of `hutong-bench trust`: the delivery of records in transactions of several sizes, without seal and
/// sealed with either algorithm; in each case the whole turn of a worker.
struct SealBenchmark {
    private static let sizes = [1, 16, 64, 256, 1024, 4096]
    /// How much dearer SM2 may be where the two are called equal.
    private static let tolerance = 0.05

    private let exchange: BenchmarkExchange
    private let ledger: [OutboundRecord]
    private let rounds: Int
    private let sealers: [(name: String, sealer: GatewaySealer?)]

    /// Over `records` records of the ledger of `exchange`, or those of one transaction where that has more.
    init(_ exchange: BenchmarkExchange, records: Int, rounds: Int) throws {
        self.exchange = exchange
        self.rounds = rounds
        ledger = try exchange.ledger(count: max(records, SealBenchmark.sizes.max() ?? 0))
        sealers = [
            ("none", nil), ("ecdsa", try BenchmarkIdentity(.p256).sealer()),
            ("sm2", try BenchmarkIdentity(.sm2).sealer()),
        ]
    }

    /// Microseconds of processor time for a record by kind of seal and size of transaction, and from which size on it makes
    /// no difference which key seals.
    func results() throws -> [BenchmarkReport.Result] {
        var costs: [Int: [String: Double]] = [:]
        for size in SealBenchmark.sizes { costs[size] = try medians(size) }
        var results: [BenchmarkReport.Result] = []
        for (name, baseline) in [("none", nil), ("ecdsa", "none"), ("sm2", "ecdsa")] {
            for size in SealBenchmark.sizes {
                let cost = costs[size] ?? [:]
                results.append(
                    .init("seal.\(name).\(size)", cost[name] ?? 0, "µs/record", baseline: baseline.flatMap { cost[$0] })
                )
            }
        }
        if let one = costs[1], let many = costs[1024]?["ecdsa"], let sm2 = one["sm2"], let ecdsa = one["ecdsa"] {
            // The signature is paid once for a transaction: its share of a record falls with the size.
            let size = ((sm2 - ecdsa) / (SealBenchmark.tolerance * many)).rounded(.up)
            results.append(.init("seal.sm2-within-5-percent-from", max(size, 1), "records"))
        }
        return results
    }

    private func medians(_ size: Int) throws -> [String: Double] {
        // Small transactions cost a signature for a few records: fewer of them do.
        let records = ledger.prefix(max(size, ledger.count / (size < 16 ? 8 : 1)))
        var costs: [String: [Double]] = [:]
        for _ in 0..<rounds {
            for (name, sealer) in sealers {
                let rate = try exchange.deliveryRate(of: records, batch: size, sealer: sealer)
                costs[name, default: []].append(1_000_000 / rate)
            }
        }
        return costs.mapValues(SampleRecords.median)
    }
}
