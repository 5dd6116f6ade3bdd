import Core
import Testing

@testable import Bus

/// Which partitions are paused when, stated by hand.
struct TopicRoomTests {
    private static func flood(_ number: Int32) -> TopicPartition { TopicPartition("flood", number) }

    @Test func aTopicIsPausedWhenItsQuotaIsUsedUp() {
        var room = TopicRoom(["flood": 3])
        #expect(room.take(Self.flood(0)) == [])
        #expect(room.take(TopicPartition("calm", 0)) == [])
        #expect(room.take(Self.flood(2)) == [])
        #expect(room.take(Self.flood(0)) == [Self.flood(0), Self.flood(2)])
    }

    /// What has brought nothing yet is paused with its first record.
    @Test func aPartitionIsPausedAfterItsFirstRecordAtTheEarliest() {
        var room = TopicRoom(["flood": 1])
        #expect(room.take(Self.flood(0)) == [Self.flood(0)])
        #expect(room.take(Self.flood(1)) == [Self.flood(1)])
        // One that was on its way already.
        #expect(room.take(Self.flood(1)) == [Self.flood(1)])
    }

    @Test func withoutQuotasNothingIsPaused() {
        var room = TopicRoom([:])
        for _ in 0..<10 { #expect(room.take(Self.flood(0)) == []) }
    }
}
