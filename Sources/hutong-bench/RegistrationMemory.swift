internal import Core
internal import Foundation
internal import Pipeline
internal import Platform
internal import RoutingPolicy

/// What a worker's memory of cases takes, each measured in a process of its own.
struct RegistrationMemory {
    /// Partitions over which the cases lie, as in an exchange (docs/specs/topics.md §1).
    static let partitions = 48

    private let contracts: String
    private let cases: Int

    /// Measures with `cases` cases and the contracts below `contracts`.
    init(contracts: String, cases: Int) {
        self.contracts = contracts
        self.cases = cases
    }

    /// Resident bytes of a case by itself, of each live record and of each remembered message.
    func results() throws -> [BenchmarkReport.Result] {
        let bare = try growth(records: 0, messages: 0)
        let records = try growth(records: 5, messages: 0)
        let messages = try growth(records: 0, messages: 5)
        let five = Double(cases) * 5
        return [
            .init("memory.case", bare / Double(cases), "bytes"),
            .init("memory.live-record", (records - bare) / five, "bytes"),
            .init("memory.message", (messages - bare) / five, "bytes"),
        ]
    }

    /// Growth of the resident memory of a process that reads `records` and `messages` for each case.
    private func growth(records: Int, messages: Int) throws -> Double {
        let output = try NeighbourProgram.output(
            of: "hutong-bench",
            ["registration", "--measure", "\(cases),\(records),\(messages)", "--contracts", contracts]
        )
        guard let bytes = Double(output.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw BenchmarkFailure(70, "the measuring process said: \(output)")
        }
        return bytes
    }

    /// The other side: reads the cases that `text` tells, and prints by how much the process has grown.
    static func measure(_ text: String, _ exchange: BenchmarkExchange) throws -> Never {
        let numbers = text.split(separator: ",").compactMap { Int($0) }
        guard numbers.count == 3 else { throw BenchmarkFailure(64, "--measure takes CASES,RECORDS,MESSAGES") }
        let all = (0..<partitions).map { TopicPartition(TopicName.admitted(.trading), Int32(clamping: $0)) }
        // Once with little, so that code and tables that every process has are there.
        let small = SyntheticCases(cases: 100, records: 5, messages: 5, partitions: partitions)
        try exchange.registration(from: small).assigned(all)
        let before = try resident()
        let source = SyntheticCases(
            cases: numbers[0],
            records: numbers[1],
            messages: numbers[2],
            partitions: partitions
        )
        let stage = exchange.registration(from: source)
        try stage.assigned(all)
        let after = try resident()
        // The stage lives until here.
        withExtendedLifetime(stage) { print(after - before) }
        exit(0)
    }

    /// Resident bytes of this process.
    static func resident() throws -> Int64 {
        guard let usage = ProcessUsage.current() else { throw BenchmarkFailure(69, "/proc is not readable") }
        return usage.residentBytes
    }
}
