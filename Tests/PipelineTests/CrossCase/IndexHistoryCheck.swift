import Core
import Pipeline
import Testing

/// Looks through the books of an index history that is over: what was found is what ``IndexModel`` finds in the order of the
/// log, once, in the transaction that read the claim; and each finding was told to the sender it is about.
///
/// When a parent has been missing for too long the log does not say: that is taken from the transaction in which it was
/// told, and the model says whether it may be.
struct IndexHistoryCheck {
    private let history: IndexHistory
    private var model = IndexModel(wait: IndexHistory.wait)
    private var faults: [String] = []
    /// What the transactions that were committed have found.
    private var decided: [String] = []

    /// What is wrong, nothing when all is well; and what was found.
    static func look(through history: IndexHistory) throws -> (faults: [String], found: [String]) {
        guard !history.exchange.scheduler.isEndless else {
            return (["it does not end: \(history.exchange.scheduler.trace.suffix(5))"], [])
        }
        var check = IndexHistoryCheck(history: history)
        try check.feedModel()
        let found = try check.checkOutputs()
        return (check.faults, found)
    }

    private init(history: IndexHistory) {
        self.history = history
    }

    private static func line(_ finding: FindingDocument) -> String {
        "\(finding.record.id) \(finding.problems.first?.code ?? "") \(finding.other?.id ?? "-")"
    }

    private func records(_ topic: String) -> [InboundRecord] { history.broker.records(of: topic).flatMap { $0 } }

    private mutating func feedModel() throws {
        let claims = history.broker.records(of: "claims.trading")
        var next: [Int32: Int64] = [:]
        for decision in history.exchange.cluster.decisions {
            var codes: [String] = []
            for (place, end) in decision.offsets.sorted(by: { $0.key.partition < $1.key.partition }) {
                let start = next[place.partition] ?? 0
                for record in claims[Int(place.partition)] where record.offset >= start && record.offset < end {
                    let claim = try #require(ClaimText.read(record))
                    codes += model.take(claim, stands: record.value != nil, at: record.timestamp.milliseconds)
                }
                next[place.partition] = max(start, end)
            }
            let found = try decision.outputs.filter { $0.topic == "finding.trading" }
                .map { try FindingDocument(try #require($0.value)) }
            decided += found.map(Self.line)
            for line in found.filter({ $0.other == nil }).map(\.record.id) where !model.tell(line, at: decision.time) {
                faults.append("\(line) misses nothing at \(decision.time)")
            }
            let told = found.filter { $0.other != nil }.map(Self.line)
            if told.sorted() != codes.sorted() { faults.append("found \(told), should be \(codes)") }
            model.look(at: decision.time)
        }
        for id in model.owed { faults.append("\(id) misses its parent, which was not told") }
        for (partition, records) in claims.enumerated() {
            let end = next[Int32(partition)] ?? 0
            for record in records where record.offset >= end {
                faults.append("claims.trading/\(partition)@\(record.offset) was never read")
            }
        }
    }

    /// What stands in the topics is what was decided, once.
    private mutating func checkOutputs() throws -> [String] {
        let findings = try records("finding.trading").map { try FindingDocument(try #require($0.value)) }
        let found = findings.map(Self.line)
        if found.sorted() != decided.sorted() { faults.append("there is \(found), should be \(decided)") }
        if Set(found).count != found.count { faults.append("something was found twice: \(found.sorted())") }
        for sender in ["trade", "rival"] {
            let told = records("receipt.\(sender)").compactMap { $0.headers.text("ce_id") }.sorted()
            let owed = findings.filter { $0.record.sender == sender }
                .map { "\($0.record.id)/finding/\($0.value)" }.sorted()
            if told != owed { faults.append("\(sender) was told \(told), should be \(owed)") }
        }
        return found
    }
}
