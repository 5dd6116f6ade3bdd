internal import ContractEngine
internal import Core
internal import Foundation

/// `hutong-bench validate`: full validation of the golden samples, brought to a realistic size, on one core.
///
/// The same figures follow for the samples as they are written, about 1 KB each. Baselines over the same bytes, in turns within the same run: the bare scanner, and Foundation's JSONSerialization.
/// Options: `--contracts DIR` (default `Contracts`), `--size BYTES` (2048), `--rounds N` (15), and `--write DIR`, which
/// leaves the records and the exported JSON Schemas there, so that another validator can be measured on the same
/// (`Ops/bench-jsonschema`).
enum ValidateBenchmark {
    static let help = """
        hutong-bench validate: full validation of the golden samples; baselines: the bare scanner, JSONSerialization
        options: --contracts DIR (Contracts), --size BYTES (2048), --rounds N (15), --write DIR
        """

    /// Medians of the rounds over one set of records, in MB/s.
    private struct Figures {
        let validated: Double
        let scanned: Double
        let foundation: Double
        /// Bytes of a record.
        let meanSize: Double
    }

    static func run(_ options: BenchmarkOptions) throws -> BenchmarkReport {
        let directory = options["contracts"] ?? "Contracts"
        let rounds = try options.count("rounds", default: 15)
        let records = try SampleRecords.load(directory, size: try options.count("size", default: 2048))
        if let path = options["write"] { try write(records, of: directory, to: path) }
        let figures = try measure(records, rounds)
        let short = try measure(try SampleRecords.load(directory, size: 0), rounds)
        return BenchmarkReport(
            benchmark: "validate",
            results: [
                .init("validate.against-scanner", figures.validated, "MB/s", baseline: figures.scanned),
                .init("validate.against-jsonserialization", figures.validated, "MB/s", baseline: figures.foundation),
                .init("validate.records", figures.validated * 1_000_000 / figures.meanSize, "records/s"),
                .init("validate.mean-size", figures.meanSize, "bytes"),
                .init("validate-as-written.against-scanner", short.validated, "MB/s", baseline: short.scanned),
                .init(
                    "validate-as-written.against-jsonserialization",
                    short.validated,
                    "MB/s",
                    baseline: short.foundation
                ),
                .init("validate-as-written.mean-size", short.meanSize, "bytes"),
            ]
        )
    }

    private static func measure(_ records: [SampleRecords.Record], _ rounds: Int) throws -> Figures {
        let bytes = records.reduce(0) { $0 + $1.payload.count }
        let repetitions = max(1, 4_000_000 / bytes)
        var validator = RecordValidator()
        var tape = JSONTape()
        var scanning: [Double] = []
        var validating: [Double] = []
        var foundation: [Double] = []
        for _ in 0..<rounds {
            scanning.append(
                try SampleRecords.rate(bytes, repetitions) {
                    for record in records where tape.scan(record.payload.span) != nil {
                        throw BenchmarkFailure(70, "a sample is not scanned")
                    }
                }
            )
            validating.append(
                try SampleRecords.rate(bytes, repetitions) {
                    for record in records {
                        var problems = ProblemList()
                        guard
                            validator.validate(
                                record.payload,
                                against: record.program,
                                operation: .add,
                                problems: &problems
                            )
                        else { throw BenchmarkFailure(70, "a sample is refused") }
                    }
                }
            )
            foundation.append(
                try SampleRecords.rate(bytes, 1) {
                    for record in records { _ = try JSONSerialization.jsonObject(with: Data(record.payload)) }
                }
            )
        }
        return Figures(
            validated: SampleRecords.median(validating),
            scanned: SampleRecords.median(scanning),
            foundation: SampleRecords.median(foundation),
            meanSize: Double(bytes) / Double(records.count)
        )
    }

    /// Writes `records.ndjson`, one line `{"contract", "record"}` for each record, and the schemas of their contracts.
    private static func write(_ records: [SampleRecords.Record], of contracts: String, to path: String) throws {
        let directory = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        var lines = Data()
        var programs: [ContractProgram] = []
        for record in records {
            var writer = JSONWriter(capacity: 4096)
            writer.beginObject()
            writer.member("contract", record.program.name)
            writer.key("record")
            writer.raw(record.payload, 0..<record.payload.count)
            writer.endObject()
            lines.append(contentsOf: writer.bytes + [0x0a])
            if !programs.contains(where: { $0 === record.program }) { programs.append(record.program) }
        }
        try lines.write(to: directory.appending(path: "records.ndjson"))
        let catalog = try SampleRecords.catalog(contracts)
        let export = ContractExport(
            programs,
            samples: SampleSuite(directory: contracts, catalog: catalog),
            as: .jsonSchema,
            operations: [.add]
        )
        for file in programs.flatMap(export.files) {
            try Data(file.bytes).write(to: directory.appending(path: file.path))
        }
    }
}
