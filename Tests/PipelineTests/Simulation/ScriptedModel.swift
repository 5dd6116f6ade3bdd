import Core
import Pipeline

@testable import Bus

/// A script played on the in-memory broker.
final class ScriptedModel {
    private let broker = InMemoryBroker()
    private var now: Int64 = 0
    private var producers: [String: ProducerIdentity] = [:]
    private var members: [String: Int] = [:]

    init() {
        broker.createTopic("in", partitions: 1)
        broker.createTopic("out", partitions: 2)
    }

    func perform(_ step: BrokerScript.Step) -> String {
        do {
            return try outcome(of: step)
        } catch let fault as TransactionFault {
            return "\(ErrorClass(fault))"
        } catch {
            return "\(error)"
        }
    }

    private func outcome(of step: BrokerScript.Step) throws -> String {
        switch step {
        case .join(let member, let instance):
            members[member] = broker.join("g", topics: ["in"], instance: instance)
        case .initialise(let name, let id, let seconds):
            producers[name] = try broker.initialise(id, timeout: Int64(seconds) * 1000)
        case .write(let name, let values, let partition):
            guard let producer = producers[name] else { return "nobody" }
            try broker.write(values.map { record($0, partition) }, by: producer)
        case .writePlainly(let value, let partition):
            try broker.produce(record(value, partition))
        case .offset(let name, let offset, let member):
            guard let producer = producers[name], let number = members[member] else { return "nobody" }
            var generation = -1
            if case .settled(let current) = broker.membership(in: "g", of: number) { generation = current }
            let offsets = [TopicPartition("in", 0): offset]
            try broker.write(offsets, of: "g", member: number, generation: generation, by: producer)
        case .commit(let name), .abort(let name):
            guard let producer = producers[name] else { return "nobody" }
            var isCommit = false
            if case .commit = step { isCommit = true }
            try broker.end(producer, isCommit: isCommit)
        case .oversleep:
            now += 60_000
            broker.setTime(Instant(milliseconds: now))
            broker.abortTimedOut()
        case .look(let partition):
            return look(TopicPartition("out", partition))
        case .askOffset:
            guard let offsets = broker.stableOffsets(of: "g", [TopicPartition("in", 0)]) else { return "undecided" }
            return offsets[TopicPartition("in", 0)].map { $0 == 0 ? "none" : "\($0)" } ?? "none"
        }
        return "done"
    }

    private func look(_ partition: TopicPartition) -> String {
        var records: [InboundRecord] = []
        let stable = broker.fetch(partition, from: 0, maximum: .max, into: &records)
        var restored: [String] = []
        var isWhole = true
        do {
            try InMemoryPartitionSource(broker: broker).restore([partition]) { restored.append(text($0)) }
        } catch {
            isWhole = false
        }
        return BrokerScript.seen(
            records.map { "\(text($0))@\($0.offset)" }.joined(separator: " "),
            stable: stable,
            high: broker.ends(of: partition).high,
            restored: isWhole ? restored.joined(separator: " ") : "waits"
        )
    }

    private func record(_ value: Int, _ partition: Int32) -> OutboundRecord {
        OutboundRecord(topic: "out", partition: partition, key: nil, value: Array("\(value)".utf8))
    }

    private func text(_ record: InboundRecord) -> String { String(decoding: record.value ?? [], as: UTF8.self) }
}

extension ErrorClass {
    /// The class of the error by which librdkafka tells of `fault`.
    init(_ fault: TransactionFault) {
        switch fault {
        case .concurrentTransactions: self = .retriable
        case .unknownMember, .illegalGeneration: self = .requiresAbort
        case .invalidState: self = .fatal
        case .producerFenced: self = .fencedProducer
        case .instanceFenced: self = .fencedMember
        case .refused: self = .configuration
        }
    }
}
