import Bus
import Core
import Foundation
import GatewayApp
import Platform
import RoutingPolicy
import Trust

/// An exchange of its own on a cluster that others use too: its platforms have random names, and its topics go when it
/// goes.
///
/// The topics of the planes cannot be renamed; the exchange refuses a cluster on which they stand already, because the
/// records in them belong to somebody.
final class SharedExchange {
    let directory: String
    let configuration: String
    let prefix: String
    private let connection: ClusterConnection
    private var topics: [String] = []

    /// Makes the files below a new directory and the topics on the cluster.
    init(brokers: String, partitions: Int) throws {
        prefix = "it" + String(UInt32.random(in: 0...0xff_ffff), radix: 16)
        let parent = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().path
        directory = parent + "/hutong-\(prefix)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        connection = ClusterConnection(brokers: brokers.split(separator: ",").map(String.init))
        let development = DevelopmentDirectory(below: directory)
        configuration = development.configuration
        let prefix = prefix
        let exchange = try DevelopmentExchange(
            in: development,
            contracts: TestEnvironment.checkout + "/Contracts",
            brokers: brokers
        )
        try exchange.write(
            now: SystemClock.now(),
            topics: TopicSettings(partitions: partitions, replication: 1, minInSyncReplicas: 1),
            ops: "off",
            isEmbedded: false,
            rename: { "\(prefix)-\($0)" },
            credential: { _, _ in DevelopmentExchange.Credential(authority: .sm2, key: .p256) }
        )
        try makeTopics(development, partitions: partitions)
    }

    private func makeTopics(_ development: DevelopmentDirectory, partitions: Int) throws {
        guard let registry = Registry.load(file: development.registry).registry else { throw Occupied(topics: []) }
        let specifications = ExchangeTopics(
            registry,
            TopicSettings(partitions: partitions, replication: 1, minInSyncReplicas: 1)
        ).specifications
        let administrator = try TopicAdministrator(connection)
        defer { administrator.close() }
        let names = specifications.map(\.name)
        var existing = try administrator.partitions(of: names)
        // Brokers tell of deleted topics for a moment: those of the exchange before this one.
        for _ in 0..<50 where !existing.isEmpty {
            usleep(100_000)
            existing = try administrator.partitions(of: names)
        }
        guard existing.isEmpty else { throw Occupied(topics: existing.keys.sorted()) }
        topics = specifications.map(\.name)
        try administrator.create(specifications)
    }

    /// The planes' topics stand already.
    struct Occupied: Error, CustomStringConvertible {
        let topics: [String]
        var description: String {
            "the cluster holds an exchange already (\(topics.joined(separator: ", "))); the test wants one without"
        }
    }

    /// The id of a platform of the demonstration on this exchange.
    func platform(_ id: String) -> String { "\(prefix)-\(id)" }

    /// Changes one setting of one topic.
    func set(_ key: String, to value: String, of topic: String) throws {
        let administrator = try TopicAdministrator(connection)
        defer { administrator.close() }
        guard let found = try administrator.describe([topic])[topic] else { throw CocoaError(.fileNoSuchFile) }
        let wanted = TopicSpecification(name: topic, partitions: found.partitions, config: [key: value])
        try administrator.apply(try administrator.plan([wanted]))
    }

    /// Removes topics and files.
    func remove() {
        if let administrator = try? TopicAdministrator(connection) {
            try? administrator.delete(topics)
            administrator.close()
        }
        try? FileManager.default.removeItem(atPath: directory)
    }
}
