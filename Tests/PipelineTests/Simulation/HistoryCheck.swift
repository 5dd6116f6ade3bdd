import Core
import Pipeline
import RoutingPolicy

/// Looks through the books of a history that is over: they say what the reference model says, nothing is lost, nothing
/// stands twice, and nothing is out of order.
struct HistoryCheck {
    private let history: History
    private var faults: [String] = []
    private var model: ReferenceModel

    /// What is wrong; nothing when all is well.
    static func faults(of history: History) -> [String] {
        look(through: history).faults
    }

    /// What is wrong, and how often what was told.
    static func look(through history: History) -> (faults: [String], told: [String: Int]) {
        guard !history.scheduler.isEndless else {
            return (["it does not end: \(history.scheduler.trace.suffix(5))"], [:])
        }
        var check = HistoryCheck(history: history)
        check.checkAdmission()
        check.feedModel()
        check.checkVerdicts()
        check.checkLedger()
        check.checkDeliveries()
        let lines = check.model.told.values.joined()
        return (check.faults, Dictionary(lines.map { ($0, 1) }, uniquingKeysWith: +))
    }

    private init(history: History) {
        self.history = history
        model = ReferenceModel(
            parkingMilliseconds: History.parking,
            parkedPerSender: History.perSender,
            closing: history.closesCases ? History.closing : nil
        )
    }

    private var broker: InMemoryBroker { history.broker }

    private static func origin(_ headers: [RecordHeader]) -> String { headers.text(RecordHeaderName.origin) ?? "none" }

    private func records(_ topic: String) -> [InboundRecord] { broker.records(of: topic).flatMap { $0 } }

    private mutating func checkAdmission() {
        guard history.submitted.count == history.script.count else {
            return faults.append("\(history.submitted.count) of \(history.script.count) were submitted")
        }
        compare(
            "admitted",
            records(TopicName.admitted(.trading)).map { Self.origin($0.headers) },
            history.submitted.keys
        )
    }

    /// Feeds the model in the order of `admitted.trading`. When a record's time is over is the one thing that the order
    /// does not say: it is taken from the transaction in which it was refused, and the model says whether it may be.
    private mutating func feedModel() {
        let admitted = broker.records(of: TopicName.admitted(.trading))
        var next: [TopicPartition: Int64] = [:]
        for decision in history.cluster.decisions where decision.group == "registration" {
            for (partition, end) in decision.offsets.sorted(by: { $0.key.partition < $1.key.partition }) {
                let start = next[partition] ?? 0
                for record in admitted[Int(partition.partition)] where record.offset >= start && record.offset < end {
                    take(record)
                }
                next[partition] = max(start, end)
            }
            for output in decision.outputs where output.topic.hasPrefix("receipt.") {
                guard let receipt = told(Array(output.headers), output.value),
                    receipt.line == "refused [\"parent_missing\"]",
                    model.stillWaiting.contains(receipt.origin)
                else { continue }
                model.expire(receipt.origin, at: decision.time)
            }
        }
        for (index, partition) in admitted.enumerated() {
            let end = next[TopicPartition(TopicName.admitted(.trading), Int32(index))] ?? 0
            for record in partition where record.offset >= end {
                faults.append("\(Self.origin(record.headers)) was never registered")
            }
        }
        faults += model.complaints
        for origin in model.stillWaiting { faults.append("\(origin) waits for ever") }
    }

    private mutating func take(_ record: InboundRecord) {
        let origin = Self.origin(record.headers)
        guard let known = history.submitted[origin] else { return faults.append("\(origin) was not submitted") }
        model.take(
            ReferenceModel.Submission(
                origin: origin,
                partition: record.source.partition,
                arrival: record.offset,
                caseKey: String(decoding: record.key ?? [], as: UTF8.self),
                sender: known.sender,
                id: known.id,
                dataset: known.dataset,
                datakey: known.datakey,
                operation: known.operation,
                timestamp: known.operation == "delete" ? nil : known.timestamp,
                code: known.code,
                content: known.content,
                corrects: known.corrects,
                time: record.headers.text(RecordHeaderName.admitted).flatMap(Instant.init(rfc3339:))?.milliseconds ?? 0
            )
        )
    }

    /// What a receipt says, in the words of the model.
    private func told(_ headers: [RecordHeader], _ value: [UInt8]?) -> (origin: String, line: String)? {
        guard case .object(let members)? = value.flatMap({ try? JSONNode.parse($0) }),
            let place = members.first(where: { $0.name == "submission" })?.value,
            let topic = place["topic"]?.text, case .number(let partition)? = place["partition"],
            case .number(let offset)? = place["offset"]
        else { return nil }
        let origin = "\(topic)/\(partition)/\(offset)"
        if headers.text("ce_type") == "cn.hutong.progress.v1" { return (origin, "parked") }
        let body = JSONNode.object(members)
        var codes: [String] = []
        var isRepeated = false
        if case .array(let problems)? = body["problems"] {
            for problem in problems {
                let code = problem["code"]?.text ?? ""
                if problem["severity"]?.text == "error" { codes.append(code) }
                if code == "duplicate" { isRepeated = true }
            }
        }
        let verdict = body["verdict"]?.text ?? ""
        let line = verdict == "accepted" ? verdict : "\(verdict) \(codes.sorted())"
        return (origin, isRepeated ? "\(line) duplicate" : line)
    }

    private mutating func checkVerdicts() {
        var told: [String: [String]] = [:]
        for topic in ["receipt.trade", "receipt.rival"] {
            for record in records(topic) {
                guard let one = self.told(record.headers, record.value) else {
                    faults.append("unreadable receipt \(topic)@\(record.offset)")
                    continue
                }
                told[one.origin, default: []].append(one.line)
            }
        }
        for origin in Set(told.keys).union(model.told.keys).sorted() where told[origin] != model.told[origin] {
            let record = history.submitted[origin].map { "\($0)" } ?? "nothing"
            faults.append("\(origin) was told \(told[origin] ?? []), should be \(model.told[origin] ?? []): \(record)")
        }
        let kept = records("quarantine.trade") + records("quarantine.rival")
        compare("quarantined", kept.map { Self.origin($0.headers) }, model.quarantine)
    }

    private mutating func checkLedger() {
        var ledger: [String: [String]] = [:]
        for record in records(TopicName.ledger(.trading)) {
            ledger[String(decoding: record.key ?? [], as: UTF8.self), default: []].append(Self.origin(record.headers))
        }
        for caseKey in Set(ledger.keys).union(model.ledger.keys).sorted() where ledger[caseKey] != model.ledger[caseKey]
        {
            faults.append("ledger of \(caseKey): \(ledger[caseKey] ?? []), should be \(model.ledger[caseKey] ?? [])")
        }
    }

    /// The recipient gets what stands in the ledger of its region, in that order.
    private mutating func checkDeliveries() {
        let ledger = broker.records(of: TopicName.ledger(.trading)).map { $0.map { Self.origin($0.headers) } }
        let delivered = broker.records(of: TopicName.deliver("city-service")).map { $0.map { Self.origin($0.headers) } }
        for (index, expected) in ledger.enumerated() where delivered[index] != expected {
            faults.append("delivered from \(index): \(delivered[index]), should be \(expected)")
        }
        for record in records("quarantine.city-service") {
            faults.append("not delivered: \(record.headers.text(RecordHeaderName.reasons) ?? "")")
        }
    }

    private mutating func compare(_ what: String, _ found: [String], _ expected: some Collection<String>) {
        let (found, expected) = (found.sorted(), expected.sorted())
        guard found != expected else { return }
        faults.append("\(what): \(found), should be \(expected)")
    }
}
