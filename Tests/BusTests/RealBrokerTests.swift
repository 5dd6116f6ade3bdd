import Core
import Platform
import Testing

@testable import Bus

/// Exactly once on a real broker: what the embedded one cannot show.
@Suite(.enabled(if: RealBroker.isThere, RealBroker.absence), .serialized)
struct RealBrokerTests {
    private func configuration(_ prefix: String, instance: String = "a") -> BusConfiguration {
        var configuration = BusConfiguration(
            connection: RealBroker.connection(),
            groupID: "\(prefix)group",
            groupInstanceID: "\(prefix)\(instance)",
            transactionalIDPrefix: "txn."
        )
        configuration.sessionTimeout = .seconds(6)
        return configuration
    }

    /// A record with null and empty parts, by its number.
    private static func awkward(_ number: Int, topic: String) -> OutboundRecord {
        let key: [UInt8]? = number % 7 == 0 ? nil : Array("case-\(number % 20)".utf8)
        var value: [UInt8]? = Array("value \(number)".utf8)
        if number % 11 == 0 { value = nil } else if number % 13 == 0 { value = [] }
        let headers = [
            RecordHeader("ce_id", "\(number)"), RecordHeader("empty", ""), RecordHeader("null", bytes: nil),
            RecordHeader("a-name-longer-than-fifteen-bytes", "x"),
        ]
        return OutboundRecord(topic: topic, partition: Int32(number % 4), key: key, value: value, headers: headers)
    }

    @Test func copiesEverythingOnceAndByteForByte() throws {
        try RealBroker.withTopics(["in": 4, "out": 3]) { prefix in
            // Given: records with null and empty keys, values and headers among them.
            let inputs = (0..<500).map { Self.awkward($0, topic: prefix + "in") }
            try publish(inputs, to: RealBroker.connection())
            // When
            let bus = try KafkaBatchBus(configuration(prefix), topics: [prefix + "in"])
            let committed = try copy(bus, to: prefix + "out", count: 500)
            bus.close()
            // Then
            #expect(committed == 500)
            let outputs = try contents(of: prefix + "out", on: RealBroker.connection())
            func fingerprint(_ key: [UInt8]?, _ value: [UInt8]?, _ headers: [RecordHeader]) -> String {
                "\(key.debugDescription)|\(value.debugDescription)|\(headers)"
            }
            #expect(
                outputs.map { fingerprint($0.key, $0.value, $0.headers) }.sorted()
                    == inputs.map { fingerprint($0.key, $0.value, $0.headers) }.sorted()
            )
            for output in outputs {
                let expected = output.key.map { Murmur2.partition(of: $0.span, count: 3) } ?? 0
                #expect(output.source.partition == expected)
            }
        }
    }
}
