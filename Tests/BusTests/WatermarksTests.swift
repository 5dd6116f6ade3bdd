import Core
import Testing

@testable import Bus

/// What a partition of which the broker does not tell means to whoever asks for its ends.
struct WatermarksTests {
    /// No reason to stay down: a supervisor starts again what was `unavailable`, and not what is configured wrongly.
    @Test func aPartitionThatIsNotToldOfIsUnavailable() throws {
        let broker = try EmbeddedBroker()
        defer { broker.close() }
        try broker.createTopic("in", partitions: 1)
        #expect(throws: BusFailure.self) {
            do throws(BusFailure) {
                _ = try Watermarks.read(
                    broker.connection(),
                    partitions: [TopicPartition("in", 0), TopicPartition("in", 3)],
                    patience: .seconds(1)
                )
            } catch {
                #expect(error.kind == .unavailable, "\(error)")
                // The library's word for it, of which the class of errors says that only an operator can put it right.
                #expect(error.detail.contains("Unknown partition"), "\(error)")
                throw error
            }
        }
    }
}
