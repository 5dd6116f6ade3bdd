import Bus
import Core
import Foundation
import Testing

/// The broker that tests of real transactions run on, from `HUTONG_TEST_BROKERS`; without it they skip.
enum RealBroker {
    static let brokers = (ProcessInfo.processInfo.environment["HUTONG_TEST_BROKERS"] ?? "")
        .split(separator: ",").map(String.init)

    static var isThere: Bool { !brokers.isEmpty }

    static let absence: Comment = "needs a real broker: set HUTONG_TEST_BROKERS, for example 127.0.0.1:39092"

    /// Shell commands that end and start the broker; only the fault suite uses them.
    static let stop = ProcessInfo.processInfo.environment["HUTONG_TEST_BROKER_STOP"] ?? ""
    static let start = ProcessInfo.processInfo.environment["HUTONG_TEST_BROKER_START"] ?? ""

    static var canBeRestarted: Bool { isThere && !stop.isEmpty && !start.isEmpty }

    static let restartAbsence: Comment =
        "needs HUTONG_TEST_BROKERS with HUTONG_TEST_BROKER_STOP and HUTONG_TEST_BROKER_START"

    static func connection(_ clientID: String = "hutong-test") -> ClusterConnection {
        ClusterConnection(brokers: brokers, clientID: clientID)
    }

    /// Runs `body` with fresh topics (name → partitions) under a random prefix and deletes them afterwards.
    static func withTopics(
        _ topics: [String: Int32],
        _ body: (_ prefix: String) throws -> Void
    ) throws {
        let prefix = "test-\(UInt32.random(in: .min ... .max))-"
        let administrator = try TopicAdministrator(connection())
        defer { administrator.close() }
        try administrator.create(topics.map { TopicSpecification(name: prefix + $0.key, partitions: $0.value) })
        defer { try? administrator.delete(topics.keys.map { prefix + $0 }) }
        try body(prefix)
    }
}
