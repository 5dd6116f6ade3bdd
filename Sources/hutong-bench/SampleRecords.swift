internal import ContractEngine
internal import Core
internal import Foundation

/// The accepted golden samples as records of a realistic size, for the benchmarks that need no exchange.
enum SampleRecords {
    /// One record and its contract.
    struct Record {
        let payload: [UInt8]
        let program: ContractProgram
    }

    /// The accepted samples of all contracts without warnings, each filled up to about `size` bytes.
    static func load(_ directory: String, size: Int) throws -> [Record] {
        let catalog = try catalog(directory)
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

    /// The contracts beneath `directory`.
    static func catalog(_ directory: String) throws -> ContractCatalog {
        do {
            return try ContractCatalog.load(from: directory)
        } catch {
            throw BenchmarkFailure(
                66,
                error.problems.map { "\($0.file) \($0.key): \($0.message.en)" }.joined(separator: "\n")
            )
        }
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
    static func rate(_ bytes: Int, _ repetitions: Int, _ body: () throws -> Void) throws -> Double {
        let start = clock()
        for _ in 0..<repetitions { try body() }
        let seconds = max(Double(clock() - start), 1) / Double(CLOCKS_PER_SEC)
        return Double(bytes * repetitions) / seconds / 1_000_000
    }

    /// The median of `values`.
    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
    }
}
