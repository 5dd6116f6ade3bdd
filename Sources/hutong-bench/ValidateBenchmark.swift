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
    private struct Record {
        let payload: [UInt8]
        let program: ContractProgram
    }

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
        let records = try load(directory, size: try options.count("size", default: 2048))
        if let path = options["write"] { try write(records, to: path) }
        let figures = try measure(records, rounds)
        let short = try measure(try load(directory, size: 0), rounds)
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

    private static func measure(_ records: [Record], _ rounds: Int) throws -> Figures {
        let bytes = records.reduce(0) { $0 + $1.payload.count }
        let repetitions = max(1, 4_000_000 / bytes)
        var validator = RecordValidator()
        var tape = JSONTape()
        var scanning: [Double] = []
        var validating: [Double] = []
        var foundation: [Double] = []
        for _ in 0..<rounds {
            scanning.append(
                try rate(bytes, repetitions) {
                    for record in records where tape.scan(record.payload.span) != nil {
                        throw BenchmarkFailure(70, "a sample is not scanned")
                    }
                }
            )
            validating.append(
                try rate(bytes, repetitions) {
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
                try rate(bytes, 1) {
                    for record in records { _ = try JSONSerialization.jsonObject(with: Data(record.payload)) }
                }
            )
        }
        return Figures(
            validated: median(validating),
            scanned: median(scanning),
            foundation: median(foundation),
            meanSize: Double(bytes) / Double(records.count)
        )
    }

    /// Writes `records.ndjson`, one line `{"contract", "record"}` for each record, and the schemas of their contracts.
    private static func write(_ records: [Record], to path: String) throws {
        let directory = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        var lines = Data()
        var programs: [ContractProgram] = []
        for record in records {
            var writer = JSONWriter(capacity: 4096)
            writer.beginObject()
            writer.member("contract", record.program.name)
            writer.key("record")
            writer.raw(record.payload.span, 0..<record.payload.count)
            writer.endObject()
            lines.append(contentsOf: writer.bytes + [0x0a])
            if !programs.contains(where: { $0 === record.program }) { programs.append(record.program) }
        }
        try lines.write(to: directory.appending(path: "records.ndjson"))
        let catalog = try ContractCatalog.load(from: "Contracts")
        let export = ContractExport(
            programs,
            samples: SampleSuite(directory: "Contracts", catalog: catalog),
            as: .jsonSchema,
            operations: [.add]
        )
        for file in programs.flatMap(export.files) {
            try Data(file.bytes).write(to: directory.appending(path: file.path))
        }
    }

    /// The accepted samples of all contracts without warnings, each filled up to about `size` bytes.
    private static func load(_ directory: String, size: Int) throws -> [Record] {
        let catalog: ContractCatalog
        do {
            catalog = try ContractCatalog.load(from: directory)
        } catch {
            throw BenchmarkFailure(
                66,
                error.problems.map { "\($0.file) \($0.key): \($0.message.en)" }.joined(separator: "\n")
            )
        }
        let suite = SampleSuite(directory: directory, catalog: catalog)
        var records: [Record] = []
        for program in catalog.programs {
            for sample in suite.samples(of: program) where sample.isAccepted && sample.operation == .add {
                guard sample.expected.isEmpty else { continue }
                records.append(Record(payload: fill(sample.payload, program, size), program: program))
            }
        }
        guard !records.isEmpty else { throw BenchmarkFailure(66, "no samples in \(directory)") }
        return records
    }

    /// The record with Chinese prose in its longest text field, so that it is about `size` bytes long.
    private static func fill(_ payload: [UInt8], _ program: ContractProgram, _ size: Int) -> [UInt8] {
        guard payload.count < size, case .object(var members)? = try? JSONNode.parse(payload) else { return payload }
        func room(_ name: String) -> Int {
            guard let field = program.field(named: name), field.type == .text, !field.isFixed, field.list == nil,
                field.values.isEmpty, field.checks.isEmpty
            else { return 0 }
            return field.length ?? Int.max
        }
        guard let place = members.indices.max(by: { room(members[$0].name) < room(members[$1].name) }),
            room(members[place].name) > 0, let text = members[place].value.text
        else { return payload }
        let prose = "本项目位于市区，招标范围包括土建、安装、装饰及室外配套工程，工期360日历天，质量要求合格；"
        let limit = min(room(members[place].name), (size - payload.count) / 3 + text.unicodeScalars.count)
        var filled = text
        while filled.unicodeScalars.count < limit { filled += prose }
        filled = String(String.UnicodeScalarView(filled.unicodeScalars.prefix(limit)))
        members[place] = JSONNode.Member(name: members[place].name, value: .string(filled))
        var writer = JSONWriter(capacity: size)
        JSONNode.object(members).write(to: &writer)
        return writer.bytes
    }

    /// Megabytes (10⁶) per second of processor time of `body`, which works on `bytes` bytes and runs `repetitions`
    /// times. Processor time, because the question is what one core does, not what else the machine is doing.
    private static func rate(_ bytes: Int, _ repetitions: Int, _ body: () throws -> Void) throws -> Double {
        let start = clock()
        for _ in 0..<repetitions { try body() }
        let seconds = max(Double(clock() - start), 1) / Double(CLOCKS_PER_SEC)
        return Double(bytes * repetitions) / seconds / 1_000_000
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
