import Core
import Testing

@testable import Trust

/// When authorities stop to count, and because of what.
@Suite struct TrustForecastTests {
    private func list(_ pki: TestPKI, _ policy: RevocationPolicy, history: [RecognitionPeriod]? = nil) -> TrustList {
        let described = pki.authority()
        return TrustList(authorities: [
            TrustAuthority(
                id: described.id,
                name: described.name,
                history: history ?? described.history,
                certificates: described.certificates,
                identity: described.identity,
                revocation: policy
            )
        ])
    }

    private func forecast(
        _ pki: TestPKI,
        _ list: TrustList,
        issuingEnd: Int64? = 6,
        rootEnd: Int64? = 90,
        revokesIssuing: Bool = false
    ) throws -> [TrustForecast.Entry] {
        var book = RevocationBook()
        for (issuer, end) in [(pki.root, rootEnd), (pki.issuing, issuingEnd)] {
            guard let end else { continue }
            var template = RevocationTemplate(number: 1, thisUpdate: TestPKI.at(-1), nextUpdate: TestPKI.at(end))
            if revokesIssuing, issuer.certificate.thumbprint == pki.root.certificate.thumbprint {
                template.entries = [.init(pki.issuing.certificate, at: TestPKI.at(-2))]
            }
            _ = try book.add(crl: issuer.revocationList(template), list: list, at: TestPKI.now).get()
        }
        let store = try TrustStore(list: list, revocation: book, generation: 1)
        return TrustForecast(store, at: TestPKI.now).entries
    }

    @Test func firstEndCounts() throws {
        let pki = try TestPKI.of(.sm2)
        let checked = list(pki, RevocationPolicy(check: .crl))
        let entries = try forecast(pki, checked)
        // The root has issued another of the list and so is no entry of its own.
        #expect(entries.map(\.issuer) == [pki.issuing.certificate.thumbprint])
        #expect(entries.first?.unusableAt == TestPKI.at(6))
        #expect(entries.first?.cause == .revocationData)
        #expect(entries.first?.isTolerated == false)
        #expect(entries.first?.because.en.contains("CRL 1") == true)
        // The root's list is the first to end.
        let root = try forecast(pki, checked, issuingEnd: 6, rootEnd: 2).first
        #expect(root?.unusableAt == TestPKI.at(2))
        #expect(root?.because.en.contains("Root") == true)
        // A budget counts from thisUpdate; the root's list is for authorities and lasts to its nextUpdate.
        let budget = list(
            pki,
            RevocationPolicy(check: .crl, budget: .seconds(48 * 3600), whenStale: [.platformSigning: .accept])
        )
        let tolerated = try forecast(pki, budget).first
        #expect(tolerated?.unusableAt == TestPKI.at(1))
        #expect(tolerated?.isTolerated == true)
    }

    @Test func missingAndRevoked() throws {
        let pki = try TestPKI.of(.p256)
        let checked = list(pki, RevocationPolicy(check: .crl))
        for missing in [(nil, 90), (6, nil)] as [(Int64?, Int64?)] {
            let entry = try forecast(pki, checked, issuingEnd: missing.0, rootEnd: missing.1).first
            #expect(entry?.cause == .revocationMissing)
            #expect(entry?.unusableAt == TestPKI.now)
        }
        let revoked = try forecast(pki, checked, revokesIssuing: true).first
        #expect(revoked?.cause == .revoked)
        #expect(revoked?.unusableAt == TestPKI.at(-2))
    }

    @Test func certificatesAndRecognition() throws {
        let pki = try TestPKI.of(.p256)
        // Unchecked, the issuing certificate's own end is the first: 500 days, the root's 1000.
        #expect(try forecast(pki, list(pki, .unchecked)).first?.unusableAt == TestPKI.at(500))
        #expect(try forecast(pki, list(pki, .unchecked)).first?.cause == .certificate)
        let ending = list(
            pki,
            .unchecked,
            history: [
                RecognitionPeriod(.recognised, from: TestPKI.at(-9)),
                RecognitionPeriod(.suspended, from: TestPKI.at(3)),
            ]
        )
        let entry = try forecast(pki, ending).first
        #expect(entry?.cause == .recognition)
        #expect(entry?.unusableAt == TestPKI.at(3))
        let suspended = list(pki, .unchecked, history: [RecognitionPeriod(.suspended, from: TestPKI.at(-3))])
        #expect(try forecast(pki, suspended).first?.unusableAt == TestPKI.at(-3))
    }

    /// What the forecast says is what becomes of records: good until then, refused from then on.
    @Test func agreesWithVerdicts() throws {
        let pki = try TestPKI.of(.rsa2048)
        let checked = list(pki, RevocationPolicy(check: .crl, budget: .seconds(30 * 3600)))
        let end = try #require(try forecast(pki, checked).first?.unusableAt)
        var book = RevocationBook()
        for issuer in [pki.root, pki.issuing] {
            let template = RevocationTemplate(number: 1, thisUpdate: TestPKI.at(-1), nextUpdate: TestPKI.at(90))
            _ = try book.add(crl: issuer.revocationList(template), list: checked, at: TestPKI.now).get()
        }
        let store = try TrustStore(list: checked, revocation: book, generation: 1)
        let before = end.advanced(byMilliseconds: -1)
        #expect(store.verify(pki.leaf, for: .platformSigning, at: before).verdict.chain != nil)
        let after = store.verify(pki.leaf, for: .platformSigning, at: end).verdict.problems
        #expect(after.map(\.code) == [.revocationUnavailable])
    }
}
