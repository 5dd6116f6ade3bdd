import Core
import Pipeline
import Testing
import Trust

@Suite struct TrustAssemblerTests {
    static let now = Instant(milliseconds: 1_760_000_000_000)

    /// A content of `length` bytes that no other seed gives.
    static func content(_ length: Int, seed: UInt8 = 1) -> [UInt8] {
        var bytes = [UInt8](repeating: seed, count: length)
        // Each piece begins and ends differently.
        for index in stride(from: 0, to: length, by: 4093) { bytes[index] = UInt8(truncatingIfNeeded: index / 4093) }
        return bytes
    }

    static func key(_ number: UInt8, _ kind: TrustItemKind = .crl) -> TrustRecordKey {
        .item(kind, slot: String(PayloadDigest(.sha256, of: [number]).hex.prefix(32)))
    }

    static func records(
        _ content: [UInt8],
        under key: TrustRecordKey = key(1),
        replacing replaced: TrustManifest? = nil,
        needed: Set<PayloadDigest> = []
    ) -> [InboundRecord] {
        let manifest = TrustManifest(of: content, fetched: now, source: "http://crl.example/a.crl")
        return TrustRecords.content(content, manifest, under: key, replacing: replaced, needed: needed).map(inbound)
    }

    static func inbound(_ record: OutboundRecord) -> InboundRecord {
        InboundRecord(
            source: TopicPartition(record.topic, 0),
            offset: 0,
            timestamp: now,
            key: record.key,
            value: record.value,
            headers: []
        )
    }

    static func inbound(_ key: String, _ value: [UInt8]?) -> InboundRecord {
        inbound(OutboundRecord(topic: "trust", key: Array(key.utf8), value: value))
    }

    /// What the contents among `steps` are.
    static func contents(_ steps: [TrustAssembler.Step]) -> [TrustContent] {
        steps.flatMap { step -> [TrustContent] in
            if case .contents(let contents) = step { contents } else { [] }
        }
    }

    static func faults(_ steps: [TrustAssembler.Step]) -> [TrustRecordFault] {
        steps.compactMap { step -> TrustRecordFault? in
            if case .refused(let fault) = step { fault } else { nil }
        }
    }

    @Test(arguments: [0, 1, 512 << 10, (512 << 10) + 1, 3 * (512 << 10) + 17])
    func piecesGiveTheContentAgain(length: Int) throws {
        let content = Self.content(length)
        let records = Self.records(content)
        // By hand: whole pieces of 524,288 bytes, one piece at least, then the manifest.
        #expect(records.count == max(1, (length + 524_287) / 524_288) + 1)
        #expect(records.allSatisfy { ($0.value?.count ?? 0) <= 524_288 })
        var assembler = TrustAssembler()
        let found = Self.contents(records.map { assembler.take($0) })
        #expect(found.map(\.bytes) == [content])
        #expect(found.first?.key == Self.key(1))
        #expect(found.first?.manifest.source == "http://crl.example/a.crl")
        #expect(found.first?.manifest.fetched == Self.now)
        #expect(assembler.incomplete.isEmpty)
    }

    @Test func orderAndRepetitionDoNotMatter() {
        let content = Self.content(1_300_000)
        let records = Self.records(content)
        for order in [[3, 2, 1, 0], [3, 0, 1, 2], [2, 2, 0, 3, 0, 1], [0, 1, 2, 3]] {
            var assembler = TrustAssembler()
            let found = Self.contents(order.map { assembler.take(records[$0]) })
            #expect(found.map(\.bytes) == [content], "\(order)")
        }
    }

    @Test func aMissingPieceKeepsTheContentWaiting() {
        let records = Self.records(Self.content(1_300_000))
        var assembler = TrustAssembler()
        let steps = [0, 1, 3].map { assembler.take(records[$0]) }
        #expect(Self.contents(steps).isEmpty)
        #expect(Self.faults(steps).isEmpty)
        #expect(assembler.incomplete == [Self.key(1)])
        #expect(Self.contents([assembler.take(records[2])]).count == 1)
    }

    @Test func aPieceThatDoesNotBelongIsFoundAndCanBeMended() {
        let content = Self.content(600_000)
        let records = Self.records(content)
        let damaged = Self.inbound(
            OutboundRecord(topic: "trust", key: records[0].key, value: Self.content(524_288, seed: 9))
        )
        var assembler = TrustAssembler()
        let steps = [damaged, records[1], records[2]].map { assembler.take($0) }
        #expect(Self.faults(steps) == [.digest])
        #expect(Self.contents([assembler.take(records[0])]).map(\.bytes) == [content])
    }

    @Test func pieceOfAnotherLengthIsFound() {
        let records = Self.records(Self.content(600_000))
        let short = Self.inbound(OutboundRecord(topic: "trust", key: records[1].key, value: [1]))
        var assembler = TrustAssembler()
        #expect(Self.faults([records[0], short, records[2]].map { assembler.take($0) }) == [.digest])
    }

    private static let short = String(repeating: "a", count: 32)
    private static let hex = String(repeating: "a", count: 64)
    static let useless: [(String, TrustRecordFault)] = [
        ("", .key), ("lists", .key), ("crl", .key), ("crl/", .key), ("crl/12", .key),
        ("crl/" + short.uppercased(), .key), ("crl/" + hex, .key),
        ("want/zz", .key), ("chunk/1/2", .key), ("chunk/\(hex)/-1", .key), ("chunk/\(hex)/01", .key),
        ("chunk/\(hex)/99999999999999999999", .key),
        // 64 pieces of 512 KiB are 32 MiB, the largest content; the last has index 63.
        ("chunk/\(hex)/64", .chunk), ("chunk/\(hex)/9223372036854775807", .chunk), ("list", .manifest),
        ("crl/\(short)", .manifest),
    ]

    @Test(arguments: useless)
    func whatIsNoRecordOfTheTopicIsRefused(key: String, fault: TrustRecordFault) {
        var assembler = TrustAssembler()
        #expect(Self.faults([assembler.take(Self.inbound(key, [1, 2]))]) == [fault])
        #expect(assembler.heldBytes == 0)
    }

    @Test(arguments: [
        #"{"digest":"sha-256:00","length":1,"chunks":1,"fetched":"2026-11-21T00:00:00Z","source":""}"#,
        #"{"digest":"D","length":-1,"chunks":1,"fetched":"2026-11-21T00:00:00Z","source":""}"#,
        #"{"digest":"D","length":33554433,"chunks":65,"fetched":"2026-11-21T00:00:00Z","source":""}"#,
        #"{"digest":"D","length":10,"chunks":2,"fetched":"2026-11-21T00:00:00Z","source":""}"#,
        #"{"digest":"D","length":10,"chunks":1,"fetched":"yesterday","source":""}"#,
        #"{"digest":"D","length":10,"chunks":1,"fetched":"2026-11-21T00:00:00Z","source":"","signature":"*"}"#,
        "[]", "{", "",
    ])
    func aManifestThatSaysTooMuchOrTooLittleIsRefused(text: String) {
        let digest = "sha-256:" + String(repeating: "b", count: 64)
        var assembler = TrustAssembler()
        let record = Self.inbound(Self.key(1).text, Array(text.replacing("D", with: digest).utf8))
        #expect(Self.faults([assembler.take(record)]) == [.manifest])
    }

    @Test func aPieceOverItsLengthIsRefused() {
        let key = "chunk/" + String(repeating: "a", count: 64) + "/0"
        var assembler = TrustAssembler()
        let large = [UInt8](repeating: 0, count: 524_289)
        #expect(Self.faults([assembler.take(Self.inbound(key, large))]) == [.chunk])
    }

    @Test func loosePiecesMakeRoomForLaterOnes() {
        var limits = TrustAssembler.Limits()
        limits.loose = 4 << 20
        var assembler = TrustAssembler(limits: limits)
        for number in 0..<64 {
            let digest = PayloadDigest(.sha256, of: [UInt8(number), 7])
            let record = TrustRecords.record(.chunk(digest, index: 0), Self.content(524_288, seed: UInt8(number)))
            _ = assembler.take(Self.inbound(record))
            #expect(assembler.heldBytes <= 4 << 20)
        }
        // A content that comes whole afterwards is still put together.
        let content = Self.content(1_300_000)
        #expect(Self.contents(Self.records(content).map { assembler.take($0) }).map(\.bytes) == [content])
    }

    @Test func emptyPiecesCannotGrowTheProcess() {
        var limits = TrustAssembler.Limits()
        limits.loose = 64 << 10
        var assembler = TrustAssembler(limits: limits)
        for number in 0..<2000 {
            let digest = PayloadDigest(.sha256, of: [UInt8(number & 255), UInt8(number >> 8)])
            _ = assembler.take(Self.inbound(TrustRecords.record(.chunk(digest, index: 0), [])))
        }
        // 256 bytes are counted for each.
        #expect(assembler.heldBytes <= 64 << 10)
        #expect(assembler.heldBytes >= 32 << 10)
    }

    @Test func manifestsBeyondTheBoundAreRefused() {
        var limits = TrustAssembler.Limits()
        limits.manifests = 2
        limits.referred = 1 << 20
        var assembler = TrustAssembler(limits: limits)
        func take(_ number: UInt8, _ length: Int) -> [TrustRecordFault] {
            Self.faults(
                Self.records(Self.content(length, seed: number), under: Self.key(number)).map { assembler.take($0) }
            )
        }
        #expect(take(1, 100).isEmpty)
        #expect(take(2, 1_200_000) == [.tooMuch])
        #expect(take(3, 100).isEmpty)
        #expect(take(4, 100) == [.tooMuch])
        #expect(Set(assembler.manifests.keys) == [Self.key(1), Self.key(3)])
    }

    @Test func aReplacementDropsWhatStoodThereAndItsPieces() throws {
        let old = Self.content(600_000, seed: 1)
        let new = Self.content(700_000, seed: 2)
        var assembler = TrustAssembler()
        for record in Self.records(old) { _ = assembler.take(record) }
        let manifest = try #require(assembler.manifests[Self.key(1)])
        let records = Self.records(new, replacing: manifest)
        // Two pieces, the manifest, two removals in this order.
        #expect(records.map { $0.value == nil } == [false, false, false, true, true])
        #expect(Self.contents(records.map { assembler.take($0) }).map(\.bytes) == [new])
        #expect(assembler.heldBytes < 701_000)
    }

    @Test func twoKeysMayShareOneContent() throws {
        let content = Self.content(600_000)
        let first = Self.records(content, under: Self.key(1))
        let second = Self.records(content, under: Self.key(2))
        // As after compaction: manifests first, the pieces behind both.
        var assembler = TrustAssembler()
        let steps = [first[2], second[2], second[0], second[1]].map { assembler.take($0) }
        #expect(Set(Self.contents(steps).map(\.key)) == [Self.key(1), Self.key(2)])
        // Replacing one of them leaves the pieces of the other.
        let manifest = try #require(assembler.manifests[Self.key(1)])
        let other = Self.content(10, seed: 3)
        let replacing = Self.records(other, under: Self.key(1), replacing: manifest, needed: [manifest.digest])
        #expect(replacing.allSatisfy { $0.value != nil })
        #expect(Self.contents(replacing.map { assembler.take($0) }).map(\.bytes) == [other])
        #expect(Self.contents([assembler.take(second[2])]).map(\.bytes) == [content])
    }

    @Test func aRemovedPieceOfACompleteContentChangesNothing() {
        let content = Self.content(600_000)
        let records = Self.records(content)
        var assembler = TrustAssembler()
        for record in records { _ = assembler.take(record) }
        _ = assembler.take(Self.inbound(OutboundRecord(topic: "trust", key: records[0].key, value: nil)))
        #expect(Self.contents([assembler.take(records[2])]).map(\.bytes) == [content])
    }

    @Test func whatTheTopicLostOfACompleteContentIsKnown() {
        let content = Self.content(600_000)
        let records = Self.records(content)
        func spoiltBy(_ record: OutboundRecord) -> (complete: Bool, mended: Bool, steps: [TrustAssembler.Step]) {
            var assembler = TrustAssembler()
            for record in records { _ = assembler.take(record) }
            let steps = [assembler.take(Self.inbound(record))]
            let isComplete = assembler.isComplete(Self.key(1))
            for record in records { _ = assembler.take(record) }
            return (isComplete, assembler.isComplete(Self.key(1)), steps)
        }
        let removed = spoiltBy(OutboundRecord(topic: "trust", key: records[1].key, value: nil))
        #expect(!removed.complete && removed.mended)
        let other = spoiltBy(OutboundRecord(topic: "trust", key: records[1].key, value: [1]))
        #expect(!other.complete && other.mended)
        #expect(Self.faults(other.steps) == [.digest])
        let same = spoiltBy(OutboundRecord(topic: "trust", key: records[1].key, value: records[1].value))
        #expect(same.complete && Self.faults(same.steps).isEmpty)
        // A manifest that is none, and one that says too much, replaced what stood there.
        let none = spoiltBy(OutboundRecord(topic: "trust", key: Self.key(1).bytes, value: [1]))
        #expect(!none.complete && none.mended)
        #expect(Self.faults(none.steps) == [.manifest])
    }

    @Test func removalsOfPiecesWithAnyIndexDoNoHarm() {
        let content = Self.content(600_000)
        let records = Self.records(content)
        var assembler = TrustAssembler()
        for record in records { _ = assembler.take(record) }
        let digest = PayloadDigest(.sha256, of: content).hex
        for index in ["2", "63", "64", "9223372036854775807"] {
            _ = assembler.take(Self.inbound("chunk/\(digest)/\(index)", nil))
        }
        #expect(assembler.isComplete(Self.key(1)), "the content has two pieces")
    }

    @Test func aRemovalForgetsTheContent() {
        let records = Self.records(Self.content(600_000))
        var assembler = TrustAssembler()
        for record in records { _ = assembler.take(record) }
        let step = assembler.take(Self.inbound(TrustRecords.record(Self.key(1), nil)))
        guard case .removed(Self.key(1)) = step else {
            Issue.record("\(step)")
            return
        }
        #expect(assembler.heldBytes == 0)
        #expect(assembler.manifests.isEmpty)
    }

    @Test func theListCarriesItsSignature() throws {
        let manifest = TrustManifest(of: [1, 2, 3], fetched: Self.now, source: "trust-list.json", signature: [4, 5])
        #expect(TrustManifest(manifest.value) == manifest)
        // sha256sum of the bytes 01 02 03.
        #expect(manifest.digest.hex == "039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81")
    }

    @Test(arguments: [
        "list", "crl/" + String(repeating: "0a", count: 16), "ocsp/" + String(repeating: "ff", count: 16),
        "want/" + String(repeating: "1b", count: 32), "source/" + String(repeating: "1b", count: 32),
        "chunk/" + String(repeating: "1b", count: 32) + "/63",
    ])
    func aKeyIsWrittenAsItIsRead(text: String) throws {
        #expect(try #require(TrustRecordKey(Array(text.utf8))).text == text)
    }
}
