import Core
import Pipeline
import RoutingPolicy
import Testing

/// The life of some cases through the true stages: admission with its contracts and seals, registration, and delivery to
/// every recipient, on a cluster where everything that may go wrong does so.
final class Simulation {
    let gateway: TestGateway
    let exchange: SimulatedExchange
    let submissions: [SimulatedSubmission]
    private var queues: [[SimulatedSubmission]]
    /// The last submission of each case, where it has an id.
    private var pending: [Int: SimulatedSubmission] = [:]
    /// The submissions that have their verdict, and whether they were told to come again.
    private var verdicts: [String: Bool] = [:]
    /// How many were.
    private(set) var repetitions = 0
    private var read: [Int: Int] = [:]

    init(seed: UInt64, cases: Int) throws {
        let gateway = try TestGateway(partitions: 3)
        self.gateway = gateway
        for group in ["admission", "registration"] + TestPlatform.recipients.map({ "delivery.\($0.id)" }) {
            gateway.broker.createTopic(TopicName.position(group), partitions: History.partitions)
        }
        let exchange = SimulatedExchange(seed: seed, gateway.broker)
        self.exchange = exchange
        queues = try (1...cases).map { try SimulatedSubmission.life(of: $0, exchange.random) }
        submissions = queues.flatMap { $0 }
        exchange.submit = { [unowned self] in submit() }
    }

    /// Runs until every submission is made and every worker has nothing left to do.
    func run() { exchange.run(roles()) }

    private func roles() -> [SimulatedWorker.Role] {
        var roles: [SimulatedWorker.Role] = []
        func add(_ group: String, _ topics: [String], _ makeStage: @escaping (SimulatedWorker) throws -> any Stage) {
            for index in 0..<2 {
                roles.append(
                    SimulatedWorker.Role(name: "\(group)-\(index)", group: group, topics: topics, makeStage: makeStage)
                )
            }
        }
        let gateway = gateway
        add("admission", gateway.submitTopics) { _ in gateway.admission() }
        add("registration", [TopicName.admitted(.trading)]) { gateway.registration(source: SimulatedSource($0)) }
        for platform in TestPlatform.recipients {
            add("delivery.\(platform.id)", gateway.ledgerTopics) { _ in try gateway.delivery(to: platform) }
        }
        return roles
    }

    /// The next submission of some case, if one may be made: a sender waits for the verdict on the record before, and
    /// sends again what is refused for a reason that passes. Facts may be seen later than the verdict on the record that
    /// states them, so sealed data may have to come twice.
    private func submit() -> Bool {
        readVerdicts()
        let open = queues.indices.filter { index in
            guard let last = pending[index] else { return !queues[index].isEmpty }
            return verdicts[last.event.id].map { $0 && last.refusal == nil || !queues[index].isEmpty } ?? false
        }
        guard !open.isEmpty else { return false }
        let chosen = open[exchange.random.below(open.count)]
        let next: SimulatedSubmission
        if let last = pending[chosen], last.refusal == nil, verdicts[last.event.id] == true {
            next = last
            repetitions += 1
            // What made it come too soon passes with time.
            exchange.pass(1_000)
        } else {
            next = queues[chosen].removeFirst()
        }
        verdicts[next.event.id] = nil
        pending[chosen] = next.event.attributes.isEmpty ? nil : next
        exchange.scheduler.note("SUBMIT \(next.event.id)")
        try? gateway.broker.produce(next.event.outbound)
        exchange.scheduler.stirred()
        return true
    }

    /// Takes in the receipts that came since the last call.
    private func readVerdicts() {
        for (partition, records) in gateway.broker.records(of: "receipt.trade").enumerated() {
            for record in records.dropFirst(read[partition] ?? 0) {
                guard let id = record.headers.text("ce_id"), id.hasSuffix("/verdict") else { continue }
                let receipt = record.value.flatMap { try? JSONNode.parse($0) }
                var comesAgain = false
                if case .bool(true)? = receipt?["retryable"] { comesAgain = true }
                verdicts[String(id.dropLast("/verdict".count))] = comesAgain
            }
            read[partition] = records.count
        }
    }
}
