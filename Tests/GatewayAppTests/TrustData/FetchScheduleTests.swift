import Core
import GatewayApp
import Testing
import Trust

@Suite struct FetchScheduleTests {
    private static func at(_ seconds: Double) -> Instant { Instant(milliseconds: Int64(seconds * 1000)) }

    private static func sources(_ count: Int, host: String = "h") -> [FetchSource] {
        (0..<count).map { .crl("http://\(host)\($0).example/a.crl", of: "ca") }
    }

    @Test func aNewSourceIsDueAtOnceAndThenEachInterval() throws {
        var schedule = FetchSchedule(pollSeconds: 5)
        let source = Self.sources(1)
        schedule.replace(source, at: Self.at(0))
        #expect(schedule.due(at: Self.at(0)).map(\.address) == ["http://h0.example/a.crl"])
        #expect(schedule.due(at: Self.at(1)).isEmpty, "it is being asked")
        #expect(!schedule.hasAskedAll)
        schedule.finished(source[0].id, succeeded: true, at: Self.at(1), chance: 0)
        #expect(schedule.hasAskedAll)
        #expect(schedule.due(at: Self.at(5.9)).isEmpty)
        #expect(schedule.due(at: Self.at(6)).count == 1)
    }

    @Test func failuresMakeThePausesLongerUpToABound() throws {
        var schedule = FetchSchedule(pollSeconds: 5)
        let source = Self.sources(1)[0]
        schedule.replace([source], at: Self.at(0))
        var now = Self.at(0)
        var pauses: [Int64] = []
        for _ in 0..<12 {
            let next = try #require(schedule.nextDue)
            pauses.append(next.milliseconds - now.milliseconds)
            now = next
            #expect(schedule.due(at: now).count == 1)
            schedule.finished(source.id, succeeded: false, at: now, chance: 0)
        }
        // First at once, then one interval, then half of 20, 40, 80, 160 s and of the bound of 300 s.
        #expect(Array(pauses.prefix(6)) == [0, 5000, 10_000, 20_000, 40_000, 80_000])
        #expect(pauses.suffix(3) == [150_000, 150_000, 150_000])
        schedule.finished(source.id, succeeded: false, at: now, chance: 0.999_999)
        #expect(try #require(schedule.nextDue).milliseconds - now.milliseconds <= 300_000)
        schedule.finished(source.id, succeeded: true, at: now, chance: 0)
        #expect(try #require(schedule.nextDue).milliseconds - now.milliseconds == 5000)
    }

    @Test func noMoreThanEightAtATimeAndTwoAtOneHost() {
        var schedule = FetchSchedule(pollSeconds: 60)
        let many = (0..<20).map { FetchSource.crl("http://one.example/\($0).crl", of: "ca") }
        let others = Self.sources(20)
        schedule.replace(many, at: Self.at(0))
        #expect(schedule.due(at: Self.at(0)).count == 2)
        schedule.replace(many + others, at: Self.at(1))
        let more = schedule.due(at: Self.at(1))
        #expect(more.count == 6)
        #expect(more.allSatisfy { !$0.address.contains("one.example") })
        #expect(schedule.running == 8)
        #expect(schedule.due(at: Self.at(2)).isEmpty)
    }

    @Test func whatAnotherProcessAskedIsLeftAlone() throws {
        var schedule = FetchSchedule(pollSeconds: 40)
        let source = Self.sources(1)[0]
        schedule.replace([source], at: Self.at(0))
        schedule.askedElsewhere(source.id, at: Self.at(10), chance: 0)
        #expect(schedule.due(at: Self.at(50)).isEmpty)
        // An eighth of the interval later than the one that asked would be.
        #expect(schedule.due(at: Self.at(55)).count == 1)
    }

    @Test func nobodyIsKeptFromAskingByTheReportsOfOthers() {
        var schedule = FetchSchedule(pollSeconds: 40)
        let source = Self.sources(1)[0]
        schedule.replace([source], at: Self.at(0))
        // Somebody says once a second that all is well.
        for second in 0..<160 {
            schedule.askedElsewhere(source.id, at: Self.at(Double(second)), chance: 0.999)
            #expect(schedule.due(at: Self.at(Double(second))).isEmpty || second == 0)
            if second == 0 { schedule.finished(source.id, succeeded: true, at: Self.at(0), chance: 0) }
        }
        // Four intervals after the last attempt of its own.
        #expect(schedule.due(at: Self.at(160)).count == 1)
    }

    @Test func thousandsOfSourcesThatAreDownTakeTheirPlacesInTurn() {
        var schedule = FetchSchedule(pollSeconds: 5)
        let many = (0..<3000).map { FetchSource.crl("http://host\($0 % 3).example/\($0).crl", of: "ca") }
        schedule.replace(many, at: Self.at(0))
        var asked: Set<PayloadDigest> = []
        var now = 0.0
        while asked.count < many.count, now < 100_000 {
            let due = schedule.due(at: Self.at(now))
            #expect(due.count == 6, "two at each of three hosts")
            for (source, _) in due {
                asked.insert(source.id)
                schedule.finished(source.id, succeeded: false, at: Self.at(now), chance: 0)
            }
            now += 0.01
        }
        #expect(asked.count == many.count, "none starves while others are asked again")
        #expect(schedule.running == 0)
    }

    @Test func vanishedSourcesAreForgotten() {
        var schedule = FetchSchedule(pollSeconds: 5)
        let sources = Self.sources(2)
        schedule.replace(sources, at: Self.at(0))
        schedule.replace([sources[0]], at: Self.at(0))
        #expect(schedule.due(at: Self.at(0)).map(\.source) == [sources[0]])
        schedule.replace([], at: Self.at(1))
        #expect(schedule.count == 1, "the running attempt is waited for")
        schedule.finished(sources[0].id, succeeded: true, at: Self.at(2), chance: 0)
        schedule.replace([], at: Self.at(2))
        #expect(schedule.count == 0)
    }

    @Test func aResponderThatFailsIsFollowedByTheNext() throws {
        let thumbprint = try #require(CertificateThumbprint([UInt8](repeating: 1, count: 32)))
        let source = FetchSource.ocsp(["http://a.example/", "http://b.example/"], about: thumbprint, of: "ca")
        var schedule = FetchSchedule(pollSeconds: 5)
        schedule.replace([source], at: Self.at(0))
        #expect(schedule.due(at: Self.at(0)).map(\.address) == ["http://a.example/"])
        schedule.finished(source.id, succeeded: false, at: Self.at(0), chance: 0)
        #expect(schedule.due(at: Self.at(5)).map(\.address) == ["http://b.example/"])
    }

    @Test func theListSaysWhatIsFetched() throws {
        let fixture = try TrustFixture()
        let other = try TrustFixture(name: "Other")
        let policy = RevocationPolicy(
            check: .any,
            crl: ["http://ca.example/a.crl"],
            ocsp: ["http://ca.example/ocsp"]
        )
        func sources(_ policy: RevocationPolicy) -> [FetchSource] {
            FetchSource.all(
                fixture.list(policy),
                items: [],
                certificates: [fixture.leaf, other.leaf],
                at: fixture.start
            )
        }
        let crl = FetchSource.crl("http://ca.example/a.crl", of: "ca")
        // Nobody is asked about a certificate that the authority did not issue.
        let ocsp = FetchSource.ocsp(["http://ca.example/ocsp"], about: fixture.leaf.thumbprint, of: "ca")
        #expect(sources(policy) == [crl, ocsp])
        #expect(sources(RevocationPolicy(check: .crl, crl: policy.crl, ocsp: policy.ocsp)) == [crl])
        #expect(sources(RevocationPolicy(check: .none, crl: policy.crl, ocsp: policy.ocsp)).isEmpty)
        let expired = FetchSource.all(
            fixture.list(policy),
            items: [],
            certificates: [fixture.leaf],
            at: fixture.leaf.notAfter
        )
        #expect(expired == [crl])
    }
}
