import Core
import Pipeline
import Telemetry
import Testing
import Trust

/// What somebody can do who may write to the topic `trust`, and what a clock can that goes wrong.
@Suite struct TrustAbuseTests {
    private static func put(_ records: [OutboundRecord], into keeper: inout TrustKeeper, at now: Instant)
        -> [TrustFault]
    {
        TrustKeeperTests.faults(records.flatMap { keeper.take(TrustKeeperTests.inbound($0), at: now) })
    }

    /// A keeper whose CRL stands in the topic, and the records with which it does.
    private static func settled(_ fixture: TrustFixture) throws -> (keeper: TrustKeeper, records: [OutboundRecord]) {
        var keeper = TrustKeeper(list: fixture.list())
        _ = try keeper.offer(crl: fixture.crl(1), source: "ca", at: fixture.at(1)).get()
        let records = keeper.unpublished(at: fixture.at(1))
        #expect(put(records, into: &keeper, at: fixture.at(1)).isEmpty)
        return (keeper, records)
    }

    @Test func whatIsSpoiltInTheTopicIsWrittenAgainForThoseWhoStartLater() throws {
        let fixture = try TrustFixture()
        let item = try #require(try Self.settled(fixture).keeper.items.first)
        let key = TrustKeeper.key(of: item)
        let (_, records) = try Self.settled(fixture)
        let piece = try #require(records.first)
        let spoiling: [OutboundRecord] = [
            OutboundRecord(topic: "trust", key: piece.key, value: nil),
            OutboundRecord(topic: "trust", key: piece.key, value: [0x30, 0]),
            TrustRecords.record(key, Array("{".utf8)),
            TrustRecords.record(key, nil),
        ]
        for record in spoiling {
            var (keeper, _) = try Self.settled(fixture)
            let faults = Self.put([record], into: &keeper, at: fixture.at(10))
            #expect(faults.isEmpty || faults == [.digest] || faults == [.manifest])
            #expect(try TrustKeeperTests.verdict(keeper, fixture, at: fixture.at(10)).isEmpty, "what is verified stays")
            let mended = keeper.unpublished(at: fixture.at(40))
            var late = TrustKeeper(list: fixture.list())
            _ = Self.put(records + [record] + mended, into: &late, at: fixture.at(41))
            #expect(try TrustKeeperTests.verdict(late, fixture, at: fixture.at(41)).isEmpty, "\(record)")
        }
    }

    @Test func whoSpoilsTheTopicForEverMakesNobodyWriteForEver() throws {
        let fixture = try TrustFixture()
        var (keeper, records) = try Self.settled(fixture)
        let manifest = try #require(records.last)
        var writings = 0
        // Ten times a second for ten minutes somebody removes what stands there.
        for tenth in 0..<6000 {
            let now = fixture.at(10).advanced(byMilliseconds: Int64(tenth) * 100)
            _ = Self.put([OutboundRecord(topic: "trust", key: manifest.key, value: nil)], into: &keeper, at: now)
            let mended = keeper.unpublished(at: now)
            if !mended.isEmpty { writings += 1 }
            _ = Self.put(mended, into: &keeper, at: now)
        }
        // The pauses double: after 1, 2, 4 … 256 s nine times, then every five minutes.
        #expect((9...12).contains(writings), "\(writings)")
        #expect(try TrustKeeperTests.verdict(keeper, fixture, at: fixture.at(600)).isEmpty)
    }

    @Test func aManifestWhosePiecesNeverComeIsToldOnce() throws {
        let fixture = try TrustFixture()
        var (keeper, _) = try Self.settled(fixture)
        let slot = TrustRecordKey.item(.crl, slot: String(repeating: "e", count: 32))
        let manifest = TrustManifest(of: [1, 2, 3], fetched: fixture.at(2), source: "nobody")
        #expect(Self.put([TrustRecords.record(slot, manifest.value)], into: &keeper, at: fixture.at(2)).isEmpty)
        #expect(keeper.abandoned().isEmpty, "the pieces may be on their way")
        #expect(TrustKeeperTests.faults(keeper.abandoned()) == [.chunk])
        for _ in 0..<5 { #expect(keeper.abandoned().isEmpty) }
        #expect(try TrustKeeperTests.verdict(keeper, fixture, at: fixture.at(3)).isEmpty)
    }

    @Test func aReportFromTheFutureCountsForNothing() throws {
        let fixture = try TrustFixture()
        var keeper = TrustKeeper(list: fixture.list())
        func report(_ at: Instant) -> SourceReport {
            SourceReport(
                authority: "ca",
                kind: .crl,
                address: "http://ca.example/a.crl",
                certificate: nil,
                at: at,
                by: "another",
                outcome: .taken,
                reason: nil,
                milliseconds: 1
            )
        }
        _ = Self.put([report(fixture.at(400 * 86_400)).record], into: &keeper, at: fixture.at(1))
        #expect(keeper.reports.isEmpty)
        _ = Self.put([report(fixture.at(1)).record], into: &keeper, at: fixture.at(1))
        #expect(keeper.reports.values.map(\.at) == [fixture.at(1)])
    }

    @Test func aProcessWhoseClockIsAYearAheadEmptiesNothingForTheOthers() throws {
        let fixture = try TrustFixture()
        var keeper = TrustKeeper(list: fixture.list(RevocationPolicy(check: .ocsp, ocsp: ["http://ca.example/"])))
        let want = TrustWant(fixture.leaf, at: fixture.at(0))
        _ = keeper.take(TrustKeeperTests.inbound(want.record, at: fixture.at(0)), at: fixture.at(365 * 86_400))
        #expect(keeper.expired(at: fixture.at(365 * 86_400)).isEmpty)
        #expect(keeper.wants.count == 1)
        // Once the broker's time has come there too, it is forgotten.
        let other = TrustRecords.record(.chunk(PayloadDigest(.sha256, of: [1]), index: 0), [1])
        _ = keeper.take(TrustKeeperTests.inbound(other, at: fixture.at(4 * 86_400)), at: fixture.at(365 * 86_400))
        #expect(keeper.expired(at: fixture.at(365 * 86_400)).count == 1)
    }

    @Test func whatAClockThatWasBehindRefusedIsTakenOnceItIsRight() throws {
        let fixture = try TrustFixture()
        let (_, records) = try Self.settled(fixture)
        var keeper = TrustKeeper(list: fixture.list())
        let behind = fixture.at(-30 * 86_400)
        #expect(Self.put(records, into: &keeper, at: behind) == [.notYetValid])
        #expect(keeper.reconsider(at: behind).isEmpty)
        #expect(keeper.unpublished(at: behind).isEmpty, "what others hold for good stays")
        let changes = keeper.reconsider(at: fixture.at(2))
        #expect(changes.count == 1)
        #expect(keeper.items.count == 1)
        #expect(keeper.reconsider(at: fixture.at(3)).isEmpty)
    }

    @Test func aFloodOfGarbageIsRefusedAndLeavesWhatIsThere() throws {
        let fixture = try TrustFixture()
        var (keeper, _) = try Self.settled(fixture)
        var faults: [TrustFault] = []
        for number in 0..<5000 {
            let bytes = Array("garbage \(number)".utf8)
            let keys = ["garbage", "list", "crl/" + String(repeating: "f", count: 32), "chunk/x/1"]
            let record = OutboundRecord(topic: "trust", key: Array(keys[number % 4].utf8), value: bytes)
            faults += Self.put([record], into: &keeper, at: fixture.at(2))
        }
        #expect(faults.count == 5000)
        #expect(Set(faults) == [.key, .manifest])
        #expect(try TrustKeeperTests.verdict(keeper, fixture, at: fixture.at(3)).isEmpty)
        #expect(keeper.unpublished(at: fixture.at(60)).isEmpty)
    }
}
