import Bus
import Core
import Foundation
import GatewayApp
import RoutingPolicy
import Testing

/// A running exchange, one process for each stage of each plane, and what became of what its platforms sent, each as its
/// own principal.
final class DatasetExchange {
    /// What the sender of a submission was told.
    struct Verdict: Hashable {
        /// `accepted`, `refused` or `parked`.
        let word: String
        /// The codes of the errors.
        let codes: Set<String>
    }

    let exchange: CertifiedExchange
    let records: DatasetRecords
    let policy: ExchangePolicy
    /// Where each submission stands, `topic/partition/offset`, by id.
    private(set) var places: [String: String] = [:]
    private(set) var verdicts: [String: Verdict] = [:]
    private var processes: [SpawnedProcess] = []
    private var producers: [String: EventProducer] = [:]
    private let receipts: TopicReader

    init(_ exchange: CertifiedExchange) throws {
        self.exchange = exchange
        records = try DatasetRecords(exchange)
        let policy = try exchange.policy()
        self.policy = policy
        let stages = ExchangeAccess(policy, try exchange.settings()).workers.filter { $0.stage != .index }
        let places = Set(stages.map { [$0.stage.rawValue, $0.plane.rawValue] }).sorted { $0.joined() < $1.joined() }
        for place in places { processes.append(try exchange.start(place[0], place[1])) }
        receipts = try TopicReader(
            exchange.connection(exchange.administrator),
            topics: policy.registry.platforms.map { TopicName.receipt($0.id) },
            start: .beginning
        )
    }

    /// Sends `submissions`, each sender with its own certificate, and waits until each sender was told of each.
    func send(_ submissions: [DatasetRecords.Submission], within limit: Duration = .seconds(240)) throws {
        for (id, own) in Dictionary(grouping: submissions, by: \.sender.id) {
            let producer = try producers[id] ?? make(id)
            let reports = try producer.publish(own.map(\.record), deadline: .seconds(60))
            for (submission, report) in zip(own, reports) {
                try #require(report.failure == nil, "\(submission.id): \(String(describing: report.failure))")
                let place = report.destination
                places[submission.id] = "\(place.topic)/\(place.partition)/\(report.offset)"
            }
        }
        let names = Dictionary(places.map { ($0.value, $0.key) }) { first, _ in first }
        let wanted = Set(submissions.map(\.id))
        let deadline = ContinuousClock.now + limit
        while !wanted.isSubset(of: verdicts.keys) {
            for record in try receipts.read(wait: .milliseconds(200)) { take(record, names) }
            let silent = processes.first { !$0.isRunning }
            try #require(silent == nil, "a worker ended: \(silent?.error.suffix(2000) ?? "")")
            let missing = wanted.subtracting(verdicts.keys)
            try #require(ContinuousClock.now < deadline, "\(missing.count) without a receipt: \(missing.prefix(5))")
        }
    }

    private func make(_ id: String) throws -> EventProducer {
        let certificate = try exchange.certificate(of: exchange.principal(of: id))
        let producer = try EventProducer(exchange.connection(certificate))
        producers[id] = producer
        return producer
    }

    private func take(_ record: InboundRecord, _ names: [String: String]) {
        guard let object = try? JSONSerialization.jsonObject(with: Data(record.value ?? [])) as? [String: Any],
            let submission = object["submission"] as? [String: Any], let topic = submission["topic"] as? String,
            let partition = submission["partition"] as? Int, let offset = submission["offset"] as? Int,
            let id = names["\(topic)/\(partition)/\(offset)"],
            let word = object["verdict"] as? String ?? (object["state"] as? String == "parked" ? "parked" : nil)
        else { return }
        let problems = object["problems"] as? [[String: Any]] ?? []
        let errors = problems.filter { $0["severity"] as? String == "error" }.compactMap { $0["code"] as? String }
        #expect(verdicts[id].map { $0.word == "parked" } ?? true, "two verdicts on \(id)")
        verdicts[id] = Verdict(word: word, codes: Set(errors))
    }

    /// Every record that stands in `topics` now, with the id of its submission and where the gateway had it from.
    func standing(in topics: [String]) throws -> [(id: String, topic: String, origin: String)] {
        let reader = try TopicReader(
            exchange.connection(exchange.administrator),
            topics: topics,
            start: .beginning
        )
        defer { reader.close() }
        return try reader.readToEnd(deadline: .seconds(60)).map { record in
            func text(_ name: String) -> String {
                String(decoding: record.headers.last { $0.name == name }?.value ?? [], as: UTF8.self)
            }
            return (text("ce_id"), record.source.topic, text("hutong-origin"))
        }
    }

    /// The recipients of each submission by id: whom a delivery reached, or whose quarantine tells that it could not be
    /// brought into the recipient's dialect. Waits until everybody of `wanted` has got what he must, and a while longer.
    func deliveries(_ wanted: [String: Set<String>]) throws -> [String: Set<String>] {
        let platforms = policy.registry.platforms.map(\.id)
        let deadline = ContinuousClock.now + .seconds(240)
        var isComplete = false
        while true {
            let delivered = try standing(in: platforms.map(TopicName.deliver))
            let all = delivered.map { ($0.id, String($0.topic.dropFirst("deliver.".count))) } + (try failed())
            let recipients = all.reduce(into: [String: Set<String>]()) { $0[$1.0, default: []].insert($1.1) }
            if isComplete || ContinuousClock.now > deadline {
                #expect(Set(all.map { "\($0.0) \($0.1)" }).count == all.count, "something was delivered twice")
                return recipients
            }
            isComplete = wanted.allSatisfy { recipients[$0.key]?.isSuperset(of: $0.value) == true }
            sleep(isComplete ? 2 : 1)
        }
    }

    /// The submissions whose delivery failed, with the recipient: these come into quarantine from a ledger.
    private func failed() throws -> [(String, String)] {
        try standing(in: policy.registry.platforms.map { TopicName.quarantine($0.id) })
            .filter { $0.origin.hasPrefix("ledger.") }
            .map { ($0.id, String($0.topic.dropFirst("quarantine.".count))) }
    }

    /// What `hutong quarantine list` tells the operator.
    func quarantined() throws -> [(id: String, platform: String, state: String, origin: String)] {
        let operatorPath = try exchange.certificate(of: exchange.caretaker)
        let list = try exchange.hutong(operatorPath, "quarantine", "list", "--format", "json")
        try #require(list.status == 0, "\(list.error)")
        return try list.output.split(separator: "\n").map { line in
            let entry = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            func text(_ name: String) -> String { entry[name] as? String ?? "" }
            return (text("id"), text("platform"), text("state"), text("origin"))
        }
    }

    /// Ends all processes; each must end in order.
    func stop() {
        for process in processes { #expect(process.terminate() == 0, "\(process.error.suffix(1000))") }
        for producer in producers.values { producer.close() }
        receipts.close()
    }
}
