internal import Core
internal import Foundation
internal import Pipeline
internal import RoutingPolicy

/// `hutong-bench pipeline`: admission and delivery on the in-memory bus, on one core, by kind of signature.
///
/// The unit is records per second of processor time: the whole turn of a worker, from receiving to the commit. The
/// baseline beside a signed kind is a C program that does nothing but `EVP_DigestVerify` over the same messages; for
/// `cms` it verifies the bare signatures of the same key. Beside `none` and the deliveries stands a stage that copies
/// each record from topic to topic on the same bus.
/// Options: `--contracts DIR` (default `Contracts`), `--records N` (4000), `--batch N` (1000), `--signatures K,K…` (all).
enum PipelineBenchmark {
    static let help = """
        hutong-bench pipeline: admission and delivery on the in-memory bus, records/s of processor time; baseline of a signed
        kind: a C program that only verifies, of the others: a stage that copies
        options: --contracts DIR (Contracts), --records N (4000), --batch N (1000), --signatures K,K… (all)
        """

    static func run(_ options: BenchmarkOptions) throws -> BenchmarkReport {
        let records = try options.count("records", default: 4000)
        let batch = try options.count("batch", default: 1000)
        let exchange = try BenchmarkExchange(contracts: options["contracts"] ?? "Contracts")
        let copying = try exchange.copyRate(records: records, batch: batch)
        var results: [BenchmarkReport.Result] = []
        let chosen = options["signatures"]?.split(separator: ",").map(String.init)
        for kind in BenchmarkSignature.allCases where chosen?.contains(kind.rawValue) ?? true {
            let signed = try exchange.submissions(kind, count: records)
            let rate = try exchange.admissionRate(signed, batch: batch)
            let baseline = try kind == .none ? copying : BareVerification(signed).rate()
            results.append(.init("admission.\(kind.rawValue)", rate, "records/s", baseline: baseline))
        }
        let unsigned = try exchange.submissions(.none, count: records)
        let deliveries = try exchange.deliveryRates(unsigned, batch: batch)
        for (recipient, rate) in deliveries {
            results.append(.init("delivery.\(recipient)", rate, "records/s", baseline: copying))
        }
        results.append(.init("record.mean-size", unsigned.meanSize, "bytes"))
        return BenchmarkReport(benchmark: "pipeline", results: results)
    }
}
