internal import ContractEngine
internal import Core
internal import Foundation

/// `hutong-bench translate`: the golden samples, brought to a realistic size, from the national form into JSON dialects
/// and back, on one core.
///
/// Baseline over the same bytes, in turns within the same run: the bare scanner and a copy of the bytes.
/// Options: `--contracts DIR` (default `Contracts`), `--size BYTES` (2048), `--rounds N` (15), `--dialects A,B`
/// (every JSON dialect that is written and read).
enum TranslateBenchmark {
    static let help = """
        hutong-bench translate: the golden samples into JSON dialects and back; baselines: the bare scanner, a copy of the
        bytes
        options: --contracts DIR (Contracts), --size BYTES (2048), --rounds N (15), --dialects A,B (all of JSON)
        """

    /// One record in one dialect.
    private struct Job {
        let record: [UInt8]
        let document: [UInt8]
        let translation: Translation
    }

    static func run(_ options: BenchmarkOptions) throws -> BenchmarkReport {
        let directory = options["contracts"] ?? "Contracts"
        let rounds = try options.count("rounds", default: 15)
        let records = try SampleRecords.load(directory, size: try options.count("size", default: 2048))
        let dialects = try load(directory)
        let wanted = options["dialects"].map { Set($0.split(separator: ",").map(String.init)) }
        var results: [BenchmarkReport.Result] = []
        for dialect in dialects.dialects where dialect.format == .json && dialect.directions.count == 2 {
            guard dialect.id != Dialect.national, wanted?.contains(dialect.id) ?? true else { continue }
            let jobs = try jobs(records, dialect)
            if !jobs.isEmpty { results += try measure(jobs, dialect, rounds) }
        }
        guard !results.isEmpty else { throw BenchmarkFailure(66, "no dialect to translate into") }
        return BenchmarkReport(benchmark: "translate", results: results)
    }

    private static func load(_ directory: String) throws -> DialectCatalog {
        do {
            return try DialectCatalog.load(from: directory, contracts: try SampleRecords.catalog(directory))
        } catch let failure as ContractLoadFailure {
            throw BenchmarkFailure(
                66,
                failure.problems.map { "\($0.file) \($0.key): \($0.message.en)" }.joined(separator: "\n")
            )
        }
    }

    private static var title: RecordTitle {
        var title = RecordTitle()
        title[.dataKey] = "HT01000020260316000001"
        title[.key] = "benchmark"
        return title
    }

    private static func jobs(_ records: [SampleRecords.Record], _ dialect: Dialect) throws -> [Job] {
        var translator = Translator()
        return try records.compactMap { record in
            guard let translation = dialect.translation(of: record.program) else { return nil }
            var problems = ProblemList()
            let document = translator.write(
                record.payload,
                to: translation,
                title: title,
                operation: .add,
                problems: &problems
            )
            guard let document else {
                let problem = problems.problems.first
                throw BenchmarkFailure(70, "\(dialect.id): \(problem?.rule ?? "") \(problem?.message.en ?? "")")
            }
            return Job(record: record.payload, document: document, translation: translation)
        }
    }

    private static func measure(_ jobs: [Job], _ dialect: Dialect, _ rounds: Int) throws -> [BenchmarkReport.Result] {
        let records = jobs.map(\.record)
        let documents = jobs.map(\.document)
        var writing: [Double] = []
        var reading: [Double] = []
        var copyingRecords: [Double] = []
        var copyingDocuments: [Double] = []
        var translator = Translator()
        let title = title
        for _ in 0..<rounds {
            copyingRecords.append(try copy(records))
            writing.append(
                try rate(records) {
                    for job in jobs {
                        var problems = ProblemList()
                        let document = translator.write(
                            job.record,
                            to: job.translation,
                            title: title,
                            operation: .add,
                            problems: &problems
                        )
                        guard document?.count == job.document.count else {
                            throw BenchmarkFailure(70, "a sample is not written")
                        }
                    }
                }
            )
            copyingDocuments.append(try copy(documents))
            reading.append(
                try rate(documents) {
                    for job in jobs {
                        var problems = ProblemList()
                        let record = translator.read(
                            job.document,
                            of: dialect,
                            contract: job.translation.program,
                            problems: &problems
                        )
                        guard record != nil else { throw BenchmarkFailure(70, "a document is not read") }
                    }
                }
            )
        }
        let size = Double(records.reduce(0) { $0 + $1.count }) / Double(records.count)
        return [
            .init("\(dialect.id).write", median(writing), "MB/s", baseline: median(copyingRecords)),
            .init("\(dialect.id).read", median(reading), "MB/s", baseline: median(copyingDocuments)),
            .init("\(dialect.id).records", Double(records.count), "records"),
            .init("\(dialect.id).mean-size", size, "bytes"),
        ]
    }

    /// The least that any translation does: scan the text, and copy its bytes once.
    private static func copy(_ texts: [[UInt8]]) throws -> Double {
        var tape = JSONTape()
        var output: [UInt8] = []
        return try rate(texts) {
            for text in texts {
                guard tape.scan(text.span) == nil else { throw BenchmarkFailure(70, "a text is not scanned") }
                output.removeAll(keepingCapacity: true)
                output.append(contentsOf: text)
                guard output.count == text.count else { throw BenchmarkFailure(70, "a text is not copied") }
            }
        }
    }

    private static func rate(_ texts: [[UInt8]], _ body: () throws -> Void) throws -> Double {
        let bytes = texts.reduce(0) { $0 + $1.count }
        return try SampleRecords.rate(bytes, max(1, 4_000_000 / bytes), body)
    }

    private static func median(_ values: [Double]) -> Double { SampleRecords.median(values) }
}
