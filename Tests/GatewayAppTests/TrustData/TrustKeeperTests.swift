import Core
import Pipeline
import Telemetry
import Testing
import Trust

@Suite struct TrustKeeperTests {
    /// A record as the topic gives it back; unless said otherwise the broker's time is beyond that of every test.
    static func inbound(
        _ record: OutboundRecord,
        at time: Instant = Instant(milliseconds: 4_000_000_000_000)
    ) -> InboundRecord {
        InboundRecord(
            source: TopicPartition(record.topic, 0),
            offset: 0,
            timestamp: time,
            key: record.key,
            value: record.value,
            headers: []
        )
    }

    static func faults(_ changes: [TrustChange]) -> [TrustFault] {
        changes.compactMap { change -> TrustFault? in
            if case .refused(let fault, _, _) = change { fault } else { nil }
        }
    }

    static func verdict(_ keeper: TrustKeeper, _ fixture: TrustFixture, at instant: Instant) throws -> [RejectionCode] {
        let store = try keeper.makeStore(generation: 2)
        switch store.verify(fixture.leaf, for: .platformSigning, at: instant).verdict {
        case .verified: return []
        case .refused(let problems): return problems.map(\.code)
        }
    }

    @Test func whatOneProcessFetchesAnotherTakesFromTheTopic() throws {
        let fixture = try TrustFixture()
        var one = TrustKeeper(list: fixture.list())
        var other = TrustKeeper(list: fixture.list())
        let taken = try one.offer(crl: fixture.crl(7), source: "http://ca.example/a.crl", at: fixture.at(1)).get()
        #expect(taken.isNew)
        #expect(try one.offer(crl: taken.item.bytes, source: "x", at: fixture.at(2)).get().isNew == false)
        let records = one.unpublished(at: fixture.at(2))
        #expect(records.count == 2)
        #expect(one.unpublished(at: fixture.at(3)).isEmpty, "written already")
        #expect(try Self.verdict(other, fixture, at: fixture.at(3)) == [.revocationUnavailable])
        let changes = records.flatMap { other.take(Self.inbound($0), at: fixture.at(3)) }
        guard case .item(let item, let source)? = changes.first, changes.count == 1 else {
            Issue.record("\(changes)")
            return
        }
        #expect(item.number?.description == "7")
        #expect(source == "http://ca.example/a.crl")
        #expect(try Self.verdict(other, fixture, at: fixture.at(3)).isEmpty)
        #expect(other.unpublished(at: fixture.at(100)).isEmpty)
        // What was written and never came back is written again after a while.
        #expect(one.unpublished(at: fixture.at(40)).count == 2)
    }

    @Test func aRevocationRefusesFromItsDateOn() throws {
        let fixture = try TrustFixture()
        var keeper = TrustKeeper(list: fixture.list())
        _ = try keeper.offer(crl: fixture.crl(1), source: "", at: fixture.at(1)).get()
        let revoked = try fixture.crl(2, at: 60, revoked: [(fixture.leaf, fixture.at(30))])
        _ = try keeper.offer(crl: revoked, source: "", at: fixture.at(60)).get()
        #expect(try Self.verdict(keeper, fixture, at: fixture.at(29)).isEmpty)
        #expect(try Self.verdict(keeper, fixture, at: fixture.at(30)) == [.certificateRevoked])
    }

    @Test func nobodyGoesBackToAnOlderList() throws {
        let fixture = try TrustFixture()
        let old = try fixture.crl(1)
        let new = try fixture.crl(2, at: 60, revoked: [(fixture.leaf, fixture.at(30))])
        var keeper = TrustKeeper(list: fixture.list())
        var attacker = TrustKeeper(list: fixture.list())
        _ = try attacker.offer(crl: old, source: "attacker", at: fixture.at(60)).get()
        let replay = attacker.unpublished(at: fixture.at(60))
        _ = try keeper.offer(crl: new, source: "ca", at: fixture.at(61)).get()
        for record in keeper.unpublished(at: fixture.at(61)) {
            _ = keeper.take(Self.inbound(record), at: fixture.at(61))
        }
        let changes = replay.flatMap { keeper.take(Self.inbound($0), at: fixture.at(62)) }
        #expect(Self.faults(changes) == [.rollback])
        #expect(try Self.verdict(keeper, fixture, at: fixture.at(62)) == [.certificateRevoked])
        // Nor does somebody who starts now: the topic is mended.
        let mended = keeper.unpublished(at: fixture.at(63))
        var late = TrustKeeper(list: fixture.list())
        for record in replay + mended { _ = late.take(Self.inbound(record), at: fixture.at(64)) }
        #expect(try Self.verdict(late, fixture, at: fixture.at(64)) == [.certificateRevoked])
    }

    @Test func whatIsTamperedWithIsRefusedAndLeavesWhatIsThere() throws {
        let fixture = try TrustFixture()
        let stranger = try TrustFixture(name: "Stranger")
        var keeper = TrustKeeper(list: fixture.list())
        _ = try keeper.offer(crl: fixture.crl(1), source: "", at: fixture.at(1)).get()
        var damaged = try fixture.crl(2)
        damaged[damaged.count - 1] ^= 1
        func put(_ content: [UInt8]) -> [TrustFault] {
            let manifest = TrustManifest(of: content, fetched: fixture.at(2), source: "?")
            let key = TrustRecordKey.item(.crl, slot: String(repeating: "0", count: 32))
            let records = TrustRecords.content(content, manifest, under: key)
            return Self.faults(records.flatMap { keeper.take(Self.inbound($0), at: fixture.at(2)) })
        }
        #expect(put(damaged) == [.signatureInvalid])
        #expect(put(try stranger.crl(9)) == [.issuerUnknown])
        #expect(put([0x30, 0x00]) == [.malformed])
        #expect(put(try fixture.crl(3, at: 7200)) == [.notYetValid])
        #expect(try Self.verdict(keeper, fixture, at: fixture.at(3)).isEmpty)
        #expect(keeper.items.map { $0.number?.description } == ["1"])
    }

    @Test func aRemovalFromTheTopicTakesNoRevocationBack() throws {
        let fixture = try TrustFixture()
        var keeper = TrustKeeper(list: fixture.list())
        let revoked = try fixture.crl(2, revoked: [(fixture.leaf, fixture.at(0))])
        let item = try keeper.offer(crl: revoked, source: "", at: fixture.at(1)).get().item
        for record in keeper.unpublished(at: fixture.at(1)) { _ = keeper.take(Self.inbound(record), at: fixture.at(1)) }
        _ = keeper.take(Self.inbound(TrustRecords.record(TrustKeeper.key(of: item), nil)), at: fixture.at(2))
        #expect(try Self.verdict(keeper, fixture, at: fixture.at(2)) == [.certificateRevoked])
        #expect(keeper.unpublished(at: fixture.at(40)).count == 2)
    }

    @Test func theBudgetDecidesToTheMillisecond() throws {
        let fixture = try TrustFixture()
        var keeper = TrustKeeper(
            list: fixture.list(RevocationPolicy(check: .crl, budget: .seconds(7200)))
        )
        _ = try keeper.offer(crl: fixture.crl(1), source: "", at: fixture.at(1)).get()
        // nextUpdate, after an hour, is passed; the budget of two hours is not.
        let end = fixture.at(7200)
        #expect(try Self.verdict(keeper, fixture, at: end.advanced(byMilliseconds: -1)).isEmpty)
        #expect(try Self.verdict(keeper, fixture, at: end) == [.revocationUnavailable])
        let store = try keeper.makeStore(generation: 2)
        let standing = try #require(
            AuthorityStanding.all(store, certificates: [fixture.leaf], at: fixture.at(10)).first
        )
        #expect(standing.unusable == .at(end))
        #expect(standing.isUsable(at: end.advanced(byMilliseconds: -1)))
        #expect(!standing.isUsable(at: end))
        #expect(standing.newest == fixture.at(0))
    }

    @Test func wishesComeFromTheTopicAndAreForgotten() throws {
        let fixture = try TrustFixture()
        var keeper = TrustKeeper(list: fixture.list())
        let want = TrustWant(fixture.leaf, at: fixture.at(0))
        _ = keeper.take(Self.inbound(want.record), at: fixture.at(0))
        #expect(Array(keeper.wants.keys) == [fixture.leaf.thumbprint])
        let foreign = OutboundRecord(
            topic: "trust",
            key: TrustRecordKey.want(fixture.issuer.certificate.thumbprint).bytes,
            value: want.record.value
        )
        _ = keeper.take(Self.inbound(foreign), at: fixture.at(0))
        #expect(keeper.wants.count == 1, "the key is not that of the certificate")
        #expect(keeper.expired(at: fixture.at(3 * 86_400)).isEmpty)
        let removed = keeper.expired(at: fixture.at(3 * 86_400 + 1))
        #expect(removed.map(\.key) == [want.record.key])
        #expect(removed.allSatisfy { $0.value == nil })
        #expect(keeper.wants.isEmpty)
    }

    @Test func aSignedListOfAHigherNumberIsTaken() throws {
        let fixture = try TrustFixture()
        let key = try SigningKey.generate(.p256)
        let authority = try CertificateIssuer.root(
            .authority("Recognising", notBefore: fixture.at(-3600), notAfter: fixture.at(86_400)),
            key: key
        )
        let template = CertificateTemplate.platform(
            "Recognising signer",
            code: nil,
            notBefore: fixture.at(-3600),
            notAfter: fixture.at(86_400)
        )
        let certificate = try authority.issue(template, for: key)
        let signer = try TrustListSigner(certificate)
        func document(_ serial: UInt64, suspended: Bool, by signing: SigningKey? = nil) throws -> TrustListDocument {
            var history = [RecognitionPeriod(.recognised, from: fixture.at(-3600))]
            if suspended { history.append(RecognitionPeriod(.suspended, from: fixture.at(10))) }
            let list = TrustList(
                serial: serial,
                issued: fixture.start,
                authorities: [fixture.authority(RevocationPolicy(check: .none), history: history)]
            )
            return try TrustListDocument.signed(
                list.json(),
                key: signing ?? key,
                certificate: signing.map { try authority.issue(template, for: $0) } ?? certificate,
                origin: "list"
            )
        }
        var keeper = TrustKeeper(list: fixture.list(RevocationPolicy(check: .none), serial: 5), signer: signer)
        #expect(try Self.verdict(keeper, fixture, at: fixture.at(20)).isEmpty)
        let forged = try document(9, suspended: true, by: SigningKey.generate(.p256))
        #expect(Self.faults(keeper.offer(forged, source: "file", at: fixture.at(1))) == [.list])
        #expect(
            Self.faults(keeper.offer(try document(4, suspended: true), source: "file", at: fixture.at(1))) == [
                .listRollback
            ]
        )
        #expect(keeper.list.serial == 5)
        let changes = keeper.offer(try document(6, suspended: true), source: "file", at: fixture.at(1))
        #expect(Self.faults(changes).isEmpty)
        #expect(keeper.list.serial == 6)
        #expect(try Self.verdict(keeper, fixture, at: fixture.at(9)).isEmpty)
        #expect(try Self.verdict(keeper, fixture, at: fixture.at(20)) == [.certificateNotValid])
        // Another process takes it from the topic, and a restart with the old file cannot go back.
        let records = keeper.unpublished(at: fixture.at(2))
        var other = TrustKeeper(list: fixture.list(RevocationPolicy(check: .none), serial: 5), signer: signer)
        for record in records { _ = other.take(Self.inbound(record), at: fixture.at(3)) }
        #expect(other.list.serial == 6)
        #expect(
            Self.faults(other.offer(try document(5, suspended: false), source: "file", at: fixture.at(3))) == [
                .listRollback
            ]
        )
    }
}
