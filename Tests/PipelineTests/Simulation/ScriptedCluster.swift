import Core
import Foundation
import Platform
import Testing

@testable import Bus

/// A script played on a true broker, with the clients that the gateway works with.
final class ScriptedCluster {
    /// The broker, from `HUTONG_TEST_BROKERS`.
    static let brokers = (ProcessInfo.processInfo.environment["HUTONG_TEST_BROKERS"] ?? "")
        .split(separator: ",").map(String.init)

    private let prefix: String
    private let connection: ClusterConnection
    private let administrator: TopicAdministrator
    private var producers: [String: TransactionalProducer] = [:]
    private var isOpen: Set<String> = []
    private var members: [String: KafkaBatchBus] = [:]

    init() throws {
        prefix = "script-\(UInt32.random(in: .min ... .max))-"
        connection = ClusterConnection(brokers: Self.brokers, clientID: "hutong-script")
        administrator = try TopicAdministrator(connection)
        try administrator.create([
            TopicSpecification(name: prefix + "in", partitions: 1),
            TopicSpecification(name: prefix + "out", partitions: 2),
        ])
    }

    /// Takes everything away again.
    func close() {
        for member in members.values { member.close() }
        for producer in producers.values { producer.close() }
        try? administrator.delete([prefix + "in", prefix + "out"])
        administrator.close()
    }

    func perform(_ step: BrokerScript.Step) throws -> String {
        switch step {
        case .join(let member, let instance): try join(member, instance)
        case .initialise(let name, let id, let seconds): return try initialise(name, id, seconds)
        case .write(let name, let values, let partition): return try write(name, values, partition)
        case .writePlainly(let value, let partition):
            let producer = try EventProducer(connection)
            defer { producer.close() }
            _ = try producer.publish([record(value, partition)], deadline: .seconds(20))
        case .offset(let name, let offset, let member):
            let producer = try #require(producers[name])
            let consumer = try #require(members[member]).consumer
            let offsets = [TopicPartition(prefix + "in", 0): offset]
            return told(try again { producer.sendOffsets(offsets, of: consumer, wait: .seconds(2)) })
        case .commit(let name):
            let producer = try #require(producers[name])
            isOpen.remove(name)
            return try told(again { producer.commit(wait: .seconds(2)) })
        case .abort(let name):
            let producer = try #require(producers[name])
            isOpen.remove(name)
            return try told(again { producer.abort(wait: .seconds(2)) })
        case .oversleep:
            // The broker looks for such transactions every ten seconds.
            let before = try high(0)
            try wait(.seconds(40)) { try high(0) > before }
        case .look(let partition): return try look(partition)
        case .askOffset(let member): return askOffset(try #require(members[member]))
        }
        return "done"
    }

    private func join(_ member: String, _ instance: String) throws {
        var configuration = configuration(instance: instance, id: "\(member)-own")
        configuration.recoveryDeadline = .seconds(3)
        let bus = try KafkaBatchBus(configuration, topics: [prefix + "in"])
        members[member] = bus
        try wait(.seconds(20)) {
            _ = try bus.receive(maximum: 1, wait: .milliseconds(100))
            return !bus.assignment.partitions.isEmpty
        }
    }

    private func initialise(_ name: String, _ id: String, _ seconds: Int) throws -> String {
        var configuration = configuration(instance: "producer", id: id)
        configuration.transactionTimeout = .seconds(seconds)
        configuration.messageTimeout = .milliseconds(seconds * 750)
        let producer = try TransactionalProducer(configuration)
        producers[name] = producer
        return try told(again { producer.initialise(wait: .seconds(2)) })
    }

    private func write(_ name: String, _ values: [Int], _ partition: Int32) throws -> String {
        let producer = try #require(producers[name])
        if isOpen.insert(name).inserted, let error = producer.begin() { return "\(ErrorClass(error))" }
        let before = try high(partition)
        let records = values.map { record($0, partition) }
        if let error = producer.produce(records, try producer.resolve(records)) { return "\(ErrorClass(error))" }
        // The library writes when it likes; what it was told in the meantime is seen by looking after it.
        try wait(.seconds(10)) {
            producer.client.idle(.milliseconds(20))
            return try producer.client.fatalError != nil || high(partition) >= before + Int64(values.count)
        }
        return told(producer.client.fatalError)
    }

    private func look(_ partition: Int32) throws -> String {
        let place = TopicPartition(prefix + "out", partition)
        let reader = try PartitionReader(connection, topics: [place.topic], start: .beginning, patience: .seconds(5))
        defer { reader.close() }
        var records: [InboundRecord] = []
        var silence = 0
        while silence < 4 {
            let more = try reader.read(maximum: 100, wait: .milliseconds(250))
            silence = more.isEmpty ? silence + 1 : 0
            records += more.filter { $0.source == place }
        }
        var restored: [String] = []
        var isWhole = true
        do {
            try KafkaPartitionSource(connection, patience: .seconds(2)).restore([place]) { restored.append(text($0)) }
        } catch {
            #expect(error.kind == .unavailable)
            isWhole = false
        }
        return BrokerScript.seen(
            records.map { "\(text($0))@\($0.offset)" }.joined(separator: " "),
            stable: reader.progress[place]?.position ?? -1,
            high: try high(partition),
            restored: isWhole ? restored.joined(separator: " ") : "waits"
        )
    }

    private func askOffset(_ member: KafkaBatchBus) -> String {
        guard let offsets = try? member.committedOffsets([TopicPartition(prefix + "in", 0)]) else { return "undecided" }
        return offsets.values.first.map { "\($0)" } ?? "none"
    }

    private func high(_ partition: Int32) throws -> Int64 {
        let place = TopicPartition(prefix + "out", partition)
        return try Watermarks.read(connection, partitions: [place], patience: .seconds(5))[place]?.high ?? -1
    }

    /// Makes a call as often as its errors ask for.
    private func again(_ call: () -> LibraryError?) throws -> LibraryError? {
        for _ in 0..<20 {
            guard let error = call() else { return nil }
            guard ErrorClass(error) == .retriable else { return error }
            _ = StopSignal().wait(upTo: .milliseconds(100))
        }
        return LibraryError(code: 0, text: "no end of trying again")
    }

    private func told(_ error: LibraryError?) -> String { error.map { "\(ErrorClass($0))" } ?? "done" }

    private func wait(_ patience: Duration, _ condition: () throws -> Bool) throws {
        let end = SystemClock.monotonicNanoseconds() + UInt64(patience / .nanoseconds(1))
        while try !condition() {
            guard SystemClock.monotonicNanoseconds() < end else { return }
            _ = StopSignal().wait(upTo: .milliseconds(20))
        }
    }

    private func configuration(instance: String, id: String) -> BusConfiguration {
        BusConfiguration(
            connection: connection,
            groupID: prefix + "group",
            groupInstanceID: instance,
            transactionalIDPrefix: "\(prefix)\(id)."
        )
    }

    private func record(_ value: Int, _ partition: Int32) -> OutboundRecord {
        OutboundRecord(topic: prefix + "out", partition: partition, key: nil, value: Array("\(value)".utf8))
    }

    private func text(_ record: InboundRecord) -> String { String(decoding: record.value ?? [], as: UTF8.self) }
}
