import Core
import Testing
import Trust

/// What `hutong trust diff` says when one list takes the place of another.
@Suite struct TrustListComparisonTests {
    private typealias Period = RecognitionPeriod

    private func authority(
        _ change: (inout Description) -> Void = { _ in }
    ) throws -> TrustAuthority {
        var described = Description()
        change(&described)
        let pki = try TestPKI.of(.p256)
        return TrustAuthority(
            id: described.id,
            name: BilingualText(zh: "甲", en: "A"),
            history: described.history,
            certificates: described.certificates ?? [pki.root.certificate, pki.issuing.certificate],
            uses: described.uses,
            identity: described.identity,
            policies: described.policies,
            revocation: described.revocation
        )
    }

    private struct Description {
        var id = "a"
        var history = [Period(.recognised, from: TestPKI.at(-100))]
        var certificates: [Certificate]?
        var uses: Set<TrustAuthority.Use> = [.platformSigning, .personalSigning]
        var identity: [IdentitySource] = [.extension(oid: "1.2.156.10260.4.1.4")]
        var policies: [String] = []
        var revocation = RevocationPolicy(check: .crl, budget: .seconds(48 * 3600))
    }

    private func changes(
        _ first: [TrustAuthority],
        _ second: [TrustAuthority],
        gateways: ([RecognisedGateway], [RecognisedGateway]) = ([], [])
    ) -> [TrustListChange] {
        TrustListComparison(
            TrustList(serial: 1, authorities: first, gateways: gateways.0),
            TrustList(serial: 2, authorities: second, gateways: gateways.1)
        ).changes
    }

    private func told(_ change: (inout Description) -> Void) throws -> [String] {
        changes([try authority()], [try authority(change)]).map { "\($0.kind) \($0.effect.rawValue)" }
    }

    @Test func nothingDiffers() throws {
        #expect(changes([try authority()], [try authority()]).isEmpty)
    }

    @Test func aSuspensionIsALossFromItsDate() throws {
        let suspended = try authority { $0.history.append(Period(.suspended, from: TestPKI.at(3))) }
        let forward = changes([try authority()], [suspended])
        let change = try #require(forward.first)
        #expect(forward.count == 1)
        #expect(change.effect == .loss)
        #expect(change.subject == "a")
        #expect(change.from == TestPKI.at(3))
        #expect(change.until == nil)
        #expect(
            change.message.en
                == "A (a) from 2026-11-24T03:18:00.000Z is suspended in place of recognised: its certificates become "
                + "unusable"
        )
        #expect(change.message.zh == "机构 甲（a）自 2026-11-24T03:18:00.000Z 起由“完成”改为“暂停”：其证书变为不可用")
        let back = changes([suspended], [try authority()])
        #expect(back.map(\.effect) == [.gain])
    }

    /// Stretches: an authority that was suspended for a while, looked at afterwards, loses exactly that while.
    @Test func historiesAreComparedStretchByStretch() throws {
        let interrupted = try authority {
            $0.history += [Period(.suspended, from: TestPKI.at(-20)), Period(.recognised, from: TestPKI.at(-10))]
        }
        let found = changes([try authority()], [interrupted])
        #expect(found.map(\.effect) == [.loss])
        #expect(found.first?.from == TestPKI.at(-20))
        #expect(found.first?.until == TestPKI.at(-10))
        // Suspended becomes withdrawn: nothing was usable before either.
        let first = try authority { $0.history.append(Period(.suspended, from: TestPKI.at(-20))) }
        let second = try authority { $0.history.append(Period(.withdrawn, from: TestPKI.at(-20))) }
        #expect(changes([first], [second]).map(\.effect) == [.neutral])
        // An earlier beginning of recognition is a gain for the time before.
        let earlier = try authority { $0.history = [Period(.recognised, from: TestPKI.at(-200))] }
        let gained = changes([try authority()], [earlier])
        #expect(gained.map(\.effect) == [.gain])
        #expect(gained.first?.from == TestPKI.at(-200))
        #expect(gained.first?.until == TestPKI.at(-100))
    }

    @Test func authoritiesComeAndGo() throws {
        let other = try authority { $0.id = "b" }
        let added = changes([try authority()], [try authority(), other])
        #expect(added.map { "\($0.subject) \($0.effect.rawValue)" } == ["b gain"])
        #expect(added.first?.from == TestPKI.at(-100))
        let removed = changes([try authority(), other], [try authority()])
        #expect(removed.map { "\($0.subject) \($0.effect.rawValue)" } == ["b loss"])
        // One that never counted is no loss.
        let connecting = try authority {
            $0.id = "b"
            $0.history = [Period(.connecting, from: TestPKI.at(-1))]
        }
        #expect(changes([try authority(), connecting], [try authority()]).map(\.effect) == [.neutral])
        #expect(changes([try authority()], [try authority(), connecting]).map(\.effect) == [.neutral])
    }

    @Test func usesAndCertificates() throws {
        #expect(try told { $0.uses = [.platformSigning] } == ["uses loss"])
        #expect(try told { $0.uses.insert(.timeStamping) } == ["uses gain"])
        let pki = try TestPKI.of(.p256)
        #expect(try told { $0.certificates = [pki.root.certificate] } == ["certificates loss"])
        let other = try TestPKI.of(.sm2).root.certificate
        #expect(
            try told { $0.certificates = [pki.root.certificate, pki.issuing.certificate, other] } == [
                "certificates gain"
            ]
        )
        // The issuing authority renewed its certificate: name and key are the same, nothing becomes unusable.
        let renewed = try pki.root.issue(
            .authority("Test CA Issuing", notBefore: TestPKI.at(-1), notAfter: TestPKI.at(900)),
            for: pki.issuing.key
        )
        #expect(
            try told { $0.certificates = [pki.root.certificate, renewed] } == [
                "certificates neutral", "certificates gain",
            ]
        )
    }

    @Test func whatMayTakeSomethingAway() throws {
        let ou = IdentitySource.attribute("OU")
        #expect(try told { $0.identity.append(ou) } == ["identity gain"])
        #expect(try told { $0.identity.insert(ou, at: 0) } == ["identity mayLose"])
        #expect(try told { $0.identity = [ou] } == ["identity mayLose"])
        #expect(
            try told { $0.identity.append(IdentitySource(.attribute("UID"), holds: .person)) } == ["identity mayLose"]
        )
        #expect(try told { $0.policies = ["1.2.3"] } == ["policies mayLose"])
        #expect(
            try told { $0.revocation = RevocationPolicy(check: .none) } == ["revocation.check gain"]
        )
        #expect(
            try told { $0.revocation = RevocationPolicy(check: .any, budget: .seconds(48 * 3600)) } == [
                "revocation.check gain"
            ]
        )
        #expect(
            try told { $0.revocation = RevocationPolicy(check: .ocsp, budget: .seconds(48 * 3600)) } == [
                "revocation.check mayLose"
            ]
        )
        #expect(
            try told { $0.revocation = RevocationPolicy(check: .crl, budget: .seconds(24 * 3600)) }
                == ["revocation.budgetHours mayLose"]
        )
        #expect(
            try told { $0.revocation = RevocationPolicy(check: .crl, budget: .seconds(72 * 3600)) }
                == ["revocation.budgetHours gain"]
        )
        #expect(
            try told {
                $0.revocation = RevocationPolicy(
                    check: .crl,
                    crl: ["http://x/a"],
                    budget: .seconds(48 * 3600),
                    whenStale: [.platformSigning: .accept]
                )
            } == ["revocation.whenStale gain", "revocation.crl neutral"]
        )
    }

    @Test func gateways() throws {
        let pki = try TestPKI.of(.p256)
        func gateway(_ certificates: [Certificate], from: Int64 = -10, until: Int64? = nil) -> RecognisedGateway {
            RecognisedGateway(
                id: "g",
                name: BilingualText(zh: "关", en: "G"),
                certificates: certificates,
                from: TestPKI.at(from),
                until: until.map(TestPKI.at)
            )
        }
        func told(_ first: [RecognisedGateway], _ second: [RecognisedGateway]) throws -> [String] {
            changes([try authority()], [try authority()], gateways: (first, second))
                .map { "\($0.subject) \($0.kind) \($0.effect.rawValue)" }
        }
        let one = gateway([pki.leaf])
        #expect(try told([one], [one]) == [])
        #expect(try told([one], []) == ["g gateways loss"])
        #expect(try told([], [one]) == ["g gateways gain"])
        #expect(try told([one], [gateway([pki.leaf], until: 5)]) == ["g until loss"])
        #expect(try told([gateway([pki.leaf], until: 5)], [one]) == ["g until gain"])
        #expect(try told([one], [gateway([pki.leaf], from: -5)]) == ["g from loss"])
        let other = try TestPKI.of(.sm2).leaf
        #expect(try told([one], [gateway([other])]) == ["g certificates loss", "g certificates gain"])
    }

    @Test func anOlderListIsToldSo() throws {
        let comparison = TrustListComparison(
            TrustList(serial: 5, authorities: [try authority()]),
            TrustList(serial: 4, authorities: [try authority()])
        )
        #expect(comparison.changes.map(\.kind) == ["serial"])
        #expect(comparison.changes.first?.message.en.contains("list 4 is older than list 5") == true)
        #expect(!comparison.losesUsable)
    }
}
