import Core
import Foundation
import Platform
import Testing

@testable import Bus

/// Exactly once while the real broker goes away and comes back.
///
/// Uses `HUTONG_TEST_BROKER_STOP` and `HUTONG_TEST_BROKER_START`, shell commands that end and start the broker of
/// `HUTONG_TEST_BROKERS`; nothing else may run on it meanwhile.
@Suite(.enabled(if: RealBroker.canBeRestarted, RealBroker.restartAbsence), .serialized)
struct BrokerFaultTests {
    /// Runs a command and waits for it. Not by `Process`, which waits for whatever the command leaves running too.
    private static func shell(_ command: String) {
        // The text is copied into the shell's arguments before the call returns.
        _ = unsafe system(command)
    }

    @Test func aBrokerRestartedTwiceUnderLoadLosesAndDoublesNothing() throws {
        try RealBroker.withTopics(["in": 4, "out": 4]) { prefix in
            let total = 20_000
            try publish(
                (0..<total).map { OutboundRecord(prefix + "in", key: "case-\($0 % 40)", "\($0)") },
                to: RealBroker.connection()
            )
            var configuration = BusConfiguration(
                connection: RealBroker.connection(),
                groupID: "\(prefix)group",
                groupInstanceID: "\(prefix)a",
                transactionalIDPrefix: "txn."
            )
            configuration.sessionTimeout = .seconds(10)
            let bus = try KafkaBatchBus(configuration, topics: [prefix + "in"])
            // When: the broker is restarted after a quarter and again after half of the records.
            for part in 1...4 {
                let fault = Thread {
                    Self.shell(RealBroker.stop)
                    Self.shell(RealBroker.start)
                }
                if part < 3 { fault.start() }
                var committed = 0
                var idle = 0
                while committed < total / 4, idle < 600 {
                    let batch = try bus.receive(maximum: min(50, total / 4 - committed), wait: .milliseconds(100))
                    idle = batch.isEmpty ? idle + 1 : 0
                    let outputs = batch.records.map { OutboundRecord(prefix + "out", key: $0.keyText, $0.text) }
                    if try bus.commit(outputs, consuming: batch) == .committed { committed += batch.records.count }
                }
                while part < 3, !fault.isFinished { usleep(20_000) }
                #expect(committed == total / 4)
            }
            bus.close()
            // Then
            let outputs = try contents(of: prefix + "out", on: RealBroker.connection())
            #expect(outputs.compactMap { Int($0.text) }.sorted() == Array(0..<total))
            for (_, own) in Dictionary(grouping: outputs, by: \.keyText) {
                let order = own.compactMap { Int($0.text) }
                #expect(order == order.sorted())
            }
        }
    }
}
