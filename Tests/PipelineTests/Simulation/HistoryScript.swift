/// What the platforms of a history submit, drawn from its seed: cases in and out of order, repetitions, other content under
/// a known id, older versions, deletes, and platforms that meddle.
enum HistoryScript {
    /// Data sets of one kind of case, parents before children.
    private static let kinds: [[String]] = [
        ["TENDER_PROJECT", "SECTION", "TENDER_ANN_QUA_INQUERY_ANN", "BID_OPENING_RECORD"],
        ["PROJECT", "DEA_MEDI_TENDER_ANNO", "DEA_MEDI_TENDER_LIST", "DEA_MEDI_TENDER_DETAIL"],
        ["LEGAL_PERSON_BASE", "LEGAL_PERSON_TRADE_PERFORM"],
    ]

    /// - Parameter corrects: whether some submissions correct others.
    static func draw(_ random: SplitMix64, corrects: Bool) -> [HistoryRecord] {
        var all: [HistoryRecord] = []
        let cases = 1 + random.below(3)
        for number in 1...cases {
            let kind = kinds[[0, 0, 1, 1, 2][random.below(5)]]
            var own: [HistoryRecord] = []
            for _ in 0..<(3 + random.below(6)) {
                var record = next(of: kind, number, after: own, random, index: all.count + own.count)
                if corrects { correct(&record, among: own, random, index: all.count + own.count) }
                own.append(record)
            }
            // The parents late, more often than not.
            if random.chance(60), let first = own.first {
                own.removeFirst()
                own.insert(first, at: random.below(own.count + 1))
            }
            all += own
        }
        return interleaved(all, random)
    }

    private static func next(
        of kind: [String],
        _ number: Int,
        after earlier: [HistoryRecord],
        _ random: SplitMix64,
        index: Int
    ) -> HistoryRecord {
        let dataset = earlier.isEmpty ? kind[0] : kind[random.below(kind.count)]
        var record = HistoryRecord(number: number, dataset: dataset, id: "m-\(index)")
        record.datakey = "000000000000000000000\(1 + random.below(2))"
        record.section = random.chance(70) ? "00\(record.datakey.last ?? "1")" : "001"
        if random.chance(8) { record.sender = "rival" }
        record.timestamp = "2026010100000\(random.below(3))"
        guard !earlier.isEmpty else { return record }
        let known = earlier[random.below(earlier.count)]
        switch random.below(100) {
        case 0..<10: record = known
        case 10..<15:
            record = known
            record.timestamp = "20260101000009"
        case 15..<30:
            record = known
            record.corrects = nil
            record.id = "m-\(index)"
            record.operation = "change"
            record.timestamp = "2026010100000\(random.below(3))"
            if random.chance(40) { record.section = "003" }
        case 30..<42:
            record = known
            record.corrects = nil
            record.id = "m-\(index)"
            record.operation = "delete"
        default: break
        }
        return record
    }

    /// Lets one in six new submissions correct another one of the case.
    private static func correct(
        _ record: inout HistoryRecord,
        among earlier: [HistoryRecord],
        _ random: SplitMix64,
        index: Int
    ) {
        guard record.id == "m-\(index)", !earlier.isEmpty, random.chance(16) else { return }
        record.corrects = random.chance(20) ? "never-sent" : earlier[random.below(earlier.count)].id
    }

    /// Records of different cases in turns, those of one in their order.
    private static func interleaved(_ all: [HistoryRecord], _ random: SplitMix64) -> [HistoryRecord] {
        var queues = Dictionary(grouping: all, by: \.number).sorted { $0.key < $1.key }.map(\.value)
        var mixed: [HistoryRecord] = []
        while !queues.isEmpty {
            let chosen = random.below(queues.count)
            mixed.append(queues[chosen].removeFirst())
            queues.removeAll(where: \.isEmpty)
        }
        return mixed
    }
}
