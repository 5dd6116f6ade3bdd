internal import Core

/// The entries of `case.<plane>` (docs/specs/topics.md §14) of any number of cases, made while they are read.
///
/// Each case is founded, has `records` live records, one in five with a code, and `messages` decided messages; the keys
/// are random numbers, as digests are.
final class SyntheticCases: PartitionSource {
    /// Cases in all partitions.
    let cases: Int
    /// Live records of each case.
    let records: Int
    /// Messages of each case.
    let messages: Int
    private let partitions: Int

    /// Entries in all partitions.
    var entries: Int { cases * (1 + records + messages) }

    /// `cases` cases over `partitions` partitions.
    init(cases: Int, records: Int, messages: Int, partitions: Int) {
        self.cases = cases
        self.records = records
        self.messages = messages
        self.partitions = partitions
    }

    func restore(_ partitions: [TopicPartition], _ take: (InboundRecord) -> Void) throws(BusFailure) {
        for partition in partitions {
            var offset: Int64 = 0
            visit(partition.partition) { key, value in
                take(
                    InboundRecord(
                        source: partition,
                        offset: offset,
                        timestamp: BenchmarkExchange.now,
                        key: key,
                        value: value,
                        headers: []
                    )
                )
                offset += 1
            }
        }
    }

    func records(of partition: TopicPartition, at offsets: [Int64]) throws(BusFailure) -> [InboundRecord] { [] }

    /// Hands each entry of `partition` to `body`, case by case.
    func visit(_ partition: Int32, _ body: (_ key: [UInt8], _ value: [UInt8]) -> Void) {
        var random = BenchmarkRandom(seed: UInt64(truncatingIfNeeded: partition))
        let founded = Array("1 trade open 1795219200".utf8)
        let datasets = [
            "TENDER_PROJECT", "SECTION", "TENDER_ANN_QUA_INQUERY_ANN", "WIN_RESULT_ANNO", "TENDER_INVITATION",
        ]
        .map { Array("1 \($0) 20261121111800 ".utf8) }
        for number in stride(from: Int(partition), to: cases, by: partitions) {
            let caseKey = SyntheticCases.caseKey(number)
            body(caseKey, founded)
            for record in 0..<records {
                var value = datasets[record % datasets.count]
                if record % 5 == 1 {
                    SyntheticCases.append(hex: random.next() | 1, to: &value)
                } else {
                    value.append(UInt8(ascii: "-"))
                }
                value.append(contentsOf: record == 0 ? " root".utf8 : " child".utf8)
                body(SyntheticCases.key(caseKey, UInt8(ascii: "r"), &random), value)
            }
            for _ in 0..<messages {
                var value = Array("1 ".utf8)
                SyntheticCases.append(hex: random.next(), to: &value)
                value.append(contentsOf: " accepted".utf8)
                body(SyntheticCases.key(caseKey, UInt8(ascii: "m"), &random), value)
            }
        }
    }

    private static func key(_ caseKey: [UInt8], _ kind: UInt8, _ random: inout BenchmarkRandom) -> [UInt8] {
        var key = caseKey
        key.reserveCapacity(caseKey.count + 35)
        key.append(0x1f)
        key.append(kind)
        key.append(0x1f)
        append(hex: random.next(), to: &key)
        append(hex: random.next(), to: &key)
        return key
    }

    /// A tender project of 20 characters that no sample is of.
    private static func caseKey(_ number: Int) -> [UInt8] {
        var key = Array("E9901000001000000001".utf8)
        var rest = number
        for place in stride(from: 16, to: 7, by: -1) {
            key[place] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        return key
    }

    private static func append(hex word: UInt64, to bytes: inout [UInt8]) {
        for shift in stride(from: UInt64(60), through: 0, by: -4) {
            let digit = UInt8(truncatingIfNeeded: word >> shift & 15)
            bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }
}
